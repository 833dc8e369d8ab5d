package engine

import (
	"errors"
	"fmt"

	"github.com/sluicesec/sluice/internal/candidate"
	"github.com/sluicesec/sluice/internal/model"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// A compiledRule is a rule made ready.
type compiledRule struct {
	rule       *rules.Rule
	pattern    matcher        // nil: the rule judges paths alone
	several    severalMatcher // pattern, if a hit of it may have several matches
	names      *nameMatcher   // pattern, if it matches names
	keywords   *words         // one of them must be in the text; nil if they are hints, see keywords.go
	index      int32          // of the rule
	part       bool           // it serves as a part of another rule
	scored     bool           // the model judges its matches
	path       *pattern.Regex // nil: any path will do
	filter     filter
	generic    *generic // nil: the rule is none of the generic ones, or nothing is said of them
	literalLen int      // bytes of the shortest of its literals: the more, the more specific is a match
}

// compileRule makes rule i of the set ready. shared are the allowlists of the whole set,
// known are the patterns that need not be derived.
func compileRule(i int, r *rules.Rule, shared *sharedAllowlists, known known) (*compiledRule, error) {
	c := &compiledRule{rule: r}
	var lists []*allowlist
	for k := range r.Allowlists {
		a, err := newAllowlist(&r.Allowlists[k])
		if err != nil {
			return nil, fmt.Errorf("allowlist %d: %w", k+1, err)
		}
		lists = append(lists, a)
	}
	if more := shared.of(r); len(lists) == 0 {
		lists = more
	} else {
		lists = append(lists, more...)
	}
	c.filter = newFilter(r, lists)
	if r.Path != "" {
		path, err := pattern.NewRegex(r.Path)
		if err != nil {
			return nil, fmt.Errorf("path: %w", err)
		}
		c.path = path
	}
	c.scored = r.Scored
	if r.LikeGitleaks {
		c.keywords = newKeywords(r.Keywords)
	}
	if known := readerOf(r.Reader); known != nil {
		m := newReaderMatcher(known)
		c.pattern, c.several, c.literalLen = m, m, len(known.words[0])
		return c, nil
	}
	if len(r.Candidates) > 0 {
		for _, k := range r.Candidates {
			if len(k) > candidate.MaxKeyword {
				return nil, fmt.Errorf("a candidate has more than %d bytes", candidate.MaxKeyword)
			}
		}
		c.names = newNameMatcher(r.Candidates, model.LeastText)
		c.pattern, c.scored = c.names, true
		for _, k := range r.Candidates {
			c.holds(len(k))
		}
		return c, nil
	}
	if r.WholeFile && (r.Path == "" || r.Regex == "") {
		return nil, errors.New("wholeFile without a path and a regex")
	}
	if r.Regex == "" {
		if r.Path == "" {
			return nil, errors.New("neither regex nor path")
		}
		return c, nil
	}
	p, err := known.pattern(i, r)
	if err != nil {
		return nil, err
	}
	c.pattern = p
	return c, nil
}

// holds notes that the rule has a literal of so many bytes.
func (c *compiledRule) holds(literal int) {
	if c.literalLen == 0 || literal < c.literalLen {
		c.literalLen = literal
	}
}

// anchors returns the literals of which every match of the rule holds one.
func (c *compiledRule) anchors() []pattern.Anchor {
	if c.pattern == nil {
		return nil
	}
	return c.pattern.Outline().Anchors
}

// A ruleAnchor is one anchor of one rule: what a hit of a literal may stand for.
// Several rules may have the same literal.
//
// A near anchor is one whose window lies within pattern.LookReach bytes of the
// literal's start, a far anchor any other. A hit of a near anchor is judged once
// and for all: an edited version of the data that has the same bytes around the
// literal has the same match. A hit of a far anchor may have no match for a
// reason that is far away, where an edit can change it. So it is kept even if it
// has none, and judged again when its window has changed.
//
// A rule that is not searched for by a literal has a ruleAnchor of length 0, so
// that its matches name a ruleAnchor, too.
type ruleAnchor struct {
	ready uint32 // 1 once it is made, see unread
	*compiledRule
	index int // of the anchor in its pattern
	len   int // of its literal, in bytes
	far   bool

	inRuns bool // it is looked for in binary content, see judgeRun

	// Which bytes can be right before its literal and right behind it: the numbers of
	// sets, see search.
	prev, next uint16

	// How many bytes before and behind the start of the literal decide whether a hit
	// has to be judged, and, of a near anchor, whether it is a match.
	before, after int32
}

func newRuleAnchor(c *compiledRule, index int) ruleAnchor {
	a := ruleAnchor{ready: 1, compiledRule: c, index: index, len: len(c.anchors()[index].Text)}
	before, after := c.pattern.Reach(index)
	if a.far = before > pattern.LookReach || after > pattern.LookReach; a.far {
		before, after = 1, max(pattern.LookReach, a.len+1)
		if c.anchors()[index].Edge == 0 {
			before = pattern.EscapeReach // Look asks for an escape sequence
		}
		if c.names != nil {
			before, after = nameBefore, max(nameAfter, a.len+1)
		}
	}
	a.before, a.after = int32(before), int32(after)
	a.inRuns = c.several == nil && c.inRuns(index)
	return a
}

// around returns the window of a hit in n bytes, where no escape sequence is.
func (a *ruleAnchor) around(n, at int) pattern.Span {
	return a.pattern.Around(a.index, n, at)
}
