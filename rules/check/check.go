package check

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/wasilibs/go-re2/experimental"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/rules"
)

// A Problem is something that is wrong with a rule.
type Problem struct {
	Rule   string // id
	Origin rules.Origin
	Text   string
}

// String returns the problem in one line, its place first.
func (p Problem) String() string {
	return fmt.Sprintf("%s: rule %q: %s", p.Origin, p.Rule, p.Text)
}

// Check returns what is wrong with the rules, sorted by place. It returns an
// error if it cannot check them: no detector can be made of them, or ctx is done.
func Check(ctx context.Context, cfg *rules.Config) ([]Problem, error) {
	d, err := engine.New(cfg)
	if err != nil {
		return nil, err
	}
	c := checker{rules: map[string]*rules.Rule{}}
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		c.rules[r.ID] = r
		c.compile(r)
		if r.Proof != "" && !proof.Known(r.Proof) {
			c.report(r, "proof is none of %s", strings.Join(proof.Names(), ", "))
		}
		if r.WholeFile && len(r.ExamplePaths) == 0 {
			c.report(r, "it has no path in examplePaths")
		}
		for i, path := range r.ExamplePaths {
			if !fits(r, path) {
				c.report(r, "examplePaths, number %d: it does not fit the path", i+1)
			}
		}
		if len(r.Examples) == 0 && r.Regex != "" {
			c.report(r, "it has no example")
		}
		if len(r.Negatives) == 0 && r.Regex != "" {
			c.report(r, "it has no negative")
		}
	}
	for _, id := range d.UnanchoredRules() {
		c.report(c.rules[id], "no two bytes in a row stand in all that it matches, so it has to run over everything")
	}
	for _, id := range d.HeavyRules() {
		c.report(c.rules[id], "its regex is too large to be run often: it counts long repeats of more than one character, or repeats without end what may be empty")
	}
	list, err := samples(ctx, d, cfg)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		c.judge(s)
	}
	if err := c.parts(d, cfg); err != nil {
		return nil, err
	}
	slices.SortFunc(c.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Origin.File, b.Origin.File), cmp.Compare(a.Origin.Line, b.Origin.Line),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(c.problems), nil
}

type checker struct {
	rules    map[string]*rules.Rule
	problems []Problem
}

func (c *checker) report(r *rules.Rule, format string, args ...any) {
	c.problems = append(c.problems, Problem{r.ID, r.Origin, fmt.Sprintf(format, args...)})
}

// compile compiles the rule's regexes by RE2, as the engine may do, and by Go's
// own regexp, as other programs that read the rules may do.
func (c *checker) compile(r *rules.Rule) {
	// The errors of the compilers repeat the expression, and somebody may have
	// pasted a secret into it.
	compile := func(what, expr string) {
		if expr == "" {
			return
		}
		if _, err := experimental.CompileLatin1(expr); err != nil {
			c.report(r, "RE2 does not compile %s", what)
		}
		if _, err := regexp.Compile(expr); err != nil {
			c.report(r, "Go's regexp does not compile %s", what)
		}
	}
	compile("its regex", r.Regex)
	compile("its path", r.Path)
	for _, a := range r.Allowlists {
		for _, expr := range slices.Concat(a.Regexes, a.Paths) {
			compile("a regex of its allowlist at "+a.Origin.String(), expr)
		}
	}
}

// judge reports the rules that did not see in a sample what they should.
func (c *checker) judge(s sample) {
	if s.negative {
		for _, id := range s.ever {
			switch r := c.rules[id]; {
			case id == s.rule.ID:
				c.report(r, "it finds its negative %s", s)
			case stranger(r, s.rule):
				c.report(r, "it finds a negative of rule %q, of another provider: %s", s.rule.ID, s)
			}
		}
		return
	}
	if !slices.Contains(s.always, s.rule.ID) {
		c.report(s.rule, "it misses its example %s", s)
	}
	for _, id := range s.reported {
		if r := c.rules[id]; stranger(r, s.rule) && !slices.Contains(s.reported, s.rule.ID) {
			c.report(r, "it takes the example of rule %q, of another provider: %s", s.rule.ID, s)
		}
	}
}

// stranger reports whether r and other claim the secrets of different providers.
func stranger(r, other *rules.Rule) bool {
	return claims(r) && claims(other) && r.Provider != other.Provider
}

// claims reports whether r claims to know its provider's secrets. A rule of low
// confidence or of less than the usual specificity does not: it is there for
// secrets that the others miss.
func claims(r *rules.Rule) bool {
	return r.Provider != "" && r.Confidence != "low" && r.Specificity >= 0
}
