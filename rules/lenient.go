package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules/example"
)

// tolerate changes what gitleaks loads and this package calls an error to what has
// the same effect, or hides less. Each change is a note.
func (f *file) tolerate() {
	f.Allowlists = f.tolerable(f.Allowlists)
	f.lastOfEach()
	onlyPath := map[string]bool{}
	for i := range f.Rules {
		r := &f.Rules[i]
		if r.Path != nil && *r.Path != "" && (r.Regex == nil || *r.Regex == "") {
			onlyPath[r.ID] = true
		}
	}
	for i := range f.Rules {
		f.tolerateRule(&f.Rules[i], onlyPath)
	}
}

// lastOfEach leaves the last of the rules with one id.
func (f *file) lastOfEach() {
	last := make(map[string]int, len(f.Rules))
	for i := range f.Rules {
		last[f.Rules[i].ID] = i
	}
	if len(last) == len(f.Rules) {
		return
	}
	kept := make([]ruleTable, 0, len(last))
	for i := range f.Rules {
		r := &f.Rules[i]
		if last[r.ID] != i && r.ID != "" {
			f.notes.add(r.origin.Line, "rule %s is written again at line %d: the last one counts, as in gitleaks", shown(r.ID), f.Rules[last[r.ID]].origin.Line)
			continue
		}
		kept = append(kept, *r)
	}
	f.Rules = kept
}

func (f *file) tolerateRule(r *ruleTable, onlyPath map[string]bool) {
	note := func(format string, args ...any) {
		f.notes.add(r.origin.Line, "rule %s: %s", shown(r.ID), fmt.Sprintf(format, args...))
	}
	if e := r.Entropy; e != nil && !(*e >= 0) { // NaN, too
		note("entropy below 0 is 0")
		*e = 0
	} else if e != nil && *e > 8 {
		note("no secret has an entropy above 8, so the rule finds nothing")
		*e = 8
	}
	if g := r.SecretGroup; g != nil && *g < 0 {
		note("secretGroup below 0 is 0")
		*g = 0
	}
	bad := func(key string) { f.notes.add(r.origin.Line, noValue, "rules."+key) }
	tolerateWord(&r.Confidence, finding.Confidences(), func() { bad("confidence") })
	tolerateWord(&r.Severity, finding.Severities(), func() { bad("severity") })
	if r.Regex != nil && *r.Regex != "" && len(r.Candidates) > 0 {
		note("candidates count for nothing beside a regex")
		r.Candidates = nil
	}
	notExample := func(e string) bool { return example.Check(e) != nil }
	if slices.ContainsFunc(slices.Concat(r.Examples, r.Negatives), notExample) {
		f.notes.add(r.origin.Line, "examples and negatives that are not in our notation count for nothing")
		r.Examples, r.Negatives = slices.DeleteFunc(r.Examples, notExample), slices.DeleteFunc(r.Negatives, notExample)
	}
	if slices.ContainsFunc(r.Allowlists, func(a Allowlist) bool { return len(a.TargetRules) > 0 }) {
		f.notes.add(r.origin.Line, "targetRules counts for nothing in an allowlist of a rule")
		for i := range r.Allowlists {
			r.Allowlists[i].TargetRules = nil
		}
	}
	r.Allowlists = f.tolerable(r.Allowlists)
	r.Required = slices.DeleteFunc(r.Required, func(q requiredTable) bool {
		switch {
		case q.ID == r.ID:
			note("it requires itself: that counts for nothing")
		case onlyPath[q.ID]:
			note("it requires the rule %s, which has no regex: that counts for nothing, so more is found", shown(q.ID))
		default:
			return false
		}
		return true
	})
	for i := range r.Required {
		if q := &r.Required[i]; q.WithinLines < 0 || q.WithinColumns < 0 {
			note("withinLines and withinColumns below 0 count for nothing, so more is found")
			q.WithinLines, q.WithinColumns = max(q.WithinLines, 0), max(q.WithinColumns, 0)
		}
	}
}

// tolerate is file.tolerate for a rule together with what it extends.
func (m *merger) tolerate(r *Rule, notes *noteList) {
	if _, ok := m.providers[r.Provider]; !ok && r.Provider != "" {
		notes.add(r.Origin.Line, "key \"rules.provider\" names a provider that is not known: it counts for nothing")
		r.Provider = ""
	}
	if r.SecretGroup > 0 && r.Regex == "" && r.Path != "" {
		notes.add(r.Origin.Line, "key \"rules.secretGroup\" counts for nothing without a regex")
		r.SecretGroup = 0
	}
}

// tolerateWord writes a word in lower case, and leaves it out if it is none of those
// allowed.
func tolerateWord[T ~string](word **T, allowed []T, note func()) {
	if *word == nil || **word == "" {
		return
	}
	lower := T(strings.ToLower(string(**word)))
	if slices.Contains(allowed, lower) {
		*word = &lower
		return
	}
	note()
	*word = nil
}

// tolerable returns allowlists without the entries that would allow everything and
// those that allow nothing, and without the lists that allow nothing then.
func (f *file) tolerable(lists []Allowlist) []Allowlist {
	kept := lists[:0]
	for _, a := range lists {
		if f.tolerateAllowlist(&a) {
			kept = append(kept, a)
		}
	}
	return kept
}

// tolerateAllowlist takes the entries out of an allowlist that it must not have, and
// reports whether it still allows something.
func (f *file) tolerateAllowlist(a *Allowlist) bool {
	note := func(format string, args ...any) { f.notes.add(a.Origin.Line, "allowlist: "+format, args...) }
	isEmpty := func(s string) bool { return s == "" }
	for _, list := range []*[]string{&a.Regexes, &a.Paths} {
		if slices.ContainsFunc(*list, isEmpty) {
			note("an empty string would allow everything: it counts for nothing")
			*list = slices.DeleteFunc(*list, isEmpty)
		}
	}
	never := false // a condition of the list never holds
	for _, of := range []struct {
		list *[]string
		key  string
		bad  func(string) bool
	}{
		{&a.StopWords, "an empty stopword", isEmpty},
		{&a.Commits, "a commit that is not written as 7 or more hex digits", func(id string) bool { return !isCommit(id) }},
	} {
		if !slices.ContainsFunc(*of.list, of.bad) {
			continue
		}
		note("%s allows nothing: it counts for nothing", of.key)
		*of.list = slices.DeleteFunc(*of.list, of.bad)
		never = never || len(*of.list) == 0
	}
	if len(a.Regexes)+len(a.Paths)+len(a.Commits)+len(a.StopWords) == 0 || never && a.Condition == "AND" {
		note("it allows nothing")
		return false
	}
	return true
}
