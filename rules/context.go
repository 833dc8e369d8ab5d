package rules

import (
	"errors"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules/context"
)

// A contextTable is a [[context]] table: a token that has no marker of its
// own and is known only by the name of its service beside it. It is short for
// one ordinary rule.
type contextTable struct {
	ID       string   // default: the provider and the shape
	Aliases  []string // as of a rule
	Provider string   // id of a provider
	Name     string   // the provider's name, when it has no [[providers]] table
	Names    []string // what the service is called by, and nothing else
	Words    []string // what it is called by, and other things, too
	Keys     []string // further words for the token, see the package's comment
	Shape    string   // see package rules/context
	Where    string   // "assignment" (the default), "named", "url" or "line"

	Parts      []Part
	SkipReport *bool
	Identifier *bool
	Scored     *bool // default: whether names in code have the shape, too

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

// rule writes the table out as a rule.
func (c *contextTable) rule() (ruleTable, error) {
	names := slices.Concat(c.Names, c.Words)
	if c.Provider == "" || len(names) == 0 {
		return ruleTable{}, errors.New("provider, and names or words, are required")
	}
	pattern, err := context.Spec{Names: c.Names, Words: c.Words, Keys: c.Keys, Shape: c.Shape, Where: c.Where}.Pattern()
	if err != nil {
		return ruleTable{}, err
	}
	t := ruleTable{
		ID:          c.ID,
		Aliases:     c.Aliases,
		Description: c.Description,
		Provider:    &c.Provider,
		Regex:       &pattern.Regex,
		Keywords:    names,
		Parts:       c.Parts,
		SkipReport:  c.SkipReport,
		Identifier:  c.Identifier,
		Scored:      c.Scored,
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
		fromContext:  true,
	}
	if t.ID == "" {
		t.ID = c.Provider + "-" + strings.ReplaceAll(c.Shape, ":", "-")
	}
	if t.Description == nil {
		t.Description = new(c.describe())
	}
	if t.MinDigits == nil {
		t.MinDigits = &pattern.Digits
		if c.isIdentifier() && pattern.Scored {
			t.MinDigits = new(max(1, pattern.Digits)) // ids are not scored, and names in code rarely have one
		}
	}
	if t.Entropy == nil {
		t.Entropy = &pattern.Entropy
	}
	if t.Scored == nil {
		t.Scored = new(pattern.Scored && !c.isIdentifier())
	}
	if t.Confidence == nil {
		t.Confidence = new(c.confidence())
	}
	if len(t.Examples) == 0 {
		t.Examples = pattern.Examples
	}
	if len(t.Negatives) == 0 {
		t.Negatives = pattern.Negatives
	}
	return t, nil
}

// confidence is that of a table which names none. An identifier opens nothing by
// itself, so to report it alone is mostly noise.
func (c *contextTable) confidence() finding.Confidence {
	if c.isIdentifier() {
		return finding.ConfidenceLow
	}
	return finding.ConfidenceMedium
}

func (c *contextTable) isIdentifier() bool { return c.Identifier != nil && *c.Identifier }

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
