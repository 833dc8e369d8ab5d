package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
)

// A contextTable is a [[context]] table: a token that has no marker of its
// own and is known only by the name of its service beside it. It stands for
// one ordinary rule.
type contextTable struct {
	ID       string   // default: the provider and the shape
	Provider string   // id of a provider
	Name     string   // the provider's name, when it has no [[providers]] table
	Names    []string // what the service is called by, and nothing else
	Words    []string // what it is called by, and other things, too
	Keys     []string // further words for the token, see the package's comment
	Shape    string   // see parseShape
	Where    string   // "assignment" (the default), "named", "url" or "line"

	Parts      []Part
	SkipReport *bool
	Identifier *bool

	Description *string
	Entropy     *float64
	MinDigits   *int
	Confidence  *finding.Confidence
	Severity    *finding.Severity
	Tags        []string
	Can         *string
	Rotate      *string
	Examples    []string
	Negatives   []string

	origin Origin
}

// contextSpecificity lets a rule that knows a marker win over one that only
// knows the surroundings.
const contextSpecificity = -5

// rule returns the rule that c stands for.
func (c *contextTable) rule() (ruleTable, error) {
	names := slices.Concat(c.Names, c.Words)
	if c.Provider == "" || len(names) == 0 {
		return ruleTable{}, errors.New("provider, and names or words, are required")
	}
	if slices.Contains(names, "") || slices.Contains(c.Keys, "") {
		return ruleTable{}, errors.New("names, words or keys hold an empty word, which stands everywhere")
	}
	s, err := parseShape(c.Shape)
	if err != nil {
		return ruleTable{}, err
	}
	b := beside{
		names: anyName(c.Names), words: anyName(c.Words), hosts: anyHost(c.Names, c.Words),
		keys: anyWord(c.Keys), value: s.regex, plain: looksPlain(s.regex),
	}
	var form contextForm
	switch c.Where {
	case "", "assignment":
		form = assignment
		b.keys = anyWord(slices.Concat(generic(), c.Keys))
	case "named":
		form = named
		if len(c.Keys) == 0 {
			return ruleTable{}, errors.New(`where = "named" needs keys`)
		}
	case "url":
		form = inURL
	case "line":
		form = onLine
	default:
		return ruleTable{}, fmt.Errorf("where %q is none of assignment, named, url, line", c.Where)
	}
	t := ruleTable{
		ID:          c.ID,
		Description: c.Description,
		Provider:    &c.Provider,
		Regex:       new(form.regex(b)),
		Keywords:    names,
		Parts:       c.Parts,
		SkipReport:  c.SkipReport,
		Identifier:  c.Identifier,
		Entropy:     c.Entropy,
		MinDigits:   c.MinDigits,
		Confidence:  c.Confidence,
		Severity:    c.Severity,
		Tags:        c.Tags,
		Can:         c.Can,
		Rotate:      c.Rotate,
		Examples:    c.Examples,
		Negatives:   c.Negatives,

		Placeholders: new(true),
		Specificity:  new(contextSpecificity),
		origin:       c.origin,
	}
	if t.ID == "" {
		t.ID = c.Provider + "-" + strings.ReplaceAll(c.Shape, ":", "-")
	}
	if t.Description == nil {
		t.Description = new(c.describe())
	}
	if t.MinDigits == nil {
		t.MinDigits = &s.digits
	}
	if t.Entropy == nil {
		t.Entropy = &s.entropy
	}
	if t.Confidence == nil {
		t.Confidence = new(finding.ConfidenceMedium)
	}
	if s.example != "" {
		key := "key"
		if len(c.Keys) > 0 {
			key = c.Keys[0]
		}
		if len(t.Examples) == 0 {
			t.Examples = form.lines(names[0], key, s.example)
		}
		if len(t.Negatives) == 0 {
			t.Negatives = append(form.lines(names[0], key, s.short), form.lines("another", key, s.example)...)
		}
	}
	return t, nil
}

func (c *contextTable) describe() string {
	name := c.Name
	if name == "" {
		name = c.Provider
	}
	if len(c.Keys) > 0 {
		return name + " " + c.Keys[0]
	}
	return name + " credential"
}

// shortName is the length up to which a name must start a word of an
// identifier: "ably" also stands in "probably", longer ones rarely do.
const shortName = 6

// anyName makes a regex of the names of a service, in any case; "" of none.
func anyName(names []string) string {
	if len(names) == 0 {
		return ""
	}
	alternatives := make([]string, len(names))
	for i, n := range names {
		word := "(?i:" + regexp.QuoteMeta(n) + ")"
		if first, size := utf8.DecodeRuneInString(n); len(n) <= shortName && unicode.IsLetter(first) {
			inCamelCase := "[a-z]" + string(unicode.ToUpper(first)) + "(?i:" + regexp.QuoteMeta(n[size:]) + ")"
			word = `(?:\b|[_0-9])` + word + "|" + inCamelCase
		}
		alternatives[i] = word
	}
	return "(?:" + strings.Join(alternatives, "|") + ")"
}

// anyHost makes a regex of hosts of a service. Ordinary words must have a
// subdomain, as interfaces do: the pages of github.com are linked everywhere.
func anyHost(names, words []string) string {
	const subdomain = `(?:[\w\-]{1,20}\.)`
	var hosts []string
	if len(names) > 0 {
		hosts = append(hosts, subdomain+`{0,2}?`+anyWord(names))
	}
	if len(words) > 0 {
		hosts = append(hosts, subdomain+`{1,2}?`+anyWord(words))
	}
	return either(hosts...)
}

// anyWord makes a regex of words in any case; "" of none.
func anyWord(words []string) string {
	if len(words) == 0 {
		return ""
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regexp.QuoteMeta(w)
	}
	return "(?i:" + strings.Join(quoted, "|") + ")"
}
