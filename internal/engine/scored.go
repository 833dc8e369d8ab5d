package engine

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"strings"
	"unicode"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/candidate"
	"github.com/sluicesec/sluice/internal/model"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A scored is what the model has to know of a match to score it at a place. It does
// not change, and the versions of a file share it.
type scored struct {
	vector  model.Packed
	sample  bool // the value is plainly not meant as a secret, such as changeme
	own     bool // the model does not know the name, and takes it for "secret"
	public  bool // the name or the value says that everybody may know it
	ignored bool // the rule file says that the name is none of a secret
}

// newScored returns what the model has to know of a candidate in some text, whose
// features are x.
func newScored(a *ruleAnchor, text []byte, c *candidate.Candidate, x *model.Vector) *scored {
	return &scored{
		vector: x.Pack(), own: c.Own, sample: isSample(text, c),
		public: c.IsPublic(text), ignored: a.generic.ignores(c.Name.Of(text)),
	}
}

// score notes what the model has to know of a match of a rule that is scored. f is
// what was found.
func (d *Detector) score(m *Match, f found, data []byte) {
	a := d.anchor(f.anchor)
	if m.scored = f.scored; m.scored == nil && (a.scored || a.rule.Placeholders) {
		w := pattern.Span{Start: max(0, m.SecretStart-candidate.Before), End: min(len(data), m.SecretEnd+candidate.After)}
		text := data[w.Start:w.End]
		c := candidate.Around(text, candidate.Span{Start: m.SecretStart - w.Start, End: m.SecretEnd - w.Start})
		if !a.scored {
			switch {
			case m.Allowed != "":
			case c.SameAsUser(text):
				m.Allowed = sameAsUser
			case a.generic.ignores(c.Name.Of(text)):
				m.Allowed = ignoredName
			}
			return
		}
		var x model.Vector
		x.Read(text, &c)
		m.scored = newScored(a, text, &c, &x)
	}
	if m.scored == nil {
		return
	}
	if m.Allowed == "" && m.scored.ignored {
		m.Allowed = ignoredName
	}
}

// sameAsUser is what Match.Allowed says of a value that is also the user's beside it,
// where the rule leaves out what is no secret but stands for one.
const sameAsUser = "same as the user"

// isSample reports whether a value is one that nobody means as a secret: words
// that say so, or the name of the user beside it.
func isSample(text []byte, c *candidate.Candidate) bool {
	value := c.Value.Of(text)
	if isPlaceholder(value) || c.SameAsUser(text) || isSampleWord(value) {
		return true
	}
	plain, err := base64.StdEncoding.DecodeString(string(value)) // as in manifests
	return err == nil && len(plain) >= candidate.MinValue && (isPlaceholder(plain) || isSampleWord(plain))
}

// confidenceAt returns how surely a match is a secret at a path, by its rule or by
// the model. It is "" if the model says that it is none.
func (m *Match) confidenceAt(path string) finding.Confidence {
	if m.scored == nil {
		if isSampleToken(m.Secret) || isSampleLogin(m.Secret) {
			return finding.ConfidenceLow
		}
		return cmp.Or(m.Rule.Confidence, finding.ConfidenceMedium)
	}
	x := m.scored.vector.Vector()
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
	x := m.scored.vector.Vector()
	x.Place(path)
	return model.Score(&x), model.Explain(&x, mostReasons)
}

// isSampleToken reports whether a token that has the form of a real one is made up: it
// says so, or has a row of characters that no issuer would draw. Issuers do begin
// tokens with a row of A, which is zero bytes in base64, and keys of many lines hold
// such rows, too.
func isSampleToken(secret string) bool {
	const longest = 256
	if len(secret) > longest || strings.Contains(secret, "\n") {
		return false
	}
	low := []byte(strings.ToLower(secret))
	return saysExample(low) || isKeyboardUUID(low) || !strings.Contains(string(low), "aaaa") && isRow(low)
}

// isSampleLogin reports whether a secret is a user and a password in base64, and the
// password only says that it is one: CLIENT_ID:CLIENT_SECRET.
func isSampleLogin(secret string) bool {
	plain, err := base64.StdEncoding.DecodeString(secret)
	if err != nil {
		return false
	}
	_, password, ok := bytes.Cut(plain, []byte(":"))
	low := bytes.ToLower(password)
	return ok && len(password) >= candidate.MinValue && (isPlaceholder(password) || string(low) == "clientsecret" || string(low) == "apisecret")
}

// isSampleWord reports whether a value is a word that samples and error cases have
// for a password, in some languages.
func isSampleWord(value []byte) bool {
	low := strings.ToLower(string(value))
	for _, word := range [...]string{"somepass", "something", "wrong", "incorrect", "invalid", "strongpass", "geheim", "secreto", "titkos", "motdepasse", "passwort", "hemligt", "segreto", "thisisa", "change.this", "changethis"} {
		if strings.HasPrefix(low, word) {
			return true
		}
	}
	return isOfOAuth(low)
}

// isOfOAuth reports whether a value, in lower case, begins as a token or a code of the
// examples in RFC 5849, RFC 6749, RFC 6750 and OAuth Core 1.0, which are in many clients.
func isOfOAuth(low string) bool {
	for _, begin := range [...]string{
		"2yotnfzf", "tgzv3jok", "splxlobe", "mf_9.b5f", "7fjfp0zb", "dpf43f3p", "kd94hf93", "hh5s93j4", "pfkkdhi9", "nnch734d", "hdhd0244",
		"9djdj82h", "j49sk3j2", "kkk9d7dh", "dh893hda",
	} {
		if strings.HasPrefix(low, begin) {
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

// doubt lowers the confidence of a match of which the model judges the place as well, if the value
// is one word of letters. It is for a text of which nobody knows what file it was: the translations of
// a program assign words to names such as "password", and their path says what they are.
func (m *Match) doubt() {
	if m.scored == nil || m.scored.sample || strings.IndexFunc(m.Secret, func(r rune) bool { return !unicode.IsLetter(r) }) >= 0 {
		return
	}
	s := *m.scored
	s.sample = true
	m.scored = &s
}
