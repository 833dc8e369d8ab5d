package engine

import (
	"fmt"

	"github.com/sluicesec/sluice/rules"
)

// An outline is what must be known of a rule's pattern before one of its
// literals shows: where to look. To parse a pattern and derive its literals
// takes about 0.1 ms, which is nothing for one rule and longer than many a
// scan for all built-in ones; so theirs are prebuilt, see known.
type outline struct {
	shaped  bool    // the pattern needs no regex, see shape
	pad     int     // bytes beside a match that its assertions look at
	most    int     // bytes of the longest match
	stretch stretch // that every match holds
	anchors []anchor
}

// An analysis is all that comes of a rule's pattern.
type analysis struct {
	outline
	node   *node
	groups int
	shape  *shape // nil: the pattern needs its regex
}

// analyse reads a rule's regex.
func analyse(r *rules.Rule) (analysis, error) {
	n, groups, err := parse(r.Regex)
	if err != nil {
		return analysis{}, err
	}
	if r.SecretGroup < 0 || r.SecretGroup > groups {
		return analysis{}, fmt.Errorf("secret group %d of %d", r.SecretGroup, groups)
	}
	measure := measure{multiline: r.Multiline}
	c, front := derive(n, measure)
	a := analysis{node: n, groups: groups}
	if front.weight >= usefulWeight || front.weight >= c.weight {
		if a.shape = newShape(n, front, r.SecretGroup, groups); a.shape != nil {
			c = front
		}
	}
	a.shaped = a.shape != nil
	if !a.shaped {
		a.stretch = stretchOf(n)
	}
	a.anchors = c.anchors
	if hasAssert(n) {
		a.pad = 1
	}
	_, a.most = measure.length(n)
	return a, nil
}

// usefulWeight is how rare, in bits, literals must be for a shape to be better
// than rarer ones elsewhere in the pattern.
const usefulWeight = 15
