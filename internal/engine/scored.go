package engine

import (
	"cmp"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/candidate"
	"github.com/sluicesec/sluice/internal/model"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A scored is what the model has to know of a match to score it at a place.
type scored struct {
	vector model.Vector
	sample bool // the value is plainly not meant as a secret, such as changeme
	own    bool // the model does not know the name, and takes it for "secret"
	public bool // the name or the value says that everybody may know it
}

// score notes what the model has to know of a match of a rule that is scored. f is
// what was found.
func (d *Detector) score(m *Match, f found, data []byte) {
	a := &d.anchors[f.anchor]
	if !a.scored {
		return
	}
	w := pattern.Span{Start: max(0, f.at-candidate.Before), End: min(len(data), f.at+candidate.After)}
	var c candidate.Candidate
	if names, ok := a.pattern.(*nameMatcher); ok {
		if c, ok = names.candidate(a.index, data[w.Start:w.End], f.at-w.Start); !ok {
			return // it was found, so it is there
		}
	} else {
		w = pattern.Span{Start: max(0, m.SecretStart-candidate.Before), End: min(len(data), m.SecretEnd+candidate.After)}
		c = candidate.Around(data[w.Start:w.End], candidate.Span{Start: m.SecretStart - w.Start, End: m.SecretEnd - w.Start})
	}
	text := data[w.Start:w.End]
	m.scored = &scored{own: c.Own, sample: isSample(text, &c), public: c.IsPublic(text)}
	m.scored.vector.Read(text, &c)
	if m.Allowed == "" && a.generic.ignores(c.Name.Of(text)) {
		m.Allowed = ignoredName
	}
}

// isSample reports whether a value is one that nobody means as a secret: words
// that say so, or the name of the user beside it.
func isSample(text []byte, c *candidate.Candidate) bool {
	value := c.Value.Of(text)
	return isPlaceholder(value) || c.SameAsUser(text) || isSampleWord(value)
}

// confidenceAt returns how surely a match is a secret at a path, by its rule or by
// the model. It is "" if the model says that it is none.
func (m *Match) confidenceAt(path string) finding.Confidence {
	if m.scored == nil {
		return cmp.Or(m.Rule.Confidence, finding.ConfidenceMedium)
	}
	x := m.scored.vector
	x.Place(path)
	level := m.rule.level(model.Score(&x))
	if m.scored.sample && isSampleOfPassword(m.Secret) {
		return finding.ConfidenceLow // counted, and shown to who asks for it
	}
	if level != "" && (m.scored.sample || m.scored.public || model.IsTestVector(path)) {
		return finding.ConfidenceLow
	}
	return level
}

// Counts reports whether a match is one at a path: the model does not say that it is no
// secret. That is so for every match of a rule that is not scored.
func (m *Match) Counts(path string) bool { return m.confidenceAt(path) != "" }

// level returns the confidence that a score stands for, "" for none. The rule's own
// confidence is the highest.
func (c *compiledRule) level(score float32) finding.Confidence {
	level := c.generic.level(score)
	if most := c.rule.Confidence; most != "" && level != "" && level.Compare(most) > 0 {
		return most
	}
	return level
}

// mostReasons is how many features an explanation has.
const mostReasons = 8

// explainAt returns the score of a match at a path, and why.
func (m *Match) explainAt(path string) (float32, []model.Reason) {
	x := m.scored.vector
	x.Place(path)
	return model.Score(&x), model.Explain(&x, mostReasons)
}

// isSampleWord reports whether a value is a word that samples and error cases have
// for a password, in some languages.
func isSampleWord(value []byte) bool {
	low := strings.ToLower(string(value))
	for _, word := range [...]string{"wrong", "incorrect", "invalid", "strongpass", "geheim", "secreto", "titkos", "motdepasse", "passwort", "hemligt", "segreto", "thisisa", "change.this", "changethis"} {
		if strings.HasPrefix(low, word) {
			return true
		}
	}
	return false
}

// isSampleOfPassword reports whether a sample is such as people put where a password
// belongs, and not a template or an expression.
func isSampleOfPassword(value string) bool {
	return !isTemplate([]byte(strings.ToLower(value))) && !strings.ContainsAny(value, " ()[]{}<>$%=/\\")
}
