package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A contextTable is a [[context]] table: a token that has no marker of its
// own and is known only by the name of its service beside it. It stands for
// one ordinary rule.
type contextTable struct {
	ID       string   // default: the provider and the shape
	Provider string   // id of a provider
	Name     string   // the provider's name, when it has no [[providers]] table
	Names    []string // words, one of which the identifier, key path or URL holds
	Keys     []string // words, one of which stands there too; empty means any
	Shape    string   // see parseShape
	Where    string   // "assignment" (the default), "url", "header" or "line"

	Parts      []Part
	SkipReport *bool
	Identifier *bool

	Description *string
	Entropy     *float64
	Confidence  *string
	Severity    *string
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
	if c.Provider == "" || len(c.Names) == 0 {
		return ruleTable{}, errors.New("provider and names are required")
	}
	if slices.Contains(c.Names, "") || slices.Contains(c.Keys, "") {
		return ruleTable{}, errors.New("names and keys hold an empty word, which stands everywhere")
	}
	s, err := parseShape(c.Shape)
	if err != nil {
		return ruleTable{}, err
	}
	var form contextForm
	switch c.Where {
	case "", "assignment":
		form = assignment
	case "url":
		form = inURL
	case "header":
		form = inHeader
	case "line":
		form = onLine
	default:
		return ruleTable{}, fmt.Errorf("where %q is none of assignment, url, header, line", c.Where)
	}
	t := ruleTable{
		ID:          c.ID,
		Description: c.Description,
		Provider:    &c.Provider,
		Regex:       new(form.regex(anyName(c.Names), anyWord(c.Keys), s.regex)),
		Keywords:    c.Names,
		Parts:       c.Parts,
		SkipReport:  c.SkipReport,
		Identifier:  c.Identifier,
		Entropy:     c.Entropy,
		MinDigits:   &s.digits,
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
	if t.Entropy == nil {
		t.Entropy = &s.entropy
	}
	if t.Confidence == nil {
		t.Confidence = new("medium")
	}
	if s.example != "" {
		key := "key"
		if len(c.Keys) > 0 {
			key = c.Keys[0]
		}
		if len(t.Examples) == 0 {
			t.Examples = form.lines(c.Names[0], key, s.example)
		}
		if len(t.Negatives) == 0 {
			t.Negatives = append(form.lines(c.Names[0], key, s.short), form.lines("another", key, s.example)...)
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

// anyName makes a regex of the names of a service, in any case.
func anyName(names []string) string {
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
