package rules

import (
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules/example"
)

// A manner is how a rule file is read.
type manner int

const (
	ownManner      manner = iota // what is not understood is an error
	builtinManner                // the same, for the built-in files
	gitleaksManner               // what gitleaks loads, loads; what is not understood is a note
)

// mannerOf returns the manner of the file with a name. A file called .sluice.toml or
// sluice.toml is read in our own, and one with "gitleaks" in its name in gitleaks'.
// Any other is read as the file that extends it.
func mannerOf(name string, extending manner) manner {
	switch base := filepath.Base(filepath.FromSlash(name)); {
	case isOwnName(base):
		return ownManner
	case strings.Contains(strings.ToLower(base), "gitleaks"):
		return gitleaksManner
	}
	return extending
}

// isOwnName reports whether a file is named as the rule files of this program are.
func isOwnName(base string) bool { return base == ".sluice.toml" || base == "sluice.toml" }

// onlyAllows reports whether a chain of files in gitleaks' manner has no rule at all.
// With gitleaks such a file finds nothing, and its user does not notice. Here it
// changes the built-in rules, and a note says so.
func onlyAllows(files []*file) bool {
	top := files[len(files)-1]
	if top.manner != gitleaksManner || slices.ContainsFunc(files, func(f *file) bool { return len(f.Rules)+len(f.Context) > 0 }) {
		return false
	}
	if !useDefault(files) {
		top.notes.about(`it has no rules, so gitleaks would find nothing with it; here it adds to the built-in rules, as "[extend]" with "useDefault = true" says`)
	}
	return true
}

// gitleaksKeys are the keys of a rule that gitleaks has. It passes over others.
var gitleaksKeys = []string{
	"id", "description", "regex", "path", "secretGroup", "entropy", "keywords", "tags",
	"allowlist", "allowlists", "required", "skipReport",
}

// isGitleaksKey reports whether gitleaks looks at a key of a table of type t. Of all
// tables but rules it is taken for granted.
func isGitleaksKey(t reflect.Type, key string) bool {
	return t != reflect.TypeFor[ruleTable]() ||
		slices.ContainsFunc(gitleaksKeys, func(k string) bool { return strings.EqualFold(k, key) })
}

// fits reports whether a value can be put into something of type t, and notes it if
// not. It is for keys that gitleaks does not know, so that their values are no errors
// to it.
func (f *fitter) fits(key, path string, value any, t reflect.Type) bool {
	try := &fitter{name: f.name, at: f.at, lenient: true, keys: f.keys}
	try.fit(key, path, value, reflect.New(t).Elem())
	if len(try.errs) > 0 {
		f.note(path, "key %q has a value that it cannot have: it counts for nothing", key)
	}
	return len(try.errs) == 0
}

// convert returns a value as one for the type t. It does what gitleaks' decoder
// does: one value stands for a list of it, a string is split at its commas for a
// list, and numbers, strings, and true and false stand for each other. A value that
// cannot be converted is returned as it is.
func (f *fitter) convert(key, path string, value any, t reflect.Type) any {
	converted, ok := converted(value, t)
	if !ok {
		return value
	}
	if s, isString := value.(string); isString && t.Kind() == reflect.Slice && strings.Contains(s, ",") {
		f.note(path, "key %q: it takes a list; the string is split at its commas, as gitleaks does", key)
	} else {
		f.note(path, "key %q: it takes %s; the value is taken for one, as gitleaks does", key, kindName(t))
	}
	return converted
}

// converted returns a value of another type as one for t. ok is false if none has to
// be or can be made.
func converted(value any, t reflect.Type) (as any, ok bool) {
	switch t.Kind() {
	case reflect.Slice:
		switch v := value.(type) {
		case string:
			if v == "" {
				return []any{}, true
			}
			list := []any{}
			for part := range strings.SplitSeq(v, ",") {
				list = append(list, part)
			}
			return list, true
		case map[string]any:
			if len(v) == 0 {
				return []any{}, true
			}
			return []any{v}, true
		case bool, int64, float64:
			return []any{v}, true
		}
	case reflect.String:
		switch v := value.(type) {
		case bool:
			return strconv.Itoa(number(v)), true
		case int64:
			return strconv.FormatInt(v, 10), true
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64), true
		}
	case reflect.Bool:
		switch v := value.(type) {
		case string:
			b, err := strconv.ParseBool(v)
			return b, err == nil || v == ""
		case int64:
			return v != 0, true
		case float64:
			return v != 0, true
		}
	case reflect.Int:
		switch v := value.(type) {
		case string:
			n, err := strconv.ParseInt(v, 0, 64)
			return n, err == nil || v == ""
		case bool:
			return int64(number(v)), true
		case float64:
			return int64(v), math.Abs(v) < 1<<53
		}
	case reflect.Float64:
		switch v := value.(type) {
		case string:
			n, err := strconv.ParseFloat(v, 64)
			return n, err == nil || v == ""
		case bool:
			return float64(number(v)), true
		}
	}
	return nil, false
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// betterleaks is about a key of betterleaks, and reports whether k is one. Its
// expressions leave out findings, and to pass over them would be to report what
// somebody has judged already. (https://github.com/betterleaks/betterleaks/pull/100)
func (f *fitter) betterleaks(at, key, k string, value any) bool {
	if key != "" && key != "rules" {
		return false
	}
	full := strings.TrimPrefix(key+"."+k, ".")
	switch strings.ToLower(k) {
	case "filter", "prefilter":
		if s, ok := value.(string); !ok || s == "" {
			return false
		}
		f.fail(at, "key %q is an expression of betterleaks, which cannot be read here: write what it leaves out as [[allowlists]]", full)
	case "validate":
		f.note(at, "key %q is of betterleaks: it counts for nothing, since no finding is tried at its service", full)
	case "tokenefficiency":
		f.note(at, "key %q is of betterleaks: it counts for nothing, so more is found", full)
	default:
		return false
	}
	return true
}

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
		note("hardly a secret has an entropy of 8, and none has more: the rule finds nothing")
		*e = 8
	}
	if g := r.SecretGroup; g != nil && *g < 0 {
		note("secretGroup below 0 is 0")
		*g = 0
	}
	tolerateWord(&r.Confidence, finding.Confidences(), func() { note("confidence has a value that it cannot have: it counts for nothing") })
	tolerateWord(&r.Severity, finding.Severities(), func() { note("severity has a value that it cannot have: it counts for nothing") })
	if r.Regex != nil && *r.Regex != "" && len(r.Candidates) > 0 {
		note("candidates count for nothing beside a regex")
		r.Candidates = nil
	}
	notExample := func(e string) bool { return example.Check(e) != nil }
	if slices.ContainsFunc(slices.Concat(r.Examples, r.Negatives), notExample) {
		note("examples and negatives that are not in our notation count for nothing")
		r.Examples, r.Negatives = slices.DeleteFunc(r.Examples, notExample), slices.DeleteFunc(r.Negatives, notExample)
	}
	if slices.ContainsFunc(r.Allowlists, func(a Allowlist) bool { return len(a.TargetRules) > 0 }) {
		note("targetRules counts for nothing in an allowlist of a rule")
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
