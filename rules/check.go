package rules

import (
	"errors"
	"fmt"
	"maps"
	"regexp/syntax"
	"slices"
	"strings"

	parallel "github.com/sourcegraph/conc/iter"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/lazyregexp"
	"github.com/sluicesec/sluice/rules/example"
)

// String returns "file:line".
func (o Origin) String() string { return fmt.Sprintf("%s:%d", o.File, o.Line) }

func (o Origin) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w", o, fmt.Errorf(format, args...))
}

// check returns all that is wrong with a merged configuration.
func (c *Config) check() []error {
	var errs []error
	known := map[string]*Rule{} // by each of its names; of several rules with an alias, one that can be a part
	for i := range c.Rules {
		r := &c.Rules[i]
		for _, alias := range r.Aliases {
			if k := known[alias]; k == nil || k.ID != alias && !k.looksInside() {
				known[alias] = r
			}
		}
		known[r.ID] = r
	}
	var suggest suggester
	unknownRule := func(id string) string {
		ids := func() []string { return slices.Sorted(maps.Keys(known)) }
		return fmt.Sprintf("rule %s is not known%s", shown(id), suggest.didYouMean(id, ids))
	}
	providers := map[string]bool{"": true}
	for i := range c.Providers {
		providers[c.Providers[i].ID] = true
	}
	alone := c.checkEach()
	for i := range c.Rules {
		r := &c.Rules[i]
		errs = append(errs, alone[i]...)
		fail := func(format string, args ...any) { errs = append(errs, r.errorf(format, args...)) }
		if !providers[r.Provider] {
			ids := func() []string { return slices.Sorted(maps.Keys(providers)) }
			fail("provider %s is not known: it needs a [[providers]] table%s", shown(r.Provider), suggest.didYouMean(r.Provider, ids))
		}
		for _, p := range r.Parts {
			switch part := known[p.ID]; {
			case part == nil:
				fail("part: %s", unknownRule(p.ID))
			case !part.looksInside():
				fail("part: rule %s has no regex, so it finds nothing within a file", shown(p.ID))
			}
		}
	}
	for i := range c.Allowlists {
		a := &c.Allowlists[i]
		fail := func(format string, args ...any) {
			errs = append(errs, a.Origin.errorf("allowlist: %w", fmt.Errorf(format, args...)))
		}
		if !a.Origin.builtin { // tests have checked the others, too
			a.check(fail)
		}
		for _, id := range a.TargetRules {
			if known[id] == nil && !(c.unread != nil && a.Origin.builtin) { // those of built-in lists need not be read
				fail("target %s", unknownRule(id))
			}
		}
	}
	return errs
}

// looksInside reports whether the rule looks into files, and not at their paths alone.
func (r *Rule) looksInside() bool {
	return r.Regex != "" || r.Reader != "" || len(r.Candidates) > 0
}

// checkEach returns what is wrong with each rule by itself. To parse the regexes takes
// most of the time, so it is shared out among the processors. The built-in rules have
// been checked by tests.
func (c *Config) checkEach() [][]error {
	return parallel.Map(c.Rules, func(r *Rule) (errs []error) {
		if !r.Origin.builtin {
			r.check(func(format string, args ...any) { errs = append(errs, r.errorf(format, args...)) })
		}
		return errs
	})
}

func (r *Rule) errorf(format string, args ...any) error {
	return r.Origin.errorf("rule %s: %w", shown(r.ID), fmt.Errorf(format, args...))
}

// A failer takes what is wrong with something.
type failer func(format string, args ...any)

// oneOf fails if value is neither "" nor one of allowed.
func oneOf[T ~string](fail failer, key string, value T, allowed ...T) {
	if value != "" && !slices.Contains(allowed, value) {
		names := make([]string, len(allowed))
		for i, a := range allowed {
			names[i] = string(a)
		}
		fail("%s %s is none of %s", key, shown(string(value)), strings.Join(names, ", "))
	}
}

// foreign is what regexes of other engines begin with, and RE2 does not have.
var foreign = lazyregexp.New(`^(?:\(\?<?[=!]|\(\?>|\\[1-9])`)

// regex fails if expr does not compile. It returns the number of its groups.
func (fail failer) regex(key, expr string) (groups int) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err == nil {
		return re.MaxCap()
	}
	if bad := (*syntax.Error)(nil); errors.As(err, &bad) {
		at := strings.Index(expr, bad.Expr)
		err = fmt.Errorf("%s at byte %d", bad.Code, at)
		if what := foreign().FindStringSubmatch(expr[max(at, 0):]); what != nil {
			err = fmt.Errorf("%s at byte %d: a regex of RE2 has no look-around, no atomic group and no backreference, so write it without", what[0], at)
		}
	}
	fail("%s: %w", key, err)
	return 0
}

func (r *Rule) check(fail failer) {
	groups := 0
	switch {
	case r.Regex != "" && len(r.Candidates) > 0:
		fail("it has both a regex and candidates: use one of them")
	case r.Regex != "":
		groups = fail.regex("regex", r.Regex)
	case r.Reader != "":
		oneOf(fail, "reader", r.Reader, Readers()...)
	case len(r.Candidates) > 0:
		checkCandidates("candidates", r.Candidates, fail)
	case r.Path == "":
		fail("neither regex nor path, and no rule of this id to extend")
	}
	if slices.Contains(r.Aliases, "") {
		fail("aliases: one of them is empty")
	}
	if r.Path != "" {
		fail.regex("path", r.Path)
	}
	if r.WholeFile && (r.Path == "" || r.Regex == "") {
		fail("wholeFile: it needs a path, which says what files it is for, and a regex for what is in them")
	}
	if len(r.ExamplePaths) > 0 && !r.WholeFile {
		fail("examplePaths are for rules with wholeFile = true")
	}
	if r.SecretGroup < 0 || r.SecretGroup > groups {
		fail("secretGroup %d: the regex has %d groups", r.SecretGroup, groups)
	}
	if r.Entropy < 0 || r.Entropy > 8 {
		fail("entropy %v is not within 0 to 8 bits per byte", r.Entropy)
	}
	if r.MinDigits < 0 || r.MinUpper < 0 || r.MinLower < 0 {
		fail("minDigits, minUpper and minLower cannot be negative")
	}
	oneOf(fail, "confidence", r.Confidence, finding.Confidences()...)
	oneOf(fail, "severity", r.Severity, finding.Severities()...)
	r.checkParts(fail)
	for i := range r.Allowlists {
		a := &r.Allowlists[i]
		failList := func(format string, args ...any) {
			fail("allowlist at %s: %w", a.Origin, fmt.Errorf(format, args...))
		}
		a.check(failList)
		if len(a.TargetRules) > 0 {
			failList("targetRules is for allowlists outside rules")
		}
	}
	checkExamples := func(key string, list []string) {
		for i, e := range list {
			if err := example.Check(e); err != nil {
				fail("%s, number %d: %w", key, i+1, err)
			}
		}
	}
	checkExamples("examples", r.Examples)
	checkExamples("negatives", r.Negatives)
}

func (a *Allowlist) check(fail failer) {
	if len(a.Regexes)+len(a.Paths)+len(a.Commits)+len(a.StopWords) == 0 {
		fail("it allows nothing: it needs regexes, paths, commits or stopwords")
	}
	oneOf(fail, "condition", a.Condition, "OR", "AND")
	oneOf(fail, "regexTarget", a.RegexTarget, "secret", "match", "line")
	if slices.Contains(slices.Concat(a.Regexes, a.Paths, a.StopWords), "") {
		fail("it holds an empty string, which would allow everything")
	}
	for _, expr := range a.Regexes {
		fail.regex("regexes", expr)
	}
	for _, expr := range a.Paths {
		fail.regex("paths", expr)
	}
	for i, id := range a.Commits {
		if !isCommit(id) {
			fail("commits, number %d: it is not 7 or more hex digits", i+1)
		}
	}
}

// isCommit reports whether an allowlist can name a commit so.
func isCommit(id string) bool {
	return len(id) >= 7 && strings.Trim(id, "0123456789abcdefABCDEF") == ""
}
