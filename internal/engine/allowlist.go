package engine

import (
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// An allowlist is a rules.Allowlist made ready.
type allowlist struct {
	label   string // what Match.Allowed says
	all     bool   // every kind of condition must hold, not just one
	target  string // what regexes judge: "secret", "match" or "line"
	regexes []*pattern.Regex
	paths   []*pattern.Regex
	commits []string // lower case
	words   *words   // nil for none
}

// newAllowlist makes an allowlist ready. Its regexes are checked, not compiled.
func newAllowlist(list *rules.Allowlist) (*allowlist, error) {
	a := &allowlist{label: "allowlist", target: list.RegexTarget}
	if len(list.StopWords) > 0 {
		a.words = newWords(list.StopWords)
	}
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
	var err error
	if a.regexes, err = newRegexes(list.Regexes); err != nil {
		return nil, err
	}
	if a.paths, err = newRegexes(list.Paths); err != nil {
		return nil, err
	}
	return a, nil
}

func newRegexes(exprs []string) ([]*pattern.Regex, error) {
	var list []*pattern.Regex
	for _, expr := range exprs {
		r, err := pattern.NewRegex(expr)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// A verdict is what one kind of condition says of a match.
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

// judge joins the verdicts of some kinds of conditions.
func (a *allowlist) judge(verdicts ...verdict) verdict {
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

// textOnly reports whether all conditions are on the match and the secret.
func (a *allowlist) textOnly() bool {
	return len(a.paths) == 0 && len(a.commits) == 0 && (a.target != "line" || len(a.regexes) == 0)
}

// byText judges the conditions on the match and the secret.
func (a *allowlist) byText(match, secret []byte) verdict {
	regexes, words := absent, absent
	switch {
	case len(a.regexes) == 0:
	case a.target == "secret":
		regexes = is(anyMatches(a.regexes, secret))
	case a.target == "match":
		regexes = is(anyMatches(a.regexes, match))
	}
	if a.words != nil {
		words = is(a.words.heldBy(secret))
	}
	return a.judge(regexes, words)
}

// byLine judges the conditions on the lines of the match.
func (a *allowlist) byLine(lines []byte) verdict {
	if a.target != "line" || len(a.regexes) == 0 {
		return absent
	}
	return is(anyMatches(a.regexes, lines))
}

// byPlace judges the conditions on the path and the commit.
func (a *allowlist) byPlace(path, commit string) verdict {
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

func anyMatches(regexes []*pattern.Regex, text []byte) bool {
	for _, r := range regexes {
		if r.Matches(text) {
			return true
		}
	}
	return false
}
