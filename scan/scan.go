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
	Jobs          int
	ShowSecrets   bool               // leave the values of secrets in the report
	MinConfidence finding.Confidence // leave out findings below it; "" leaves out none
	Tool          finding.Tool
	Notes         []string      // what to say in the ledger beforehand, besides the notes of the rules
	Progress      *Progress     // counts while the scan runs; may be nil
	Stats         *engine.Stats // filled with where the engine's time went, unless nil
}

// A Scanner scans sources by a set of rules. It does not change, and is safe for
// use from several goroutines at once.
type Scanner struct {
	detector  *engine.Detector
	providers map[string]rules.Provider
	notes     []string // of the rules, for the ledger
}

// New makes rules ready. All that is wrong with them is in the error.
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

// Run scans all of src. The error is for a scan that could not take place or
// was interrupted; a scan that ran with gaps returns a Report that is not
// Complete.
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
	secrets := newSecrets(c.found)
	places, err := src.Locate(ctx, secrets.byBlob)
	if err != nil {
		return nil, err
	}
	known, err := knownBefore(ctx, src, c, places)
	if err != nil {
		return nil, err
	}
	b := newBuilder(s, o, secrets, known)
	b.addAll(c.found, places)
	return b.report(src.Name(), ledger), nil
}
