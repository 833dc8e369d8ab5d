package engine

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/rules"
)

// An allow is an allowlist made ready.
type allow struct {
	label   string // what Match.Allowed says
	all     bool   // every kind of condition must hold, not just one
	target  string // what regexes judge: "secret", "match" or "line"
	regexes []*pattern
	paths   []*pattern
	commits []string // lower case
	words   []string

	wordsOnce sync.Once
	wordSet   *literal.Set
}

// newAllow makes an allowlist ready. Its regexes are checked, not compiled.
func newAllow(list *rules.Allowlist) (*allow, error) {
	a := &allow{label: "allowlist", target: list.RegexTarget, words: list.StopWords}
	if list.ID != "" {
		a.label += " " + list.ID
	}
	switch strings.ToUpper(list.Condition) {
	case "", "OR", "||":
	case "AND", "&&":
		a.all = true
	default:
		return nil, fmt.Errorf("condition %q is neither OR nor AND", list.Condition)
	}
	switch a.target {
	case "":
		a.target = "secret"
	case "secret", "match", "line":
	default:
		return nil, fmt.Errorf("regexTarget %q is none of secret, match, line", a.target)
	}
	for _, c := range list.Commits {
		a.commits = append(a.commits, strings.ToLower(c))
	}
	for _, part := range []struct {
		exprs    []string
		patterns *[]*pattern
	}{{list.Regexes, &a.regexes}, {list.Paths, &a.paths}} {
		for _, expr := range part.exprs {
			if _, _, err := parse(expr); err != nil {
				return nil, err
			}
			*part.patterns = append(*part.patterns, &pattern{expr: expr})
		}
	}
	return a, nil
}

// A verdict on a kind of condition.
type verdict uint8

const (
	absent verdict = iota // the allowlist has no such condition
	no
	yes
)

func is(b bool) verdict {
	if b {
		return yes
	}
	return no
}

// judge joins the verdicts on some kinds of conditions.
func (a *allow) judge(verdicts ...verdict) verdict {
	result := absent
	for _, v := range verdicts {
		switch {
		case v == absent:
		case result == absent:
			result = v
		case a.all:
			result = min(result, v)
		default:
			result = max(result, v)
		}
	}
	return result
}

// textOnly reports whether nothing but the match and the secret is judged.
func (a *allow) textOnly() bool {
	return len(a.paths) == 0 && len(a.commits) == 0 && (a.target != "line" || len(a.regexes) == 0)
}

// byText judges what needs the match and the secret only.
func (a *allow) byText(match, secret []byte) verdict {
	regexes, words := absent, absent
	switch {
	case len(a.regexes) == 0:
	case a.target == "secret":
		regexes = is(anyMatches(a.regexes, secret))
	case a.target == "match":
		regexes = is(anyMatches(a.regexes, match))
	}
	if len(a.words) > 0 {
		words = is(a.holdsWord(secret))
	}
	return a.judge(regexes, words)
}

// byLine judges what needs the lines of the match.
func (a *allow) byLine(lines []byte) verdict {
	if a.target != "line" || len(a.regexes) == 0 {
		return absent
	}
	return is(anyMatches(a.regexes, lines))
}

// byPlace judges what needs the path and the commit.
func (a *allow) byPlace(path, commit string) verdict {
	paths, commits := absent, absent
	if len(a.paths) > 0 {
		paths = is(path != "" && anyMatches(a.paths, []byte(path)))
	}
	if len(a.commits) > 0 {
		commits = no
		for _, c := range a.commits {
			if len(c) >= 7 && strings.HasPrefix(strings.ToLower(commit), c) {
				commits = yes
			}
		}
	}
	return a.judge(paths, commits)
}

func anyMatches(patterns []*pattern, text []byte) bool {
	for _, p := range patterns {
		if p.matches(text) {
			return true
		}
	}
	return false
}

func (a *allow) holdsWord(secret []byte) bool {
	a.wordsOnce.Do(func() {
		literals := make([]literal.Literal, len(a.words))
		for i, w := range a.words {
			literals[i] = literal.Literal{Text: w, Fold: true}
		}
		a.wordSet = literal.New(literals)
	})
	for _, w := range a.words {
		if len(w) == 1 && bytes.Contains(bytes.ToLower(secret), []byte(strings.ToLower(w))) {
			return true
		}
	}
	return len(a.wordSet.Append(nil, secret, 0, len(secret))) > 0
}
