package scan_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/stdin"
)

var scanner = sync.OnceValues(func() (*scan.Scanner, error) {
	cfg, err := rules.Builtin()
	if err != nil {
		return nil, err
	}
	return scan.New(cfg)
})

// token makes something that the built-in rules find.
func token(t *testing.T, seed uint64) string {
	t.Helper()
	kinds := []string{"ghp_{base62:30}{crc32}", "sk_live_{base62:24}", "{pem:EC}", "dop_v1_{hex:64}", "password = '{base62:20}'"}
	text, err := example.Expand(kinds[seed%uint64(len(kinds))], seed)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// pair makes a key and its id. The id is a part of the key.
func pair(t *testing.T, seed uint64) []string {
	t.Helper()
	id, err := example.Expand("id: AKIA{base32:16}", seed)
	if err != nil {
		t.Fatal(err)
	}
	key, err := example.Expand("aws_secret_access_key = {[A-Za-z0-9/+]:40}", seed)
	if err != nil {
		t.Fatal(err)
	}
	return []string{id, key}
}

func run(t *testing.T, src source.Source, o scan.Options) *finding.Report {
	t.Helper()
	d, err := scanner()
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.Run(context.Background(), src, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func encode(t *testing.T, r *finding.Report) string {
	t.Helper()
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func git(t *testing.T, dir string, stdin []byte, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// makeHistory writes a repository in which files with secrets are edited many
// times: lines are inserted, deleted, moved, doubled and broken in the middle.
func makeHistory(t *testing.T, seed uint64) string {
	t.Helper()
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q", "--bare", ".")
	r := rand.New(rand.NewPCG(seed, 2))
	lines := []string{}
	for i := range 60 {
		lines = append(lines, fmt.Sprintf("line %d of some text that is long enough to be worth a copy: %x", i, r.Uint64()))
	}
	var stream bytes.Buffer
	for i := range 60 {
		at := r.IntN(len(lines))
		switch r.IntN(8) {
		case 0:
			lines = slices.Insert(lines, at, strings.Split(token(t, r.Uint64N(40)), "\n")...)
		case 1:
			for _, half := range pair(t, r.Uint64N(4)) {
				lines = slices.Insert(lines, min(at+r.IntN(8), len(lines)), half)
			}
		case 2:
			lines = slices.Delete(lines, at, min(at+r.IntN(4), len(lines)))
		case 3: // move a block
			end := min(at+r.IntN(10), len(lines))
			block := slices.Clone(lines[at:end])
			lines = slices.Insert(slices.Delete(lines, at, end), r.IntN(len(lines)-len(block)+1), block...)
		case 4: // double one
			end := min(at+r.IntN(10), len(lines))
			lines = slices.Insert(lines, r.IntN(len(lines)), slices.Clone(lines[at:end])...)
		case 5: // break a line in its middle
			half := len(lines[at]) / 2
			lines[at] = lines[at][:half] + string(rune('a'+r.IntN(26))) + lines[at][half:]
		case 6:
			lines[at] += " # sluice:allow"
		case 7: // join two lines
			if at+1 < len(lines) {
				lines[at] += lines[at+1]
				lines = slices.Delete(lines, at+1, at+2)
			}
		}
		text := strings.Join(lines, "\n")
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 2\nc\n", 1700000000+i*60)
		fmt.Fprintf(&stream, "M 100644 inline dir/file-%d.txt\ndata %d\n%s\n\n", r.IntN(2), len(text), text)
	}
	git(t, dir, stream.Bytes(), "fast-import", "--quiet")
	return dir
}

// openRepo opens a repository and its objects until the end of the test.
func openRepo(t *testing.T, dir string) (*gitrepo.Repo, *objects.Store) {
	t.Helper()
	repo, err := gitrepo.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	store, err := repo.OpenObjects()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return repo, store
}

func scanHistory(t *testing.T, dir string, jobs int, o history.Options) *finding.Report {
	t.Helper()
	repo, store := openRepo(t, dir)
	return run(t, history.New(repo, store, o), scan.Options{Jobs: jobs, ShowSecrets: true})
}

// TestSameHowever is the law of the history: neither the deltas, nor how git
// packed them, nor the number of goroutines changes a byte of the report.
func TestSameHowever(t *testing.T) {
	parts := 0
	for seed := range uint64(histories) {
		dir := makeHistory(t, seed)
		want := ""
		for i, pack := range [][]string{
			{"repack", "-adfq", "--window=0"}, // no deltas at all
			{"repack", "-adfq", "--window=10", "--depth=50"},
			{"repack", "-adfq", "--window=100", "--depth=250"},
			{"-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--window=20"},
		} {
			git(t, dir, nil, pack...)
			for _, jobs := range []int{1, 3} {
				for _, noDelta := range []bool{false, true} {
					r := scanHistory(t, dir, jobs, history.Options{NoDelta: noDelta})
					if !r.Complete || len(r.Findings) == 0 {
						t.Fatalf("seed %d: complete %v, %d findings, %v", seed, r.Complete, len(r.Findings), r.Ledger.Errors)
					}
					got := encode(t, r)
					if want == "" {
						want = got
					}
					if got != want {
						t.Fatalf("seed %d, packing %d, %d jobs, no delta %v: the report differs", seed, i, jobs, noDelta)
					}
					for _, f := range r.Findings {
						for _, l := range f.Locations {
							parts += len(l.Parts)
						}
					}
				}
			}
		}
	}
	if parts == 0 {
		t.Error("no finding has parts, so the test does not cover them")
	}
}

// TestQuiet writes a secret into every text that a report shows. No format may show
// it.
func TestQuiet(t *testing.T) {
	secret := token(t, 0)
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q", "--bare", ".")
	var stream bytes.Buffer
	message := "deploy with " + secret + "\n"
	text := "KEY=" + secret + "\n"
	fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter %s <%s@example.org> 1700000000 +0000\ndata %d\n%s", secret, secret, len(message), message)
	fmt.Fprintf(&stream, "M 100644 inline dir/%s.txt\ndata %d\n%s\n", secret, len(text), text)
	fmt.Fprintf(&stream, "tag v1\nfrom refs/heads/main\ntagger %s <a@example.org> 1700000000 +0000\ndata %d\n%s\n", secret, len(message), message)
	git(t, dir, stream.Bytes(), "fast-import", "--quiet")
	repo, store := openRepo(t, dir)
	src := history.New(repo, store, history.Options{})
	r := run(t, src, scan.Options{})
	if len(r.Findings) == 0 || len(r.Findings[0].Locations) < 3 {
		t.Fatalf("found too little: %s", encode(t, r))
	}
	for _, format := range report.Formats() {
		write, err := report.Lookup(format)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := write(&out, r, report.Options{Verbose: true}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), secret) || strings.Contains(out.String(), secret[8:]) {
			t.Errorf("%s shows the secret:\n%s", format, &out)
		}
	}
}

// TestSuppressedIsCounted: the ledger counts what is suppressed, by the reason.
func TestSuppressedIsCounted(t *testing.T) {
	dir := t.TempDir()
	text := ""
	for i := range uint64(3) {
		text += token(t, 5*i) + " # sluice:allow\n"
	}
	text += token(t, 20) + "\n"
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	r := run(t, &folder.Folders{Paths: []string{dir}}, scan.Options{})
	if len(r.Findings) != 1 || !slices.Contains(r.Ledger.Suppressed, finding.Suppressed{By: "inline", Count: 3}) {
		t.Fatalf("%s", encode(t, r))
	}
	r = run(t, &stdin.Input{Reader: strings.NewReader("pass: hunter22")}, scan.Options{MinConfidence: "high"})
	if len(r.Findings) != 0 || len(r.Ledger.Suppressed) != 1 || r.Ledger.Suppressed[0].By != "below --min-confidence" {
		t.Fatalf("%s", encode(t, r))
	}
}

// TestColumns: columns count code points, from 1.
func TestColumns(t *testing.T) {
	secret := token(t, 0)
	r := run(t, &stdin.Input{Reader: strings.NewReader("first\nzwölf " + secret + " x\n")}, scan.Options{})
	l := r.Findings[0].Locations[0]
	if l.StartLine != 2 || l.EndLine != 2 || l.StartColumn != 7 || l.EndColumn != 7+len(secret) {
		t.Errorf("%+v", l)
	}
}

// TestStreamed finds a secret in a file that is too large to hold in memory.
func TestStreamed(t *testing.T) {
	if testing.Short() {
		t.Skip("64 MiB take a while under the race detector")
	}
	var text bytes.Buffer
	for text.Len() < source.MaxInMemory+1<<20 {
		text.WriteString("nothing to see on this line, nor on the next one, which says the same\n")
	}
	fmt.Fprintf(&text, "KEY=%s\n", token(t, 0))
	lines := bytes.Count(text.Bytes(), []byte("\n"))
	r := run(t, &stdin.Input{Reader: &text}, scan.Options{})
	if len(r.Findings) != 1 || r.Findings[0].Locations[0].StartLine != lines {
		t.Fatalf("%s", encode(t, r))
	}
}
