package migrate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/baseline"
)

// Scanned is what a scan by the rules of [Plan.Probe] has found.
type Scanned struct {
	Findings   []Finding
	Suppressed map[string]int // how often each allowlist covered something, as the ledger has it
	Complete   bool

	// File returns a file of a commit, or of HEAD if that is "".
	File func(commit, path string) (text []byte, ok bool)

	// Hide hides the secrets in a text.
	Hide func(text string) string
}

// A Finding is one of any confidence.
type Finding struct {
	baseline.Found
	Reported bool     // a scan reports it unless a baseline covers it
	Head     []string // the files of HEAD that hold it
}

// A Result is what to write and to tell.
type Result struct {
	Notes  []Note
	Config []byte // the text of the rule file; nil for none
	Rest   int    // the findings that are reported still

	found   []baseline.Found
	imports []baseline.Imported
	matches [][]int
}

// Known counts the findings that the baseline covers then.
func (r *Result) Known() int {
	all := map[int]bool{}
	for _, m := range r.matches {
		for _, i := range m {
			all[i] = true
		}
	}
	return len(all)
}

// Into writes the findings into a baseline.
func (r *Result) Into(file *baseline.File) { file.ImportMatched(r.imports, r.matches, r.found) }

// Settle says what becomes of each line. With prune, entries of allowlists that cover
// nothing are left out of the rule file; a scan that is not complete cannot know them.
func (p *Plan) Settle(s Scanned, prune bool) (*Result, error) {
	st := &settler{Plan: p, Scanned: s, prune: prune && s.Complete, Result: &Result{Notes: slices.Clone(p.notes)}}
	for i := range s.Findings {
		st.found = append(st.found, s.Findings[i].Found)
	}
	st.covered = make([]bool, len(st.found))
	st.settleImports()
	st.settleComments()
	if err := st.settleEntries(); err != nil {
		return nil, err
	}
	for i := range s.Findings {
		if s.Findings[i].Reported && !st.covered[i] {
			st.Rest++
		}
	}
	sortNotes(st.Notes)
	return st.Result, nil
}

type settler struct {
	*Plan
	Scanned
	*Result
	prune   bool
	covered []bool // the findings that are not reported then
	files   map[[2]string]lookup
}

type lookup struct {
	lines []string
	text  string
	ok    bool
}

// fileOf is File, which is asked once for each file.
func (st *settler) fileOf(commit, path string) lookup {
	key := [2]string{commit, path}
	if l, ok := st.files[key]; ok {
		return l
	}
	if st.files == nil || len(st.files) > maxLookups {
		st.files = map[[2]string]lookup{}
	}
	var l lookup
	if text, ok := st.File(commit, path); ok && len(text) <= maxLookup {
		l = lookup{strings.Split(string(text), "\n"), string(text), true}
	}
	st.files[key] = l
	return l
}

const (
	maxLookups = 200     // files that are kept
	maxLookup  = 4 << 20 // bytes of one
)

func (st *settler) tell(file string, line int, fate Fate, was, format string, args ...any) *Note {
	st.Notes = append(st.Notes, Note{File: file, Line: line, Was: was, Now: fmt.Sprintf(format, args...), Fate: fate})
	return &st.Notes[len(st.Notes)-1]
}

// tellKnown says that findings are in the baseline, and what more there is to say.
func (st *settler) tellKnown(file string, line int, was string, state baseline.State, findings []int, more string) {
	n := st.tell(file, line, Translated, was, "%s%s", st.inBaseline(state, findings), more)
	n.Fingerprint = st.found[findings[0]].Fingerprints[0]
}

// know makes findings known for a reason.
func (st *settler) know(im baseline.Imported, findings []int) {
	st.Result.imports = append(st.Result.imports, im)
	st.matches = append(st.matches, findings)
	for _, i := range findings {
		st.covered[i] = true
	}
}

// inBaseline says as which entries findings are in the baseline.
func (st *settler) inBaseline(state baseline.State, findings []int) string {
	f := &st.found[findings[0]]
	text := fmt.Sprintf("%s in %s as a %s", state, baseline.Name, f.Rule)
	if len(findings) > 1 {
		text += fmt.Sprintf(" and %d more", len(findings)-1)
	}
	if n := f.Paths(); n > 1 {
		text += fmt.Sprintf(", wherever it is (%d files)", n)
	}
	return text
}

// settleEntries says what the entries of allowlists are for, and writes the rule file.
func (st *settler) settleEntries() error {
	if st.text == "" {
		return nil
	}
	var gone []int // entries to take out
	for n := range st.entries {
		e := &st.entries[n]
		covers := st.Suppressed["allowlist "+e.label]
		if e.auto && covers == 0 && st.Complete && e.path != "" {
			gone = append(gone, n)
			continue
		}
		if e.quoted != "" {
			var quotes bool
			if covers, quotes = st.quoting(e); quotes {
				gone = append(gone, n)
				continue
			}
		}
		as := Kept
		if st.config == nil || e.file != st.config.name || st.config.anew {
			as = Translated
		}
		leak := ""
		if st.Hide != nil && st.Hide(e.text) != e.text {
			leak = "; it seems to quote a secret: take it out, and write the finding into the baseline with sluice allow"
		}
		switch {
		case covers > 0:
			st.tell(e.file, e.line, as, e.was, "an allowlist in %s, which covers %s%s", ConfigName, plural(covers, "place", "places"), leak)
		case st.prune && e.path != "":
			gone = append(gone, n)
			st.tell(e.file, e.line, Idle, e.was, "left out: it covers nothing that sluice finds")
		case !st.Complete:
			st.tell(e.file, e.line, as, e.was, "an allowlist in %s%s", ConfigName, leak)
		default:
			st.tell(e.file, e.line, Idle, e.was, "an allowlist in %s, which covers nothing that sluice finds%s", ConfigName, leak)
		}
	}
	text, err := st.without(gone)
	if err != nil {
		return err
	}
	if text != "" {
		st.Config = []byte(text)
		st.quoted(text)
	}
	return nil
}

// quoted names the lines of the rule file that quote a secret apart from allowlists: in a
// comment, or as what a rule looks for.
func (st *settler) quoted(text string) {
	if st.Hide == nil {
		return
	}
	for i, line := range strings.Split(text, "\n") {
		if st.Hide(line) != line {
			st.tell(ConfigName, i+1, ByHand, "a line that quotes a secret", "take the secret out, because whoever has the repository can read it")
		}
	}
}

// quoting judges an entry that may quote a secret. If it does, the findings that it covers
// become known, each by its fingerprint. covers counts those that it covers otherwise.
func (st *settler) quoting(e *entry) (covers int, quotes bool) {
	var findings []int
	judge, leaks := e.judge(), st.Hide != nil && st.Hide(e.quoted) != e.quoted
	for i := range st.found {
		f := &st.found[i]
		if !judge(f.Rule, f.Secret) {
			continue
		}
		findings = append(findings, i)
		quotes = quotes || (st.Findings[i].Reported || leaks) && e.path != "" && e.quotesSecret(f.Secret)
	}
	if !quotes {
		for _, i := range findings {
			st.covered[i] = true
		}
		return len(findings), false
	}
	what := singular(e.kind)
	st.know(baseline.Imported{Tool: e.file, State: baseline.Known, Note: fmt.Sprintf("allowed by a %s at %s:%d", what, e.file, e.line)}, findings)
	st.tellKnown(e.file, e.line, "a "+what+" that quotes a secret", baseline.Known, findings, "; the file showed the secret to whoever reads it")
	return 0, true
}
