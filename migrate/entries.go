package migrate

import (
	"cmp"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/rules"
)

// An entry is a condition of an allowlist: a regex, a path, a commit or a word; or a whole
// allowlist all of whose conditions must hold.
type entry struct {
	sourced
	path   string   // in the rule file, as [rules.Places] has it
	list   string   // the path of its allowlist
	kind   string   // "regexes", "paths", "commits" or "stopwords"; "" for a whole allowlist
	target string   // of a regex
	rules  []string // that it is for; nil for all
	label  string   // of the allowlist in the probe
	quoted string   // the text that it quotes, if it may be a secret; "" for none

	in    *rules.Allowlist // where it is in the configuration
	index int              // within the list of its kind
}

// leastQuoted is the least number of bytes of a text that may be a secret.
const leastQuoted = 8

// findEntries returns the entries of the allowlists in the rule file.
func (p *Plan) findEntries(cfg *rules.Config, places map[string]rules.Place, sources map[string]sourced) (all []entry) {
	lists := func(prefix string, allowlists []rules.Allowlist, only []string) {
		n := 0
		for i := range allowlists {
			a := &allowlists[i]
			if a.Origin.File != p.configPath() {
				continue
			}
			path := fmt.Sprintf("%sallowlists[%d]", prefix, n)
			n++
			if _, ok := places[path]; !ok {
				path = prefix + "allowlist"
			}
			if at := places[path]; at.Line != a.Origin.Line || !at.Table {
				path = "" // it is written in a way that nothing can be taken out of
			}
			all = append(all, p.entriesOf(a, path, slices.Concat(only, a.TargetRules), places, sources)...)
		}
	}
	lists("", cfg.Allowlists, nil)
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		prefix := ""
		for n := 0; ; n++ {
			at, ok := places[fmt.Sprintf("rules[%d]", n)]
			if !ok {
				break
			}
			if at.Line == r.Origin.Line {
				prefix = fmt.Sprintf("rules[%d].", n)
			}
		}
		lists(prefix, r.Allowlists, []string{r.ID})
	}
	for i := range all {
		all[i].label = fmt.Sprintf("migrate-%d", i+1)
	}
	return all
}

func (p *Plan) entriesOf(a *rules.Allowlist, path string, only []string, places map[string]rules.Place, sources map[string]sourced) (all []entry) {
	source := func(path string, line int) sourced {
		if s, ok := sources[path]; ok {
			return s
		}
		s := sourced{line: line}
		if p.config != nil {
			s.file = p.config.name
			s.line = p.config.line(path, line)
		}
		return s
	}
	if a.Condition == "AND" {
		s := source(path, a.Origin.Line)
		s.text, s.was = a.Description, "an allowlist whose conditions must all hold"
		return []entry{{sourced: s, path: path, list: path, rules: only, in: a}}
	}
	for _, k := range []struct {
		kind   string
		values []string
	}{{"regexes", a.Regexes}, {"paths", a.Paths}, {"commits", a.Commits}, {"stopwords", a.StopWords}} {
		for i, value := range k.values {
			e := entry{kind: k.kind, list: path, rules: only, in: a, index: i, target: a.RegexTarget}
			if path != "" {
				e.path = fmt.Sprintf("%s.%s[%d]", path, k.kind, i)
			}
			e.sourced = source(e.path, cmp.Or(places[e.path].Line, a.Origin.Line))
			e.text = value
			if e.was == "" {
				e.was = singular(k.kind)
			}
			if !e.auto {
				e.was += " " + value
			}
			e.quoted = e.quotes()
			all = append(all, e)
		}
	}
	return all
}

func singular(kind string) string {
	return map[string]string{"regexes": "regex", "paths": "path", "commits": "commit", "stopwords": "stopword"}[kind]
}

// quotes returns the text that the entry allows, if it allows a single one that may be a
// secret.
func (e *entry) quotes() string {
	text := ""
	switch e.kind {
	case "stopwords":
		text = e.text
	case "regexes":
		text = literal(e.text)
	}
	if len(text) < leastQuoted || e.kind == "regexes" && e.target != "secret" {
		return ""
	}
	return text
}

// literal returns the only text that a regex matches, apart from what is around it; "" if it
// matches different ones.
func literal(expr string) string {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return ""
	}
	var text strings.Builder
	if !appendLiteral(&text, re.Simplify()) {
		return ""
	}
	return text.String()
}

func appendLiteral(b *strings.Builder, re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass: // \. and [.] are the same to some people
		if len(re.Rune) != 2 || re.Rune[0] != re.Rune[1] {
			return false
		}
		b.WriteRune(re.Rune[0])
	case syntax.OpAnyCharNotNL, syntax.OpAnyChar: // a dot that was not escaped
		b.WriteByte('.')
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary:
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			if !appendLiteral(b, sub) {
				return false
			}
		}
	default:
		return false
	}
	return true
}

// judge returns a function that reports whether an entry on the secret covers a secret of
// a rule.
func (e *entry) judge() func(rule, secret string) bool {
	word := strings.ToLower(e.text)
	holds := func(secret string) bool { return strings.Contains(strings.ToLower(secret), word) }
	if e.kind == "regexes" {
		re, err := regexp.Compile(e.text)
		if err != nil {
			return func(string, string) bool { return false }
		}
		holds = re.MatchString
	}
	return func(rule, secret string) bool {
		return (len(e.rules) == 0 || slices.Contains(e.rules, rule)) && holds(secret)
	}
}

// quotesSecret reports whether the text that the entry quotes is most of a secret.
func (e *entry) quotesSecret(secret string) bool { return 4*len(e.quoted) >= 3*len(secret) }

// probeOf returns rules in which each entry is an allowlist of its own, so that the ledger
// of a scan says what it covers. Entries that may quote a secret are left out: what they
// cover is found.
func probeOf(cfg *rules.Config, entries []entry, file string) *rules.Config {
	probe := *cfg
	split := func(lists []rules.Allowlist) (all []rules.Allowlist) {
		for i := range lists {
			if lists[i].Origin.File != file {
				all = append(all, lists[i])
				continue
			}
			for _, e := range entries {
				if e.in == &lists[i] && e.quoted == "" {
					all = append(all, e.alone())
				}
			}
		}
		return all
	}
	probe.Allowlists = split(cfg.Allowlists)
	probe.Rules = slices.Clone(cfg.Rules)
	for i := range probe.Rules {
		probe.Rules[i].Allowlists = split(cfg.Rules[i].Allowlists)
	}
	return &probe
}

// alone returns an allowlist with the entry alone.
func (e *entry) alone() rules.Allowlist {
	a := *e.in
	a.ID = e.label
	if e.kind == "" {
		return a
	}
	a.Regexes, a.Paths, a.Commits, a.StopWords = nil, nil, nil, nil
	switch e.kind {
	case "regexes":
		a.Regexes = []string{e.text}
	case "paths":
		a.Paths = []string{e.text}
	case "commits":
		a.Commits = []string{e.text}
	case "stopwords":
		a.StopWords = []string{e.text}
	}
	return a
}
