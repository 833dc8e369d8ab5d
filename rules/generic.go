package rules

import (
	"math"
	"slices"
	"strings"
)

// The rules that know secrets only by the names that they are given, and are scored.
const (
	genericKey      = "generic-api-key"
	genericPassword = "generic-password"
)

// The rules that know secrets by such names, too, and are sure of them without the model,
// because the values are plainly random. Where a [generic] table says how sure the model
// has to be, it judges their matches as well.
const (
	randomHex   = "random-hex-secret"
	randomMixed = "random-mixed-secret"
)

// IsGeneric reports whether a rule is one of those that a [generic] table is about.
func IsGeneric(id string) bool {
	return id == genericKey || id == genericPassword || id == randomHex || id == randomMixed
}

// A Generic is what the [generic] tables of rule files say of the generic rules, less
// what changes the rules themselves.
type Generic struct {
	// IgnoreNames are names that are no candidates. Case and separators do not
	// matter: cache_key is cacheKey, too.
	IgnoreNames []string

	// Threshold is the least score of a match that has a confidence of medium or
	// more; nil means the model's own.
	Threshold *float64
}

// A genericTable is a [generic] table.
type genericTable struct {
	Names       []string
	IgnoreNames []string `toml:"ignore_names"`
	AlsoIgnored []string `toml:"ignoreNames"` // the same, spelled as other keys are
	Threshold   *float64
	Enabled     *bool

	origin Origin
}

// maxNames bounds the names of a [generic] table, of each kind, and the candidates of
// a rule.
const maxNames = 1000

func (t *genericTable) check(fail failer) {
	checkCandidates("generic.names", t.Names, fail)
	ignored := slices.Concat(t.IgnoreNames, t.AlsoIgnored)
	if len(ignored) > maxNames {
		fail("generic.ignore_names: %d names are more than the limit of %d", len(ignored), maxNames)
	}
	if slices.ContainsFunc(ignored, func(name string) bool { return !hasLetter(name) }) {
		fail("generic.ignore_names: a name needs a letter or a digit")
	}
	if s := t.Threshold; s != nil && (math.IsNaN(*s) || math.IsInf(*s, 0) || *s < 0) {
		fail("generic.threshold: it takes a number that is not below 0")
	}
}

// applyGeneric adds a [generic] table to those before.
func (m *merger) applyGeneric(t *genericTable) {
	if t == nil {
		return
	}
	failed := false
	t.check(func(format string, args ...any) {
		failed = true
		m.fail(t.origin, format, args...)
	})
	if failed {
		return
	}
	g := &m.generic
	g.origin = t.origin
	g.Names = append(g.Names, t.Names...)
	m.cfg.Generic.IgnoreNames = slices.Concat(m.cfg.Generic.IgnoreNames, t.IgnoreNames, t.AlsoIgnored)
	if t.Threshold != nil {
		m.cfg.Generic.Threshold = t.Threshold
	}
	if t.Enabled != nil {
		g.Enabled = t.Enabled
	}
}

// settleGeneric changes the generic rules to what all [generic] tables say together.
// A rule that they change is no longer as it was built in.
func (m *merger) settleGeneric() {
	g := &m.generic
	if g.origin == (Origin{}) {
		return
	}
	if g.Enabled != nil && !*g.Enabled {
		m.takeOut(map[string]bool{genericKey: true, genericPassword: true, randomHex: true, randomMixed: true})
		return
	}
	password, hasPassword := m.rules[genericPassword]
	key, hasKey := m.rules[genericKey]
	if !hasKey && !hasPassword && !m.disabled[genericKey] && !m.disabled[genericPassword] {
		m.fail(g.origin, `generic: it is about the built-in rules %s and %s, which are not here; add "[extend]" with "useDefault = true"`, genericKey, genericPassword)
		return
	}
	changed := len(m.cfg.Generic.IgnoreNames) > 0 || m.cfg.Generic.Threshold != nil
	for _, id := range []string{randomHex, randomMixed} {
		if at, ok := m.rules[id]; ok && changed {
			r := &m.cfg.Rules[at]
			r.Origin, r.Scored = g.origin, m.cfg.Generic.Threshold != nil
		}
	}
	var known []string
	if hasPassword {
		r := &m.cfg.Rules[password]
		known = r.Candidates
		if changed {
			r.Origin = g.origin
		}
	}
	if !hasKey || m.cfg.Rules[key].Regex != "" {
		if len(g.Names) > 0 {
			m.cfg.Notes = append(m.cfg.Notes, g.origin.String()+": generic.names: nothing is found under them, since the rule "+genericKey+" is disabled or has a regex")
		}
		return
	}
	r := &m.cfg.Rules[key]
	r.Candidates = slices.Clone(r.Candidates)
	for _, name := range g.Names {
		if !slices.Contains(r.Candidates, name) && !slices.Contains(known, name) {
			r.Candidates = append(r.Candidates, name)
			changed = true
		}
	}
	if changed {
		r.Origin = g.origin
	}
}

// Limits of a word of names, in bytes. Shorter ones are in every second line of source
// code.
const (
	leastCandidate = 3
	mostCandidate  = 48
)

func checkCandidates(key string, words []string, fail failer) {
	if len(words) > maxNames {
		fail("%s: %d words are more than the limit of %d", key, len(words), maxNames)
	}
	for _, word := range words {
		switch {
		case len(word) < leastCandidate || len(word) > mostCandidate:
			fail("%s: %s has not %d to %d bytes", key, shown(word), leastCandidate, mostCandidate)
		case !hasLetter(word):
			fail("%s: a word needs a letter or a digit", key)
		case strings.ToLower(word) != word:
			fail("%s: write %s in lower case: it stands for any case", key, shown(word))
		}
	}
}

// hasLetter reports whether a name has a letter or a digit.
func hasLetter(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r >= 0x80
	})
}
