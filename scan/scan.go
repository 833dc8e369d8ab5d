package scan

import (
	"context"
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// Options of a scan. The zero value scans on one goroutine and redacts.
type Options struct {
	Jobs          int                // goroutines; less than 1 means 1
	ShowSecrets   bool               // leave the values of secrets in the report
	MinConfidence finding.Confidence // leave out findings below it; "" leaves out none
	Tool          finding.Tool

	// NoInlineAllow makes comments in what is scanned allow nothing: whoever wrote
	// it must not decide what is found in it.
	NoInlineAllow bool

	Notes    []string      // for the ledger, besides the notes of the rules
	Progress *Progress     // counts while the scan runs; may be nil
	Stats    *engine.Stats // gets the times that the engine's steps took; may be nil
}

// A Scanner scans sources with a set of rules. It does not change, and is safe
// for concurrent use.
type Scanner struct {
	detector  *engine.Detector
	providers map[string]rules.Provider
	notes     []string // of the rules, for the ledger
}

// New returns a Scanner for a set of rules. Its error names everything that is
// wrong with them.
func New(cfg *rules.Config) (*Scanner, error) {
	d, err := engine.New(cfg)
	if err != nil {
		return nil, err
	}
	if err := checkProofs(d); err != nil {
		return nil, err
	}
	s := &Scanner{detector: d, providers: make(map[string]rules.Provider, len(cfg.Providers)), notes: slices.Clone(cfg.Notes)}
	for _, p := range cfg.Providers {
		s.providers[p.ID] = p
	}
	for _, id := range d.UnanchoredRules() {
		s.notes = append(s.notes, fmt.Sprintf("rule %s has no literal that the engine could search for, so it runs over every byte", id))
	}
	return s, nil
}

// Run scans all of src. It returns an error if the scan could not take place or
// was interrupted. If only some of the content could not be scanned, the Report
// is not Complete, and its ledger says why.
func (s *Scanner) Run(ctx context.Context, src source.Source, o Options) (*finding.Report, error) {
	o.Jobs = max(o.Jobs, 1)
	if o.Progress == nil {
		o.Progress = &Progress{}
	}
	ledger := &source.Ledger{}
	o.Progress.ledger.Store(ledger)
	for _, text := range slices.Concat(s.notes, o.Notes) {
		ledger.Note(text)
	}
	if names := s.detector.FileNames(); names != nil {
		if w, ok := src.(source.PathWanter); ok {
			w.WantPaths(names)
		}
	}
	c := newCollector(ctx, s.detector, ledger, o)
	if err := src.Walk(ctx, o.Jobs, ledger, c.visit); err != nil {
		return nil, err
	}
	c.measured(o.Stats)
	e, err := c.evidence(ctx, src, o.Jobs)
	if err != nil {
		return nil, err
	}
	count, inline := suppressed{}, inlineUses{}
	stages := s.sightingStages(o, e, count, inline)
	all := newFindings(s.providers, e.proofs, locationsOf(len(e.secrets.keys)))
	for sight := range e.sightings() {
		for _, st := range stages {
			st.judge(sight)
		}
		all.add(sight)
	}
	list, cut := all.list()
	if cut {
		ledger.Note(fmt.Sprintf("some secrets are at more places than are listed: of each, the first %d are", all.most))
	}
	r := newReport(o.Tool, src.Name(), ledger)
	r.Findings = list
	r.Ledger.InlineAllowed = inline.list()
	for _, st := range s.reportStages(o, e) {
		if err := st.apply(ctx, r); err != nil {
			return nil, err
		}
	}
	r.Ledger.Suppressed = count.list()
	return r, nil
}

// evidence asks the source where the hits are and what was there before the
// change, and makes the proofs.
func (c *collector) evidence(ctx context.Context, src source.Source, jobs int) (*evidence, error) {
	secrets := newSecrets(c.found)
	places, err := src.Locate(ctx, secrets.byBlob)
	if err != nil {
		return nil, err
	}
	known, err := knownBefore(ctx, src, c, places)
	if err != nil {
		return nil, err
	}
	return &evidence{found: c.found, places: places, secrets: secrets, known: known, proofs: proveAll(c.found, jobs)}, nil
}
