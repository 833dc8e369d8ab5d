package archive

import (
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A entryOf is an entry of a pack, and what of it is before its content.
type entryOf struct {
	kind   byte
	before string // where its base is
	data   string
}

func packOf(entries ...entryOf) []byte {
	out := binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(entries)))
	for _, e := range entries {
		n := len(e.data)
		b := e.kind<<4 | byte(n&15)
		for n >>= 4; n > 0; n >>= 7 {
			out, b = append(out, b|0x80), byte(n&0x7f)
		}
		out = append(append(append(out, b), e.before...), zlibOf(e.data)...)
	}
	return append(out, make([]byte, sha1.Size)...)
}

func blobID(text string) string {
	id := sha1.Sum([]byte("blob " + strconv.Itoa(len(text)) + "\x00" + text))
	return hex.EncodeToString(id[:])
}

func TestGitPack(t *testing.T) {
	const first = "some text\nand more\n"
	raw, _ := hex.DecodeString(blobID(first)) // it is hex
	delta := "\x13\x0f\x90\x0a\x05last\n"     // ten bytes of the base, and five of its own
	second := entryOf{packBlob, "", first}
	back := len(packOf(second)) - 12 - sha1.Size
	data := packOf(second, entryOf{packOffset, string(rune(back)), delta}, entryOf{packRefDelta, string(raw), delta},
		entryOf{packRefDelta, strings.Repeat("x", sha1.Size), delta}, entryOf{packTree, "", "100644 a name\x00" + strings.Repeat("x", sha1.Size)})
	for _, head := range []string{"", "# v2 git bundle\n" + strings.Repeat("0", 40) + " refs/heads/main\n\n"} {
		data := append([]byte(head), data...)
		kind, members := GitPack, 5
		if head != "" {
			kind, members = GitBundle, 6 // and the names of its refs
		}
		if got := Detect(data, data); got != kind {
			t.Fatalf("detected as %q", got)
		}
		all := walk(t, data, Defaults())
		prefix := string(kind) + "!"
		wants(t, all, shown{path: prefix + blobID(first), data: first})
		wants(t, all, shown{path: prefix + blobID("some text\nlast\n"), data: "some text\nlast\n"})
		if lost := misses(all); len(all) != members || len(lost) != 1 || !slices.ContainsFunc(all, func(s shown) bool { return s.data == "a name\n" }) {
			t.Errorf("%+v", all)
		}
		for n := len(head) + 12; n < len(data)-sha1.Size-4; n++ {
			if len(misses(walk(t, data[:n], Defaults()))) < 1 {
				t.Errorf("cut to %d of %d bytes nothing is missing", n, len(data))
			}
		}
	}
}

// What git itself wrote is read: every version of a file.
func TestGitPackOfTool(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.org"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	git("init", "-q")
	want := map[string]bool{}
	for i := range 20 {
		text := strings.Repeat("a line of text\n", 30) + strconv.Itoa(i) + "\n" + strings.Repeat("more\n", i)
		if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		git("add", ".")
		git("commit", "-q", "-m", "version "+strconv.Itoa(i))
		want["git-bundle!"+blobID(text)] = true
	}
	git("bundle", "create", "-q", "a.bundle", "--all")
	data, err := os.ReadFile(filepath.Join(dir, "a.bundle"))
	if err != nil {
		t.Fatal(err)
	}
	all := walk(t, data, Defaults())
	for _, s := range all {
		delete(want, s.path)
	}
	if len(want) > 0 || len(misses(all)) > 0 || len(all) != 61 {
		t.Errorf("%d members, %v, without %v", len(all), misses(all), want)
	}
}

func FuzzGitPack(f *testing.F) {
	raw, _ := hex.DecodeString(blobID("text\n")) // it is hex
	fuzz(f, GitPack, packOf(entryOf{packBlob, "", "text\n"}, entryOf{packRefDelta, string(raw), "\x05\x05\x90\x05"}), packOf(entryOf{packTree, "", "100644 a\x00"}))
}
