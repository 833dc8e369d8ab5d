package scan

import (
	"context"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/source"
)

// redact is the stage that hides the values of secrets, wherever in the report
// they are: in findings and their parts, and also in paths, commit messages,
// facts and errors. It hides the values of suppressed hits as well.
type redact struct {
	secrets     []string        // of all hits
	identifiers map[string]bool // rules whose matches are no secrets by themselves, by id
}

func newRedact(blobs map[source.ID]*found, d *engine.Detector) redact {
	st := redact{identifiers: map[string]bool{}}
	for _, f := range blobs {
		for h := range f.hits() {
			if h.kind != finding.KindPath { // the path says where a secret is, and is none itself
				st.secrets = append(st.secrets, h.Secret)
			}
		}
	}
	for r := range d.Rules() {
		if r.Identifier {
			st.identifiers[r.ID] = true
		}
	}
	return st
}

func (st redact) apply(_ context.Context, r *finding.Report) error {
	hide := newRedactor(st.values(r))
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Redacted = true
		hidden := masked(f.Secret)
		if f.Locations[0].Kind == finding.KindPath {
			hidden = hide.text(f.Secret)
		}
		hide.texts(f.Facts)
		f.Match = hide.text(strings.ReplaceAll(f.Match, f.Secret, hidden))
		for j := range f.Locations {
			hide.location(&f.Locations[j], f.Secret, hidden)
		}
		f.Secret = hidden
	}
	hide.texts(r.Ledger.Errors)
	hide.texts(r.Ledger.Notes)
	hide.texts(r.Ledger.InlineAllowed)
	for _, s := range r.Ledger.Skipped {
		hide.texts(s.Examples)
	}
	return nil
}

// values gives all secrets: those of the hits, and those of parts that are no
// hits of their own.
func (st redact) values(r *finding.Report) []string {
	values := slices.Clone(st.secrets)
	for i := range r.Findings {
		for _, l := range r.Findings[i].Locations {
			for _, p := range l.Parts {
				if !st.identifiers[p.RuleID] {
					values = append(values, p.Secret)
				}
			}
		}
	}
	return values
}
