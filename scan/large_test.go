package scan_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// What is found does not depend on how much of an object is held in memory, whether it is
// loose, whole in a pack, or a delta, and whoever asks for it.
func TestLargeBlobsAsSmallOnes(t *testing.T) {
	box := gittest.New(t)
	r := rand.New(rand.NewPCG(1, 2))
	var lines []string
	for range 300 {
		lines = append(lines, fmt.Sprintf("line %d of some text", r.Uint64()))
	}
	for i := range 6 {
		lines[40*i+10] = "TOKEN=" + token(t, uint64(i))
		env := file{"in/.env", "TOKEN=" + token(t, uint64(20+i)) + "\n"}
		text := file{"text", strings.Join(lines, "\n")}
		box.Write("a.tar", string(tarOf(t, env, text)))
		box.Write("b.zip", string(zipOf(t, env, text)))
		box.Write("self.bin", "\x7fELF\x02"+strings.Repeat("\x00\x01\xfe", 20000)+string(storedZip(t, env)))
		box.Write("c.gz", string(gzipOf(t, []byte(text.text))))
		box.Commit("text", text.text)
	}
	lines[5] = "TOKEN=" + token(t, 50)
	box.Write("text", strings.Join(lines, "\n"))
	box.Write("new.zip", string(zipOf(t, file{"in/.env", "TOKEN=" + token(t, 51) + "\n"})))
	box.Git("add", "-A")
	want := map[string]string{}
	for _, packed := range []bool{false, true} {
		if packed {
			box.Git("-c", "core.bigFileThreshold=1g", "gc", "-q")
		}
		for _, most := range []int64{0, 4 << 10, 100} {
			repo, err := gitrepo.Open(box.Dir, nil)
			noError(t, err)
			store, err := objects.Open(repo.ObjectDir, objects.Options{MaxObject: most})
			noError(t, err)
			head, err := oid.Parse(box.Git("rev-parse", "HEAD"))
			noError(t, err)
			base, err := oid.Parse(box.Git("rev-parse", "HEAD~3"))
			noError(t, err)
			for name, src := range map[string]source.Source{
				"history": history.New(repo, store, history.Options{NoGitFiles: true}),
				"range":   commits.New("range", repo, store, []oid.ID{head}, []oid.ID{base}),
				"staged":  staged.New(repo, store),
			} {
				if name == "history" && most == 100 {
					continue // commits and trees are larger
				}
				got := places(run(t, src, scan.Options{Jobs: 2, ShowSecrets: true}))
				if want[name] == "" {
					want[name] = got
				}
				if got != want[name] {
					t.Errorf("%s, packed %v, %d bytes in memory:\n%s\nwant\n%s", name, packed, most, got, want[name])
				}
			}
			noError(t, store.Close())
		}
	}
	if n := strings.Count(want["staged"], "\n"); n < 2 {
		t.Errorf("the index shows nothing: %s", want["staged"])
	}
}
