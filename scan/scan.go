package scan

import (
	"context"
	"fmt"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// Options of a scan. The zero value scans on one goroutine and redacts.
type Options struct {
	Jobs          int
	ShowSecrets   bool   // leave the values of secrets in the report
	MinConfidence string // leave out findings below it: "low" (the default), "medium" or "high"
	Tool          Tool
	Providers     []rules.Provider // what findings say of the services they belong to
	Notes         []string         // what to say in the ledger beforehand, such as the notes of the rules
	Progress      *Progress        // counts while the scan runs; may be nil
	Stats         *detect.Stats    // filled with where the engine's time went, unless nil
}

// A late source knows of most blobs no path when it visits them. Of the paths
// that it meets afterwards it visits those that it was asked for.
type late interface {
	// WantPaths asks for the paths whose last part passes, each to be visited as a
	// blob of source.KindPath: if something is found, once with each blob that was
	// ever there.
	WantPaths(passes func(name []byte) bool)
}

// Run scans all of src with d. The error is for a scan that could not take
// place or was interrupted; a scan that ran with gaps returns a Report that is
// not Complete.
func Run(ctx context.Context, src source.Source, d *detect.Detector, o Options) (*Report, error) {
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
		if s, ok := src.(late); ok {
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
