package engine

import (
	"strings"

	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/internal/prebuilt"
	"github.com/sluicesec/sluice/rules"
)

// known is what is stored of those rules that are built in and unchanged: their patterns.
// To read a pattern takes a hundredth of the time that it takes to derive it.
type known struct {
	all bool // these are the built-in rules, so that what follows from all of them is stored, too

	of     []*prebuilt.Pattern // by the index of the rule; nil if its pattern is not stored
	shared *prebuilt.Shared

	read func() *prebuilt.Pattern // reads the pattern of the one rule that is asked for; nil if of has it
}

// knownPatterns finds the rules whose patterns are stored. Built-in rules are in
// the order of the stored patterns, whatever rules are between them and missing.
// The regex of such a rule is the very string of its pattern, so that to compare
// them takes no time.
func knownPatterns(list []rules.Rule) known {
	k := known{of: make([]*prebuilt.Pattern, len(list)), shared: prebuilt.ReadShared()}
	stored := prebuilt.Patterns()
	k.all = isBuiltin(list)
	next := 0
	for i := range list {
		r := &list[i]
		text := expr(r)
		for at := next; at < len(stored) && text != ""; at++ {
			p := &stored[at]
			if p.Expr == text && p.SecretGroup == r.SecretGroup && p.Multiline == r.Multiline {
				k.of[i], next = p, at+1
				break
			}
		}
		k.all = k.all && (k.of[i] != nil) == (text != "")
	}
	k.all = k.all && next == len(stored)
	return k
}

// expr returns the regex of a rule as it is matched: by bytes.
func expr(r *rules.Rule) string {
	if !r.LikeGitleaks {
		return r.Regex
	}
	text := r.Regex
	if strings.ContainsAny(text, "^$") {
		text = "(?m)" + text
	}
	return pattern.Characters(text)
}

// pattern makes the pattern of rule i, which has a regex.
func (k known) pattern(i int, r *rules.Rule) (*pattern.Pattern, error) {
	if k.read != nil {
		return pattern.Prebuilt(k.read(), k.shared), nil
	}
	if p := k.of[i]; p != nil {
		return pattern.Prebuilt(p, k.shared), nil
	}
	return pattern.New(pattern.Spec{Expr: expr(r), Multiline: r.Multiline, SecretGroup: r.SecretGroup})
}
