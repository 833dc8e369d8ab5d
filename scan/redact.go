package scan

import (
	"context"
	"math"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// redact is the stage that hides the values of secrets, wherever in the report
// they are: in findings and their parts, and also in paths, names of branches,
// commit messages, facts and errors. It knows the secrets of all hits, also of
// those that are suppressed.
type redact struct {
	detector *engine.Detector
	hide     *redactor
}

func newRedact(blobs map[source.ID]*found, d *engine.Detector, more ...*engine.Detector) redact {
	st := redact{detector: d, hide: newRedactor(append(more, d)...)}
	// A history has the same secret in many versions of a file.
	seen, models := map[secretOf]bool{}, seenModels{}
	hide := func(r *rules.Rule, secret string) {
		if key := (secretOf{r.ID, secret}); !seen[key] {
			seen[key] = true
			st.hide.secret(r, secret)
		}
	}
	for _, f := range blobs {
		for h := range f.anywhere() {
			if models.before(h) {
				continue
			}
			if !h.isPath() { // the path says where a secret is, and is none itself
				hide(h.Rule, h.Secret)
			}
			for i := range h.Parts {
				if p := &h.Parts[i]; !p.Rule.Identifier {
					hide(p.Rule, p.Secret)
				}
			}
		}
	}
	return st
}

func (st redact) apply(_ context.Context, r *finding.Report) error {
	shared := excerptsOf(r)
	weak := map[*finding.Finding]func(){} // hides a weak secret beside its place
	for f := range everyFinding(r) {
		secret := f.Secret
		if st.finding(f) {
			weak[f] = func() { st.beside(f, secret) }
		}
	}
	for s := range places(r) {
		*s = st.hide.place(*s)
	}
	for s := range foreign(r) {
		*s = st.hide.text(*s)
	}
	for s := range words(r) {
		*s = st.hide.words(*s)
	}
	for f := range everyFinding(r) {
		for l := range everywhere(f) {
			l.Line = st.hide.line(l.Line, func() ([]hidden, bool) { return shared[l].tokens(st.hide, l.Line, f.Secret) })
			delete(shared, l)
		}
	}
	for _, hide := range weak { // now that equal texts are hidden once, and are one
		hide()
	}
	return nil
}

// finding hides the secret of a finding and those of its parts. It reports whether
// the secret is weak, so that other text may still show it.
func (st redact) finding(f *finding.Finding) (weak bool) {
	f.Redacted = true
	if r := st.detector.Rule(f.RuleID); firstPlace(f).Kind == finding.KindPath && (r == nil || r.Regex == "") {
		f.Secret = st.hide.text(f.Secret)
		return false
	}
	secret, hidden := f.Secret, st.hide.masks.of(st.detector.Rule(f.RuleID), f.Secret)
	f.Secret = hidden
	f.Match = strings.ReplaceAll(f.Match, secret, hidden)
	if weak = guessable(secret); weak {
		f.Entropy = math.Round(f.Entropy) // more would help to confirm a guess
		f.CharEntropy = f.Entropy
	}
	for l := range everywhere(f) {
		if l.Hit != nil {
			l.Hit.Text = strings.ReplaceAll(l.Hit.Text, secret, hidden)
		}
		for j := range l.Parts {
			p := &l.Parts[j]
			p.Secret = st.hide.masks.of(st.detector.Rule(p.RuleID), p.Secret)
		}
		if secret != "" {
			l.Line = strings.ReplaceAll(l.Line, secret, hidden) // there may be a second one beside it
		}
	}
	return weak
}

// beside hides a weak secret in the texts of git's own that hold it, however short
// it is. Anything strong is hidden everywhere.
func (st redact) beside(f *finding.Finding, secret string) {
	for l := range everywhere(f) {
		if l.Kind == finding.KindBlob {
			continue
		}
		for s, most := range quoted(l) {
			*s = replaceIn(*s, secret, f.Secret, most)
		}
	}
}
