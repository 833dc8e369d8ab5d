package rules

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/sluicesec/sluice/finding"
)

// A file is one rule file as it is written.
type file struct {
	name        string
	manner      manner
	notes       noteList
	Title       string
	Description string
	MinVersion  string // gitleaks' own version; says nothing about ours
	Extend      extend
	Providers   []Provider
	Rules       []ruleTable
	Context     []contextTable
	Generic     *genericTable
	Allowlist   *Allowlist // the older single form
	Allowlists  []Allowlist
}

type extend struct {
	UseDefault    *bool // nil if the file does not say; see useDefault
	Path          string
	URL           string
	DisabledRules []string
}

// A ruleTable is a [[rules]] table. Pointers separate what is set from what is
// not: only what is set changes a rule that is known already.
type ruleTable struct {
	ID          string
	Aliases     []string
	Description *string
	Provider    *string
	Regex       *string
	Path        *string
	SecretGroup *int
	Candidates  []string
	Reader      *string
	Scored      *bool
	Entropy     *float64
	Keywords    []string
	Tags        []string
	Allowlist   *Allowlist // the older single form
	Allowlists  []Allowlist
	Parts       []Part
	Required    []requiredTable
	SkipReport  *bool
	Identifier  *bool
	Confidence  *finding.Confidence
	Severity    *finding.Severity
	Binary      *bool
	Multiline   *bool
	FilesOnly   *bool
	WholeFile   *bool
	MinDigits   *int
	MinUpper    *int
	MinLower    *int

	LikeGitleaks *bool
	Placeholders *bool
	Proof        *string
	Can          *string
	Rotate       *string
	Examples     []string
	Negatives    []string
	ExamplePaths []string
	Specificity  *int

	origin      Origin
	fromContext bool // it is a [[context]] table, written out
}

// apply changes r to what t says.
func (t *ruleTable) apply(r *Rule) {
	r.ID = t.ID
	r.Origin = t.origin
	if t.Regex != nil {
		r.SecretGroup, r.Examples, r.Negatives = 0, nil, nil
		r.Candidates, r.Reader = nil, "" // what was there instead of a regex
	}
	if t.Path != nil {
		r.ExamplePaths = nil
	}
	set(&r.Description, t.Description)
	set(&r.Provider, t.Provider)
	set(&r.Regex, t.Regex)
	set(&r.Path, t.Path)
	set(&r.SecretGroup, t.SecretGroup)
	set(&r.Reader, t.Reader)
	set(&r.Scored, t.Scored)
	set(&r.Entropy, t.Entropy)
	set(&r.SkipReport, t.SkipReport)
	set(&r.Identifier, t.Identifier)
	set(&r.Confidence, t.Confidence)
	set(&r.Severity, t.Severity)
	set(&r.Binary, t.Binary)
	set(&r.Multiline, t.Multiline)
	set(&r.WholeFile, t.WholeFile)
	set(&r.LikeGitleaks, t.LikeGitleaks)
	set(&r.FilesOnly, t.FilesOnly)
	set(&r.MinDigits, t.MinDigits)
	set(&r.MinUpper, t.MinUpper)
	set(&r.MinLower, t.MinLower)
	set(&r.Placeholders, t.Placeholders)
	set(&r.Proof, t.Proof)
	set(&r.Can, t.Can)
	set(&r.Rotate, t.Rotate)
	set(&r.Specificity, t.Specificity)
	r.Aliases = slices.Concat(r.Aliases, t.Aliases)
	r.Candidates = slices.Concat(r.Candidates, t.Candidates)
	r.Keywords = slices.Concat(r.Keywords, t.Keywords)
	r.Tags = slices.Concat(r.Tags, t.Tags)
	r.Allowlists = slices.Concat(r.Allowlists, t.Allowlists)
	r.Parts = slices.Concat(r.Parts, t.Parts)
	for _, q := range t.Required {
		r.Parts = append(r.Parts, q.part())
	}
	r.Examples = slices.Concat(r.Examples, t.Examples)
	r.Negatives = slices.Concat(r.Negatives, t.Negatives)
	r.ExamplePaths = slices.Concat(r.ExamplePaths, t.ExamplePaths)
}

func set[T any](dst, src *T) {
	if src != nil {
		*dst = *src
	}
}

// decode reads one rule file, which may be one of the built-in ones. The error
// joins all that does not fit.
func decode(name string, data []byte, how manner) (*file, error) {
	at, err := findLines(data)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	var document map[string]any
	if _, err := toml.Decode(string(data), &document); err != nil {
		return nil, describe(name, err)
	}
	f := &file{name: name, manner: how}
	fit := &fitter{name: name, at: at, lenient: how == gitleaksManner, notes: noteList{file: name}}
	if fit.lenient {
		fit.translate(document)
	}
	fit.table("", "", document, reflect.ValueOf(f).Elem())
	if len(fit.errs) > 0 {
		return nil, joined(fit.errs)
	}
	f.notes = fit.notes
	f.place(at, how == builtinManner)
	if fit.lenient {
		f.tolerate()
	}
	return f, nil
}

// describe gives an error of the TOML decoder its file and line, and takes the
// values of the file out of it.
func describe(name string, err error) error {
	var bad toml.ParseError
	if errors.As(err, &bad) {
		return fmt.Errorf("%s:%d:%d: toml: %s", name, bad.Position.Line, bad.Position.Col, withoutValues(bad.Message))
	}
	return fmt.Errorf("%s: %s", name, withoutValues(err.Error()))
}

// place gives every table its origin, and folds the older single allowlists
// into the lists.
func (f *file) place(at lines, builtin bool) {
	origin := func(path string) Origin { return Origin{File: f.name, Line: at.line(path), builtin: builtin} }
	placeLists := func(prefix string, single *Allowlist, lists []Allowlist) []Allowlist {
		for i := range lists {
			lists[i].Origin = origin(fmt.Sprintf("%sallowlists[%d]", prefix, i))
		}
		if single != nil {
			single.Origin = origin(prefix + "allowlist")
			lists = append(lists, *single)
		}
		for i := range lists {
			lists[i].normalize()
		}
		return lists
	}
	f.Allowlists = placeLists("", f.Allowlist, f.Allowlists)
	for i := range f.Rules {
		r := &f.Rules[i]
		path := fmt.Sprintf("rules[%d]", i)
		r.origin = origin(path)
		r.Allowlists = placeLists(path+".", r.Allowlist, r.Allowlists)
	}
	for i := range f.Providers {
		f.Providers[i].Origin = origin(fmt.Sprintf("providers[%d]", i))
	}
	if f.Generic != nil {
		f.Generic.origin = origin("generic")
	}
	for i := range f.Context {
		f.Context[i].origin = origin(fmt.Sprintf("context[%d]", i))
	}
}

// normalize writes the alternative spellings and defaults of gitleaks in one way.
func (a *Allowlist) normalize() {
	switch c := strings.ToUpper(a.Condition); c {
	case "", "||":
		a.Condition = "OR"
	case "&&":
		a.Condition = "AND"
	default:
		a.Condition = c
	}
	if a.RegexTarget == "" {
		a.RegexTarget = "secret"
	}
}
