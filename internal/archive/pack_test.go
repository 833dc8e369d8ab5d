package archive

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// packOf is a pack of blobs.
func packOf(t testing.TB, blobs ...string) []byte {
	pack := binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(blobs)))
	for _, b := range blobs {
		pack = append(pack, 3<<4|byte(len(b)&15)|0x80, byte(len(b)>>4))
		pack = append(pack, compressors[1].make(t, []byte(b))...)
	}
	return append(pack, make([]byte, 20)...)
}

// All versions of a file are in a pack and in a bundle, also those that are deltas.
func TestPacksOfGit(t *testing.T) {
	s := gittest.New(t)
	long := strings.Repeat("a line that all versions have\n", 300)
	var want []string
	for i := range 20 {
		text := long + fmt.Sprintf("version %d\n", i) + long
		want = append(want, text)
		s.Commit("file", text)
	}
	s.Git("repack", "-adfq", "--depth=50")
	s.Git("bundle", "create", "-q", "out.bundle", "--all")
	packs, err := filepath.Glob(filepath.Join(s.Dir, ".git/objects/pack/*.pack"))
	s.Must(err)
	for kind, path := range map[Kind]string{Pack: packs[0], Bundle: filepath.Join(s.Dir, "out.bundle")} {
		data, err := os.ReadFile(path)
		s.Must(err)
		if got := Detect(data, data); got != kind {
			t.Fatalf("%s is detected as %q", kind, got)
		}
		held := map[string]bool{}
		for _, m := range level(t, data) {
			held[m.data] = true
			if m.miss != nil {
				t.Errorf("%s: %v", kind, m.miss)
			}
		}
		for i, text := range want {
			if !held[text] {
				t.Errorf("%s: version %d is not shown", kind, i)
			}
		}
		if m := misses(level(t, data[:len(data)/2])); len(m) == 0 {
			t.Errorf("%s: nothing is missing of a half", kind)
		}
	}
}
