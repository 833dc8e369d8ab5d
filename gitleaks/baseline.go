package gitleaks

import "strings"

// A Baseline is a report of gitleaks, or of Sluice in its format, whose entries are
// known.
type Baseline struct {
	secrets map[secretIn]bool    // those that the report shows
	files   map[ruleIn]bool      // of rules that judge a path alone
	spots   map[spot][]baselined // all others
}

// A secretIn is a secret in a file.
type secretIn struct{ file, secret string }

// A ruleIn is a rule that says something of a file.
type ruleIn struct{ file, rule string }

// A baselined is an entry of a baseline.
type baselined struct {
	rule, secret, match string
	entropy             float32
	redacted            bool
	shown               string // the beginning of a secret that is redacted
}

// ParseBaseline reads a report as Read does, of which nothing may be redacted, or all, or a
// part of each secret. An array without elements, and null, are a baseline without entries.
// gitleaks takes JSON alone.
func ParseBaseline(text []byte) (*Baseline, error) {
	entries, err := Read(text)
	if err != nil {
		return nil, err
	}
	b := &Baseline{map[secretIn]bool{}, map[ruleIn]bool{}, map[spot][]baselined{}}
	for i := range entries {
		b.add(&entries[i])
	}
	return b, nil
}

func (b *Baseline) add(e *Entry) {
	file := slashed(e.File)
	if ofPath(e) {
		b.files[ruleIn{file, e.RuleID}] = true
		return
	}
	known := baselined{rule: e.RuleID, secret: e.Secret, match: e.Match, entropy: e.Entropy}
	known.shown, known.redacted = Redacted(e.Secret)
	if !known.redacted {
		b.secrets[secretIn{file, e.Secret}] = true
	}
	at := spot{e.Commit, file, e.StartLine}
	b.spots[at] = append(b.spots[at], known)
}

// ofPath reports whether an entry is of a rule that judges a path alone.
func ofPath(e *Entry) bool {
	return e.StartLine == 0 && (e.Secret == "" || e.Secret == redacted)
}

// Redacted reports whether what a report of gitleaks has for a secret is hidden by --redact,
// and returns the part that it shows. A secret that ends with "..." is taken for a hidden one.
func Redacted(secret string) (shown string, ok bool) {
	if secret == "" || secret == redacted {
		return "", true
	}
	return strings.CutSuffix(secret, redaction)
}

// Has reports whether an entry is known. A nil Baseline has none.
//
// gitleaks compares all fields but the tags and the fingerprint, so that an entry is new
// when an author's name or a rule's description changes. Here the secret decides:
//
//   - The same secret in the same file is known, wherever it has moved.
//   - In the line that the baseline names, of the same commit, a secret is known if one
//     of the two holds the other. Outside of git, the line itself may have changed, so each
//     must also be in the text of the other.
//   - Where the baseline hides the secret, the same line of the same commit, the rule, the
//     entropy and the part that is shown must agree.
//   - What a rule says of a path alone is known for that path and rule.
func (b *Baseline) Has(e *Entry) bool {
	if b == nil {
		return false
	}
	file := slashed(e.File)
	if ofPath(e) {
		for _, rule := range rulesOf(e) {
			if b.files[ruleIn{file, rule}] {
				return true
			}
		}
		return false
	}
	if e.Secret != "" && b.secrets[secretIn{file, e.Secret}] {
		return true
	}
	for _, known := range b.spots[spot{e.Commit, file, e.StartLine}] {
		if known.is(e) {
			return true
		}
	}
	return false
}

// minShared is the least number of bytes of a secret that is a part of another one.
const minShared = 8

// is reports whether an entry of the same line is the same secret.
func (k *baselined) is(e *Entry) bool {
	if k.redacted {
		return k.entropy == e.Entropy && named(k.rule, rulesOf(e)) && len(k.shown) < len(e.Secret) && strings.HasPrefix(e.Secret, k.shown)
	}
	if min(len(k.secret), len(e.Secret)) < minShared {
		return false
	}
	if e.Commit == "" && !(strings.Contains(k.match, e.Secret) && (strings.Contains(e.Match, k.secret) || strings.Contains(e.Line, k.secret))) {
		return false
	}
	return strings.Contains(k.secret, e.Secret) || strings.Contains(e.Secret, k.secret)
}
