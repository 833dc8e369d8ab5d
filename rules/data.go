package rules

import (
	"slices"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// The built-in rules as data: allowlists, the number of rules, providers, and the rules. Of
// a rule only the fields that are set are written; a number in front says which, with a bit
// for each field. What is written and what is read is the same list of fields, see
// [Rule.fields]. In place of its regex a rule has the number of its pattern.

// data gives the configuration as the bytes that readConfig reads, and where each rule
// begins in them.
func (c *Config) data() ([]byte, []prebuilt.Place) {
	w := &prebuilt.Writer{}
	c.writeTop(w)
	w.Uint(uint64(len(c.Providers)))
	for i := range c.Providers {
		writeProvider(w, &c.Providers[i])
	}
	var places []prebuilt.Place
	patterns := 0
	for i := range c.Rules {
		places = append(places, w.Place())
		writeRule(w, &c.Rules[i], patterns)
		if c.Rules[i].Regex != "" {
			patterns++
		}
	}
	return w.Bytes(), places
}

// writeTop writes what is before the providers, the number of rules included.
func (c *Config) writeTop(w *prebuilt.Writer) {
	w.String(c.Title)
	w.Strings(c.Notes)
	writeAllowlists(w, c.Allowlists)
	w.Uint(uint64(len(c.Rules)))
}

// nameData gives the names of the rules and those of their parts as the bytes that
// eachNamed reads.
func (c *Config) nameData() []byte {
	w := &prebuilt.Writer{}
	w.Uint(uint64(len(c.Rules)))
	for i := range c.Rules {
		r := &c.Rules[i]
		w.Strings(slices.Collect(r.Names()))
		w.Uint(uint64(len(r.Parts)))
		for _, p := range r.Parts {
			w.String(p.ID)
		}
	}
	return w.Bytes()
}

// eachNamed gives the names of each built-in rule, and those of its parts. The lists hold
// only until the next rule.
func eachNamed(f func(rule int, names, parts []string)) {
	r := prebuilt.RuleNames()
	var buf []string
	for i := range r.Len() {
		buf = buf[:0]
		for range r.Len() {
			buf = append(buf, r.String())
		}
		names := len(buf)
		for range r.Len() {
			buf = append(buf, r.String())
		}
		f(i, buf[:names], buf[names:])
	}
}

// readTop reads what writeTop wrote.
func readTop(r *prebuilt.Reader) (c *Config, rules int) {
	return &Config{Title: r.String(), Notes: r.Strings(), Allowlists: readAllowlists(r)}, int(r.Uint())
}

// readConfig reads what data gives. The patterns of the rules are elsewhere.
func readConfig(r *prebuilt.Reader, patterns []prebuilt.Pattern) (*Config, error) {
	r.Many()
	c, n := readTop(r)
	if n := r.Len(); n > 0 {
		c.Providers = make([]Provider, n)
		for i := range c.Providers {
			readProvider(r, &c.Providers[i])
		}
	}
	if r.Err() == nil && n > 0 {
		c.Rules = make([]Rule, n)
		for i := range c.Rules {
			if k, ok := readRule(r, &c.Rules[i]); ok && k < len(patterns) {
				c.Rules[i].Regex = patterns[k].Expr
			}
		}
	}
	return c, r.Err()
}

func writeProvider(w *prebuilt.Writer, p *Provider) {
	for _, s := range []string{p.ID, p.Name, p.Can, p.Revoke, p.Rotate, p.Logs} {
		w.String(s)
	}
	writeOrigin(w, p.Origin)
}

func readProvider(r *prebuilt.Reader, p *Provider) {
	for _, s := range []*string{&p.ID, &p.Name, &p.Can, &p.Revoke, &p.Rotate, &p.Logs} {
		*s = r.String()
	}
	p.Origin = readOrigin(r)
}

func writeOrigin(w *prebuilt.Writer, o Origin) {
	w.String(o.File)
	w.Int(o.Line)
}

func readOrigin(r *prebuilt.Reader) Origin {
	return Origin{File: r.String(), Line: r.Int(), builtin: true}
}

func writeAllowlists(w *prebuilt.Writer, lists []Allowlist) {
	w.Uint(uint64(len(lists)))
	for i := range lists {
		a := &lists[i]
		for _, s := range []string{a.ID, a.Description, a.Condition, a.RegexTarget} {
			w.String(s)
		}
		for _, list := range [][]string{a.Regexes, a.Paths, a.Commits, a.StopWords, a.TargetRules} {
			w.Strings(list)
		}
		writeOrigin(w, a.Origin)
	}
}

func readAllowlists(r *prebuilt.Reader) []Allowlist {
	n := r.Len()
	if n == 0 {
		return nil
	}
	lists := make([]Allowlist, n)
	for i := range lists {
		a := &lists[i]
		for _, s := range []*string{&a.ID, &a.Description, &a.Condition, &a.RegexTarget} {
			*s = r.String()
		}
		for _, list := range []*[]string{&a.Regexes, &a.Paths, &a.Commits, &a.StopWords, &a.TargetRules} {
			*list = r.Strings()
		}
		a.Origin = readOrigin(r)
	}
	return lists
}

// fields gives the fields of a rule by their types, in the order in which they
// are written.
func (r *Rule) fields() (texts [10]*string, numbers [5]*int, flags [9]*bool, lists [7]*[]string) {
	return [10]*string{
			&r.ID, &r.Description, &r.Provider, &r.Path,
			(*string)(&r.Confidence), (*string)(&r.Severity), &r.Proof, &r.Can, &r.Rotate, &r.Reader,
		},
		[5]*int{&r.SecretGroup, &r.MinDigits, &r.MinUpper, &r.MinLower, &r.Specificity},
		[9]*bool{&r.SkipReport, &r.Identifier, &r.Binary, &r.Multiline, &r.Placeholders, &r.Scored, &r.WholeFile, &r.LikeGitleaks, &r.FilesOnly},
		[7]*[]string{&r.Aliases, &r.Candidates, &r.Keywords, &r.Tags, &r.Examples, &r.Negatives, &r.ExamplePaths}
}

// writeRule writes a rule. pattern is the number of its pattern if it has a regex.
func writeRule(w *prebuilt.Writer, rule *Rule, pattern int) {
	texts, numbers, flags, lists := rule.fields()
	var set uint64
	bit := uint64(1)
	mark := func(isSet bool) {
		if isSet {
			set |= bit
		}
		bit <<= 1
	}
	for _, s := range texts {
		mark(*s != "")
	}
	for _, n := range numbers {
		mark(*n != 0)
	}
	for _, f := range flags {
		mark(*f)
	}
	for _, l := range lists {
		mark(len(*l) > 0)
	}
	mark(rule.Regex != "")
	mark(rule.Entropy != 0)
	mark(len(rule.Allowlists) > 0)
	mark(len(rule.Parts) > 0)

	w.Uint(set)
	for _, s := range texts {
		if *s != "" {
			w.String(*s)
		}
	}
	for _, n := range numbers {
		if *n != 0 {
			w.Int(*n)
		}
	}
	for _, l := range lists {
		if len(*l) > 0 {
			w.Strings(*l)
		}
	}
	if rule.Regex != "" {
		w.Uint(uint64(pattern))
	}
	if rule.Entropy != 0 {
		w.Float(rule.Entropy)
	}
	if len(rule.Allowlists) > 0 {
		writeAllowlists(w, rule.Allowlists)
	}
	if len(rule.Parts) > 0 {
		writeParts(w, rule.Parts)
	}
	writeOrigin(w, rule.Origin)
}

// readRule reads a rule less its regex, and returns the number of its pattern, if it has
// one.
func readRule(r *prebuilt.Reader, rule *Rule) (pattern int, hasRegex bool) {
	texts, numbers, flags, lists := rule.fields()
	set := r.Uint()
	next := func() bool {
		is := set&1 != 0
		set >>= 1
		return is
	}
	for _, s := range texts {
		if next() {
			*s = r.String()
		}
	}
	for _, n := range numbers {
		if next() {
			*n = r.Int()
		}
	}
	for _, f := range flags {
		*f = next()
	}
	for _, l := range lists {
		if next() {
			*l = r.Strings()
		}
	}
	if hasRegex = next(); hasRegex {
		pattern = int(r.Uint())
	}
	if next() {
		rule.Entropy = r.Float()
	}
	if next() {
		rule.Allowlists = readAllowlists(r)
	}
	if next() {
		rule.Parts = readParts(r)
	}
	rule.Origin = readOrigin(r)
	return pattern, hasRegex
}

func writeParts(w *prebuilt.Writer, parts []Part) {
	w.Uint(uint64(len(parts)))
	for _, p := range parts {
		w.String(p.ID)
		w.Int(p.WithinLines)
		w.Int(p.WithinColumns)
		w.Bool(p.Required)
	}
}

func readParts(r *prebuilt.Reader) []Part {
	parts := make([]Part, r.Len())
	for i := range parts {
		parts[i] = Part{ID: r.String(), WithinLines: r.Int(), WithinColumns: r.Int(), Required: r.Bool()}
	}
	return parts
}
