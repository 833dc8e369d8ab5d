package scan_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/history"
)

// A changing is a repository that changes between scans.
type changing struct {
	*testing.T
	dir    string
	random *rand.Rand
	lines  []string
	time   int
	tips   []string // branches
}

func newChanging(t *testing.T, seed uint64) *changing {
	c := &changing{T: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 7)), time: 1700000000, tips: []string{"main"}}
	git(t, c.dir, nil, "init", "-q", "--bare", "-b", "main", ".")
	for i := range 40 {
		c.lines = append(c.lines, fmt.Sprintf("line %d of some text that is long enough to be worth a copy: %x", i, c.random.Uint64()))
	}
	c.commit()
	return c
}

// commit adds commits with all that a history may hold a secret in.
func (c *changing) commit() {
	r := c.random
	branch := fmt.Sprintf("b%d", r.IntN(4))
	from := c.tips[r.IntN(len(c.tips))]
	var stream bytes.Buffer
	for i := range 1 + r.IntN(6) {
		at := r.IntN(len(c.lines))
		switch r.IntN(6) {
		case 0, 1:
			c.lines[at] = strings.ReplaceAll(token(c.T, r.Uint64N(20)), "\n", `\n`)
		case 2:
			for k, half := range pair(c.T, r.Uint64N(3)) {
				c.lines[min(at+k, len(c.lines)-1)] = half
			}
		case 3:
			c.lines = append(c.lines[at:], c.lines[:at]...)
		case 4:
			c.lines[at] += []string{" # sluice:allow", " # sluice:allow until=2020-01-01", " x"}[r.IntN(3)]
		case 5:
			c.lines[at] = fmt.Sprintf("data: %x", []byte(token(c.T, 5*r.Uint64N(8))))
		}
		message := "m\n"
		if r.IntN(5) == 0 {
			message = "with " + token(c.T, 5*r.Uint64N(9)) + "\n"
		}
		c.time++
		fmt.Fprintf(&stream, "commit refs/heads/%s\ncommitter A <a@example.org> %d +0000\ndata %d\n%s", branch, c.time, len(message), message)
		if i == 0 && len(c.tips) > 0 && c.time > 1700000010 {
			fmt.Fprintf(&stream, "from refs/heads/%s^0\n", from)
		}
		c.file(&stream, fmt.Sprintf("dir/%d/file.txt", r.IntN(3)), strings.Join(c.lines, "\n"))
		c.file(&stream, fmt.Sprintf("plain/%d/%d.txt", r.IntN(3), r.IntN(9)), fmt.Sprint("nothing ", r.IntN(5)))
		switch r.IntN(9) {
		case 0:
			c.file(&stream, "keys/server.pem", token(c.T, 2+5*r.Uint64N(3)))
		case 1:
			c.file(&stream, "names/"+token(c.T, 5*r.Uint64N(3))+"/a.txt", "text")
		case 2:
			c.file(&stream, "broken.gz", c.zipped(token(c.T, 5*r.Uint64N(3)))[:30])
		case 3:
			c.file(&stream, "whole.gz", c.zipped(token(c.T, 5*r.Uint64N(3))))
		case 4:
			c.file(&stream, "big.psd", fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%064x\nsize 12\n", r.IntN(3)))
		case 5:
			stream.WriteString("M 160000 0123456789012345678901234567890123456789 sub\n")
		case 6:
			c.file(&stream, ".netrc", "machine example.org login me password "+token(c.T, 5*r.Uint64N(3)))
		case 8:
			c.file(&stream, "config/master.key", fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()))
		case 7:
			fmt.Fprintf(&stream, "D dir/%d\n", r.IntN(3))
		}
		stream.WriteString("\n")
	}
	if r.IntN(3) == 0 {
		message := token(c.T, 5*r.Uint64N(3)) + "\n"
		fmt.Fprintf(&stream, "tag v%d\nfrom refs/heads/%s\ntagger A <a@example.org> %d +0000\ndata %d\n%s\n", c.time, branch, c.time, len(message), message)
	}
	git(c.T, c.dir, stream.Bytes(), "fast-import", "--quiet", "--force")
	if c.time < 1700000010 {
		git(c.T, c.dir, nil, "branch", "-f", "main", branch)
	}
	for _, b := range c.tips {
		if b == branch {
			return
		}
	}
	c.tips = append(c.tips, branch)
}

func (c *changing) file(stream *bytes.Buffer, path, text string) {
	fmt.Fprintf(stream, "M 100644 inline %s\ndata %d\n%s\n", path, len(text), text)
}

func (c *changing) zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	fmt.Fprint(w, text, strings.Repeat(" text", 50))
	if err := w.Close(); err != nil {
		c.Fatal(err)
	}
	return b.String()
}

// change changes the repository in some way.
func (c *changing) change() (what string) {
	r := c.random
	switch r.IntN(9) {
	case 0:
		if len(c.tips) > 1 {
			last := len(c.tips) - 1
			git(c.T, c.dir, nil, "update-ref", "-d", "refs/heads/"+c.tips[last])
			c.tips = c.tips[:last]
		}
		return "a branch deleted"
	case 1:
		git(c.T, c.dir, nil, "repack", "-adfq", "--window=20")
		return "repack"
	case 2:
		git(c.T, c.dir, nil, "-c", "gc.reflogExpire=now", "gc", "-q", "--prune=now")
		return "gc"
	case 3:
		packs, _ := filepath.Glob(filepath.Join(c.dir, "objects/pack/*.pack"))
		for _, p := range packs {
			c.unpack(p)
		}
		return "unpacked"
	case 4:
		return "nothing"
	default:
		c.commit()
		return "commits"
	}
}

// unpack makes loose objects of those in a pack.
func (c *changing) unpack(pack string) {
	data, err := os.ReadFile(pack)
	if err != nil {
		c.Fatal(err)
	}
	for _, name := range []string{pack, strings.TrimSuffix(pack, ".pack") + ".idx"} {
		if err := os.Remove(name); err != nil {
			c.Fatal(err)
		}
	}
	git(c.T, c.dir, data, "unpack-objects", "-q")
}

func (c *changing) scan(o scan.Options) *finding.Report {
	repo, store := openRepo(c.T, c.dir)
	defer store.Close()
	o.Scan = finding.Scan{Date: "2026-11-27"}
	return run(c.T, history.New(repo, store, history.Options{}), o)
}

// TestSameWithCache is the law of the cache: with it, a report is the same as without, to
// the byte, whatever happened to the repository since the scan before.
func TestSameWithCache(t *testing.T) {
	used := 0
	for seed := range uint64(histories + 1) {
		c := newChanging(t, seed)
		dir, err := cache.Open(filepath.Join(t.TempDir(), "cache"), "test", 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		var did []string
		for step := range 10 {
			for _, jobs := range []int{1 + int(seed+uint64(step))%3, 2} {
				o := scan.Options{Jobs: jobs, ShowSecrets: seed%2 == 0, Hits: step%3 == 0}
				if step%4 == 3 {
					o.MinConfidence = "medium"
				}
				want := inFormats(t, c.scan(o))
				entry := dir.Entry("repository")
				counted := &counting{Entry: entry}
				o.Cache = counted
				if got := inFormats(t, c.scan(o)); got != want {
					t.Fatalf("seed %d, after %q: the report differs with a cache:\n%s", seed, did, firstDifference(got, want))
				}
				if entry.Err() != nil {
					t.Fatal(entry.Err())
				}
				used += counted.loaded
			}
			did = append(did, c.change())
		}
	}
	if used < 10 {
		t.Errorf("the cache was used %d times only", used)
	}
}

// inFormats writes a report in those formats that between them have all that it says.
func inFormats(t *testing.T, r *finding.Report) string {
	t.Helper()
	var out bytes.Buffer
	for _, format := range []string{"json", "gitleaks", "sarif"} {
		write, err := report.Lookup(format)
		if err != nil {
			t.Fatal(err)
		}
		if err := write(&out, r, report.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// TestLinkTurnedFile: a cache knows which blobs are targets of symbolic links. A link that
// becomes a file is a new file, so the commit adds all of its lines.
func TestLinkTurnedFile(t *testing.T) {
	c := newChanging(t, 1)
	var stream bytes.Buffer
	text := "first\n" + strings.ReplaceAll(token(t, 5), "\n", `\n`) + "\nlast\n"
	for i, mode := range []string{"120000", "100644"} {
		fmt.Fprintf(&stream, "commit refs/heads/links\ncommitter A <a@example.org> %d +0000\ndata 2\nm\nM %s inline conf\ndata %d\n%s\n", c.time+i, mode, len(text), text)
		text += "more\n"
	}
	git(t, c.dir, stream.Bytes(), "fast-import", "--quiet", "--force")
	kept := &inMemory{}
	var want string
	for n := range 2 {
		got := inFormats(t, c.scan(scan.Options{ShowSecrets: true, Hits: true, Cache: kept}))
		if n == 0 {
			want = got
		} else if got != want {
			t.Errorf("the report differs with a cache:\n%s", firstDifference(got, want))
		}
	}
}

// A counting is a cache that counts how often it had something.
type counting struct {
	*cache.Entry
	loaded int
}

func (c *counting) Load(key [32]byte) map[string][]byte {
	sections := c.Entry.Load(key)
	if sections != nil {
		c.loaded++
	}
	return sections
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			from := max(0, i-12)
			return strings.Join(x[from:min(i+5, len(x))], "\n") + "\n--- without:\n" + strings.Join(y[from:min(i+5, len(y))], "\n")
		}
	}
	return "one is longer"
}

// TestCacheHoldsNoSecret: no bytes of a secret are in a cache, nor those of its hex or base64.
func TestCacheHoldsNoSecret(t *testing.T) {
	c := newChanging(t, 3)
	for range 4 {
		c.commit()
	}
	kept := &inMemory{}
	r := c.scan(scan.Options{Jobs: 2, ShowSecrets: true, Cache: kept})
	if len(r.Findings) == 0 || kept.sections == nil {
		t.Fatal("nothing was found or kept")
	}
	for _, f := range r.Findings {
		for name, section := range kept.sections {
			for part := f.Secret; len(part) >= 8; part = part[8:] {
				if bytes.Contains(section, []byte(part[:8])) {
					t.Errorf("section %s has a part of a secret of %s", name, f.RuleID)
				}
			}
		}
	}
}

// An inMemory is a cache of one scan.
type inMemory struct {
	key      [32]byte
	sections map[string][]byte
	saved    int
}

func (m *inMemory) Load(key [32]byte) map[string][]byte {
	if key != m.key {
		return nil
	}
	return m.sections
}

func (m *inMemory) Save(key [32]byte, sections map[string][]byte) {
	m.key, m.sections = key, maps.Clone(sections)
	m.saved++
}

// TestDamageIsSeen: what is damaged after it was scanned is found by the next scan as by any
// other, and a damaged repository leaves nothing in the cache.
func TestDamageIsSeen(t *testing.T) {
	damaged := 0
	for seed := range uint64(3 * histories) {
		c := newChanging(t, seed)
		for range 3 {
			c.commit()
		}
		git(t, c.dir, nil, "repack", "-adfq")
		kept := &inMemory{}
		c.scan(scan.Options{Jobs: 2, Cache: kept})
		packs, err := filepath.Glob(filepath.Join(c.dir, "objects/pack/*.pack"))
		if err != nil || len(packs) != 1 || kept.sections == nil {
			t.Fatal(packs, err)
		}
		data, err := os.ReadFile(packs[0])
		if err != nil {
			t.Fatal(err)
		}
		data[12+c.random.IntN(len(data)-32)] ^= 1 << c.random.IntN(8)
		if err := os.Remove(packs[0]); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(packs[0], data, 0o644); err != nil {
			t.Fatal(err)
		}
		kept.saved = 0
		r := c.scan(scan.Options{Jobs: 2})
		if got, want := encode(t, c.scan(scan.Options{Jobs: 2, Cache: kept})), encode(t, r); got != want {
			t.Fatalf("seed %d: the report differs with a cache:\n%s", seed, firstDifference(got, want))
		}
		if !r.Complete {
			damaged++
		}
		if kept.saved > 0 && !r.Complete {
			t.Error("a damaged repository was kept")
		}
	}
	if damaged == 0 {
		t.Error("no pack was damaged")
	}
}

// TestMissingIsSeen: an object that is gone since it was scanned is named, as by a scan
// without a cache.
func TestMissingIsSeen(t *testing.T) {
	c := newChanging(t, 2)
	c.commit()
	c.change()
	packs, _ := filepath.Glob(filepath.Join(c.dir, "objects/pack/*.pack"))
	for _, p := range packs {
		c.unpack(p)
	}
	kept := &inMemory{}
	c.scan(scan.Options{Jobs: 2, Cache: kept})
	out, err := exec.Command("git", "-C", c.dir, "rev-list", "--all", "--objects", "--no-object-names").Output()
	if err != nil {
		t.Fatal(err)
	}
	missing := 0
	for id := range strings.FieldsSeq(string(out)) {
		path := filepath.Join(c.dir, "objects", id[:2], id[2:])
		if err := os.Rename(path, path+"~"); err != nil {
			t.Fatal(err)
		}
		r := c.scan(scan.Options{Jobs: 2})
		copied := &inMemory{kept.key, kept.sections, 0}
		if got, want := encode(t, c.scan(scan.Options{Jobs: 2, Cache: copied})), encode(t, r); got != want {
			t.Fatalf("without %s the report differs with a cache:\n%s", id, firstDifference(got, want))
		}
		if !r.Complete {
			missing++
		}
		if copied.saved > 0 { // it is missing, and so is what it holds; when it comes back, it is seen
			copied = &inMemory{copied.key, copied.sections, 0}
		}
		if err := os.Rename(path+"~", path); err != nil {
			t.Fatal(err)
		}
		if got, want := encode(t, c.scan(scan.Options{Jobs: 2, Cache: copied})), encode(t, c.scan(scan.Options{Jobs: 2})); got != want {
			t.Fatalf("when %s is back, the report differs with a cache:\n%s", id, firstDifference(got, want))
		}
	}
	if missing < 10 {
		t.Errorf("%d reports were incomplete", missing)
	}
}

// TestUntil: what a comment allows up to a day is found after it.
func TestUntil(t *testing.T) {
	dir := t.TempDir()
	c := &changing{T: t, dir: dir}
	git(t, dir, nil, "init", "-q", "--bare", "-b", "main", ".")
	var stream bytes.Buffer
	for i := range 3 {
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 2\nm\n", 1700000000+i)
		c.file(&stream, "a.txt", strings.Repeat("line\n", i)+token(t, 5)+" # sluice:allow until=2026-12-01\n")
		c.file(&stream, "b.txt", strings.Repeat("line\n", i)+token(t, 10)+" # sluice:allow\n")
	}
	git(t, dir, stream.Bytes(), "fast-import", "--quiet")
	kept := &inMemory{}
	for i, day := range []string{"2026-11-30", "2026-12-01", "2026-12-02"} {
		repo, store := openRepo(t, dir)
		r := run(t, history.New(repo, store, history.Options{}), scan.Options{Cache: kept, Scan: finding.Scan{Date: day}})
		if n := len(r.Findings); n != i/2 {
			t.Errorf("on %s there are %d findings", day, n)
		}
	}
	if kept.saved != 1 {
		t.Errorf("saved %d times", kept.saved)
	}
}

// TestOtherRules: what was found by other rules, or with options that decide what is found,
// is not used.
func TestOtherRules(t *testing.T) {
	c := newChanging(t, 1)
	c.commit()
	kept := &inMemory{}
	d, err := scanner()
	if err != nil {
		t.Fatal(err)
	}
	scanWith := func(d *scan.Scanner, o scan.Options) {
		t.Helper()
		repo, store := openRepo(t, c.dir)
		o.Cache = kept
		if _, err := d.Run(t.Context(), history.New(repo, store, history.Options{}), o); err != nil {
			t.Fatal(err)
		}
	}
	scanWith(d, scan.Options{})
	if kept.saved != 1 {
		t.Fatalf("saved %d times", kept.saved)
	}
	for name, o := range map[string]scan.Options{
		"a size":      {MaxFile: 10},
		"closed":      {Archives: scan.Archives{Closed: true}},
		"a limit":     {Archives: scan.Archives{Limits: archive.Limits{Depth: 1}}},
		"no decoding": {DecodeDepth: -1},
		"no comments": {NoInlineAllow: true},
	} {
		scanWith(d, scan.Options{})
		before := kept.saved
		if scanWith(d, o); kept.saved != before+1 {
			t.Errorf("%s: the cache of a scan without it was used", name)
		}
	}
	scanWith(d, scan.Options{})
	before := kept.saved
	scanWith(d, scan.Options{ShowSecrets: true, MinConfidence: "high", Jobs: 3, LFSOK: true, Hits: true})
	if kept.saved != before {
		t.Error("options that judge what was found made the cache useless")
	}
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	changed := *cfg
	changed.Rules = slices.Clone(cfg.Rules)
	changed.Rules[7].Entropy++
	other, err := scan.New(&changed)
	if err != nil {
		t.Fatal(err)
	}
	if scanWith(other, scan.Options{}); kept.saved != before+1 {
		t.Error("the cache of a scan with another rule was used")
	}
}
