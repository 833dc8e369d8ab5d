package detect

import (
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// A Match is one secret in some data. It is plain data, and needs nothing of the
// data that it was found in.
type Match struct {
	Rule   *rules.Rule // of the rules that saw the secret, the most specific
	Secret string      // as it is: do not log it
	Text   string      // what the rule's regex matched, with the secret in it

	// Offsets in the data, in bytes: of Text, and of the secret in it.
	Start, End             int
	SecretStart, SecretEnd int

	// Span is the lines and columns of the secret, both counted from 1. Columns
	// count Unicode code points; the end column is that of the character behind
	// the last.
	Span finding.Span

	// InPath: the path of the data is the secret, such as that of a key file. The
	// offsets count bytes of the path, and Span is zero.
	InPath bool

	Entropy   float64  // Shannon entropy of the secret, in bits per byte
	Parts     []Part   // what belongs to the secret, in the order of Rule.Parts
	AlsoRules []string // ids of the other rules that saw the secret, sorted

	// Layers name what was undone to get Text, such as "base64", the outermost first. The
	// offsets and Span are then those of what is encoded.
	Layers []string
}

// A Part is something near a secret that belongs to it, such as the id of a key.
type Part struct {
	Rule       *rules.Rule  // that found the part
	Secret     string       // the part itself
	Start, End int          // offsets in the data, in bytes
	Span       finding.Span // lines and columns, as in Match
}

func newMatch(m *engine.Match) Match {
	match := Match{
		Rule: m.Rule, Secret: m.Secret, Text: m.Text,
		Start: m.Start, End: m.End, SecretStart: m.SecretStart, SecretEnd: m.SecretEnd,
		Span: m.Span, Entropy: m.Entropy, AlsoRules: m.AlsoRules, Layers: m.Layers,
	}
	for _, p := range m.Parts {
		match.Parts = append(match.Parts, Part(p))
	}
	return match
}

// move changes all offsets.
func (m *Match) move(to func(offset int) int) {
	m.Start, m.End, m.SecretStart, m.SecretEnd = to(m.Start), to(m.End), to(m.SecretStart), to(m.SecretEnd)
	for i := range m.Parts {
		p := &m.Parts[i]
		p.Start, p.End = to(p.Start), to(p.End)
	}
}
