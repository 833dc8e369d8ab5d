package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/rules/example"
)

var updateCoverage = flag.Bool("update", false, "write docs/reference/coverage.md")

const coveragePage = "../../docs/reference/coverage.md"

// A coverCase is a way in which a token can be in the content of a file: one line of the
// table, to which more are easily added.
type coverCase struct {
	name string
	file string // the name of the file; "file" if it is ""

	// put returns the content with the token in it. It is nil if a tool is missing that
	// makes it: then the line of the table stays as it is.
	put func(k *kit, token string) []byte
}

// A coverPlace is a place in a repository or a folder in which a token can be.
type coverPlace struct {
	name  string
	modes string // in which the place exists: some of dir, git, staged
	put   func(s gittest.Sandbox, token string)
	flag  string // of the command; "" for none
}

// A section is a part of the table. It has cases or places.
type section struct {
	title  string
	cases  []coverCase
	places []coverPlace
}

// A verdict is what becomes of a token.
type verdict string

const (
	isFound  verdict = "found"
	inLedger verdict = "in the ledger, exit 2"
	isMissed verdict = "not found"
	isNone   verdict = "–" // there is no such place in this mode
)

// coverageModes are the columns of the table.
var coverageModes = []string{"dir", "git", "staged", "stdin"}

// A row is a line of the table.
type row struct {
	section, name string
	verdicts      []verdict // by mode; nil if the line stays as it is
}

// docs/reference/coverage.md says what is found and what is not. Each case is built here, and
// scanned by the program as it is. Where the page differs, the test fails:
//
//	go test ./cmd/sluice -run TestCoverage -update
//
// It starts thousands of programs, so it runs before the tests that run beside each other.
func TestCoverage(t *testing.T) {
	sections := coverage()
	parts := make([][]row, len(sections))
	t.Run("all", func(t *testing.T) {
		for i, s := range sections {
			t.Run(s.title, func(t *testing.T) {
				t.Parallel()
				parts[i] = s.scanned(&kit{TB: t})
			})
		}
	})
	if t.Failed() {
		return
	}
	rows := slices.Concat(parts...)
	names := map[string]bool{}
	for _, r := range rows {
		names[r.section+r.name] = true
	}
	if len(names) != len(rows) {
		t.Errorf("%d lines have %d names", len(rows), len(names))
	}
	old, err := os.ReadFile(coveragePage)
	if err != nil && !*updateCoverage {
		t.Fatal(err)
	}
	page := coverageText(rows, string(old))
	if *updateCoverage {
		if err := os.WriteFile(coveragePage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(old) == page {
		return
	}
	known := strings.Split(string(old), "\n")
	for line := range strings.SplitSeq(page, "\n") {
		if !slices.Contains(known, line) {
			t.Errorf("docs/reference/coverage.md does not say: %s", line)
		}
	}
	t.Error("docs/reference/coverage.md differs: go test ./cmd/sluice -run TestCoverage -update")
}

// tokenFor returns a token for a case. It is the same in each run.
func (k *kit) tokenFor(name string) string {
	h := fnv.New64a()
	io.WriteString(h, name)
	token, err := example.Expand("ghp_{base62:30}{crc32}", h.Sum64())
	k.must(err)
	return token
}

// sluice runs the program in this process, and returns its report and its exit code.
func (k *kit) sluice(stdin []byte, args ...string) (finding.Report, int) {
	var out, errors bytes.Buffer
	env := environment{
		stdin: bytes.NewReader(stdin), stdout: plain.NewWriter(&out), stderr: plain.NewWriter(&errors),
		getenv: func(name string) string { return map[string]string{"SLUICE_CACHE": "off"}[name] },
	}
	code := execute(context.Background(), env, append(args, "-q", "-f", "json", "--show-secrets"))
	env.flush()
	var report finding.Report
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		k.Fatalf("sluice %q: %v: %s%s", args, err, out.Bytes(), errors.Bytes())
	}
	return report, code
}

// finds reports whether a report has a token. Where places say what may hold it, it has
// to be there.
func finds(r finding.Report, token, place string) bool {
	return slices.ContainsFunc(r.Findings, func(f finding.Finding) bool {
		return f.Secret == token && slices.ContainsFunc(f.Locations, func(l finding.Location) bool {
			return strings.Contains(l.Path, place)
		})
	})
}

// alone is the verdict on the only token of a scan.
func alone(r finding.Report, code int, token string) verdict {
	switch {
	case finds(r, token, ""):
		return isFound
	case code == exitError && !r.Complete:
		return inLedger
	}
	return isMissed
}

// scanned builds all cases of a section and scans them together, and then some again:
// the ledger says of what was not found whether the scan was complete.
func (s section) scanned(k *kit) []row {
	if len(s.places) > 0 {
		return s.scannedPlaces(k)
	}
	rows := make([]row, len(s.cases))
	contents := make([][]byte, len(s.cases))
	all := gittest.New(k)
	all.Commit("first", "1\n")
	file := func(i int) string {
		name := s.cases[i].file
		if name == "" {
			name = "file"
		}
		return fmt.Sprintf("c%03d/%s", i, name)
	}
	for i, h := range s.cases {
		rows[i] = row{section: s.title, name: h.name}
		if contents[i] = h.put(k, k.tokenFor(s.title+h.name)); contents[i] != nil {
			all.Write(file(i), string(contents[i]))
			rows[i].verdicts = make([]verdict, len(coverageModes))
		}
	}
	scan := func(in gittest.Sandbox, mode string) (finding.Report, int) {
		switch mode {
		case "dir":
			return k.sluice(nil, "dir", in.Dir)
		case "staged":
			in.Git("add", "-A")
			return k.sluice(nil, "git", "--staged", in.Dir)
		}
		in.Git("commit", "-q", "-m", "all")
		return k.sluice(nil, "git", in.Dir)
	}
	reports := map[string]finding.Report{}
	for _, mode := range []string{"dir", "staged", "git"} { // staged content is committed next
		reports[mode], _ = scan(all, mode)
	}
	base := gittest.New(k)
	base.Commit("first", "1\n")
	for m, mode := range []string{"dir", "git", "staged"} {
		var missed []int // cases
		for i := range s.cases {
			switch {
			case contents[i] == nil:
			case finds(reports[mode], k.tokenFor(s.title+s.cases[i].name), fmt.Sprintf("c%03d/", i)):
				rows[i].verdicts[m] = isFound
			default:
				missed = append(missed, i)
			}
		}
		s.judge(k, missed, func(cases []int) (finding.Report, int) {
			in := base.Copy(k)
			for _, i := range cases {
				in.Write(file(i), string(contents[i]))
			}
			if mode == "git" {
				in.Git("add", "-A")
			}
			return scan(in, mode)
		}, func(i int, v verdict) { rows[i].verdicts[m] = v })
	}
	for i, h := range s.cases {
		if contents[i] != nil {
			r, code := k.sluice(contents[i], "stdin")
			rows[i].verdicts[slices.Index(coverageModes, "stdin")] = alone(r, code, k.tokenFor(s.title+h.name))
		}
	}
	return rows
}

// judge gives the verdicts on cases of which no token was found: a scan of some of them
// that is complete has missed them all.
func (s section) judge(k *kit, cases []int, scan func(cases []int) (finding.Report, int), say func(i int, v verdict)) {
	if len(cases) == 0 {
		return
	}
	r, code := scan(cases)
	switch half := len(cases) / 2; {
	case len(cases) == 1:
		say(cases[0], alone(r, code, k.tokenFor(s.title+s.cases[cases[0]].name)))
	case r.Complete:
		for _, i := range cases {
			say(i, isMissed)
		}
	default:
		s.judge(k, cases[:half], scan, say)
		s.judge(k, cases[half:], scan, say)
	}
}

// scannedPlaces builds each place in a repository of its own.
func (s section) scannedPlaces(k *kit) []row {
	base := gittest.New(k)
	base.Commit("first", "1\n")
	base.Commit("second", "2\n")
	var rows []row
	for _, p := range s.places {
		in, token := base.Copy(k), k.tokenFor(s.title+p.name)
		p.put(in, token)
		r := row{section: s.title, name: p.name}
		for _, mode := range coverageModes {
			args := map[string][]string{"dir": {"dir", in.Dir}, "git": {"git", in.Dir}, "staged": {"git", "--staged", in.Dir}}[mode]
			if !slices.Contains(strings.Fields(p.modes), mode) {
				r.verdicts = append(r.verdicts, isNone)
				continue
			}
			if p.flag != "" {
				args = append(args, p.flag)
			}
			report, code := k.sluice(nil, args...)
			r.verdicts = append(r.verdicts, alone(report, code, token))
		}
		rows = append(rows, r)
	}
	return rows
}

// line is the row as a line of a table.
func (r row) line() string {
	cells := []string{r.name}
	for _, v := range r.verdicts {
		cells = append(cells, string(v))
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

// coverageText returns the page. Rows without verdicts are taken from the page as it was.
func coverageText(rows []row, old string) string {
	var b, tables strings.Builder
	count := map[verdict]int{}
	for i, r := range rows {
		if i == 0 || rows[i-1].section != r.section {
			fmt.Fprintf(&tables, "\n## %s\n\n| | %s |\n|%s\n", r.section, strings.Join(coverageModes, " | "), strings.Repeat(" --- |", len(coverageModes)+1))
		}
		line := r.line()
		if r.verdicts == nil {
			_, of, _ := strings.Cut(old, "\n## "+r.section+"\n")
			of, _, _ = strings.Cut(of, "\n## ")
			line = ""
			for was := range strings.Lines(of) {
				if strings.HasPrefix(was, "| "+r.name+" | ") {
					line = strings.TrimSuffix(was, "\n")
				}
			}
			if line == "" {
				continue
			}
		}
		fmt.Fprintln(&tables, line)
		for _, cell := range strings.Split(line, " | ")[1:] {
			count[verdict(strings.TrimSuffix(cell, " |"))]++
		}
	}
	fmt.Fprintf(&b, `# What is found

Each line of the tables below is a way in which a token can be in a repository. A test builds it, with the tools that people use, and
scans it by the command that the column names, with no flags but those that the line names: `+"`sluice dir`, `sluice git`, `sluice git --staged` and `sluice stdin`"+`.

| | |
| --- | --- |
| %s | the report has the token, at its place |
| %s | it has not, and says that something was not scanned: the scan is incomplete |
| %s | neither |
| %s | the place does not exist there |

Of %d cells, %d are found, %d in the ledger and %d not found.
`, isFound, inLedger, isMissed, isNone, count[isFound]+count[inLedger]+count[isMissed], count[isFound], count[inLedger], count[isMissed])
	return b.String() + tables.String()
}

// A kit is what the cases are made with.
type kit struct{ testing.TB }

func (k *kit) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// with packs a folder with one file by a shell command, which writes to $OUT. It returns
// nil if one of the tools is not installed.
func (k *kit) with(tools, file, content, command string) []byte {
	k.Helper()
	for tool := range strings.FieldsSeq(tools) {
		if !installed(tool) {
			return nil
		}
	}
	dir := k.TempDir()
	out := filepath.Join(k.TempDir(), "out")
	path := filepath.Join(dir, file)
	k.must(os.MkdirAll(filepath.Dir(path), 0o755))
	k.must(os.WriteFile(path, []byte(content), 0o644))
	shell(k, dir, out, command)
	data, err := os.ReadFile(out)
	k.must(err)
	return data
}
