package scan

import (
	"context"
	"fmt"

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
	Providers     []rules.Provider // what findings say of the services they belong to
	Notes         []string         // what to say in the ledger beforehand, such as the notes of the rules
	Progress      *Progress        // counts while the scan runs; may be nil
	Stats         *engine.Stats    // filled with where the engine's time went, unless nil
}

// Run scans all of src with d. The error is for a scan that could not take
// place or was interrupted; a scan that ran with gaps returns a Report that is
// not Complete.
func Run(ctx context.Context, src source.Source, d *engine.Detector, o Options) (*finding.Report, error) {
	if err := checkProofs(d); err != nil {
		return nil, err
	}
	o.Jobs = max(o.Jobs, 1)
	if o.Progress == nil {
		o.Progress = &Progress{}
	}
	ledger := &source.Ledger{}
	o.Progress.ledger.Store(ledger)
	for _, text := range o.Notes {
		ledger.Note(text)
	}
	for _, id := range d.SlowRules() {
		ledger.Note(fmt.Sprintf("rule %s has no literal that the engine could search for, so it runs over every byte", id))
	}
	if names := d.FileNames(); names != nil {
		if s, ok := src.(source.PathWanter); ok {
			s.WantPaths(names)
		}
	}
	c := newCollector(ctx, d, ledger, o)
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
	b := newBuilder(d, o, secrets, known)
	b.addAll(c.found, places)
	return b.report(src.Name(), ledger), nil
}
