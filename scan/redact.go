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
	rules map[string]*rules.Rule // by id
	hide  *redactor
}

func newRedact(blobs map[source.ID]*found, d *engine.Detector, more ...*engine.Detector) redact {
	st := redact{rules: map[string]*rules.Rule{}, hide: newRedactor(append(more, d)...)}
	for r := range d.Rules() {
		st.rules[r.ID] = r
	}
	// A history has the same secret in many versions of a file.
	seen := map[secretOf]bool{}
	hide := func(r *rules.Rule, secret string) {
		if key := (secretOf{r.ID, secret}); !seen[key] {
			seen[key] = true
			st.hide.secret(r, secret)
		}
	}
	for _, f := range blobs {
		for h := range f.hits() {
			if h.kind != finding.KindPath { // the path says where a secret is, and is none itself
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
	for i := range r.Findings {
		st.finding(&r.Findings[i])
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
	return nil
}

// finding hides the secret of a finding and those of its parts, also in the texts
// that hold the secret, however short it is.
func (st redact) finding(f *finding.Finding) {
	f.Redacted = true
	if f.Locations[0].Kind == finding.KindPath {
		f.Secret = st.hide.text(f.Secret)
		return
	}
	secret, hidden := f.Secret, st.hide.masks.of(st.rules[f.RuleID], f.Secret)
	f.Secret = hidden
	f.Match = strings.ReplaceAll(f.Match, secret, hidden)
	weak := guessable(secret)
	if weak {
		f.Entropy = math.Round(f.Entropy) // more would help to confirm a guess
	}
	for i := range f.Locations {
		l := &f.Locations[i]
		for j := range l.Parts {
			p := &l.Parts[j]
			p.Secret = st.hide.masks.of(st.rules[p.RuleID], p.Secret)
		}
		if l.Kind == finding.KindBlob || !weak { // anything strong is hidden everywhere
			continue
		}
		for _, s := range []*string{&l.Path, &l.Message, &l.AuthorName, &l.AuthorEmail} {
			*s = strings.ReplaceAll(*s, secret, hidden)
		}
	}
}
