package gitleaks

import "strings"

// A Baseline is a report of gitleaks, or of Sluice in its format, whose entries are
// known.
type Baseline struct {
	secrets map[secretIn]bool     // those that the report shows
	files   map[ruleIn]bool       // of rules that judge a path alone
	lines   map[spot]*knownOnLine // all others
}

// A secretIn is a secret in a file.
type secretIn struct{ file, secret string }

// A ruleIn is a rule that says something of a file.
type ruleIn struct{ file, rule string }

// ParseBaseline reads a report as Read does, of which nothing may be redacted, or all, or a
// part of each secret. An array without elements, and null, are a baseline without entries.
// gitleaks takes JSON alone.
func ParseBaseline(text []byte) (*Baseline, error) {
	entries, err := Read(text)
	if err != nil {
		return nil, err
	}
	b := &Baseline{map[secretIn]bool{}, map[ruleIn]bool{}, map[spot]*knownOnLine{}}
	for i := range entries {
		b.add(&entries[i])
	}
	for _, known := range b.lines {
		known.ready()
	}
	return b, nil
}

func (b *Baseline) add(e *Entry) {
	file := slashed(e.File)
	if ofPath(e) {
		b.files[ruleIn{file, e.RuleID}] = true
		return
	}
	at := spot{e.Commit, file, e.StartLine}
	known := b.lines[at]
	if known == nil {
		known = &knownOnLine{}
		b.lines[at] = known
	}
	if shown, redacted := Redacted(e.Secret); redacted {
		known.addHidden(hiddenSecret{e.RuleID, e.Entropy, shown})
	} else {
		b.secrets[secretIn{file, e.Secret}] = true
		known.addShown(shownSecret{e.Secret, e.Match})
	}
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
	return b.lines[spot{e.Commit, file, e.StartLine}].has(e)
}
