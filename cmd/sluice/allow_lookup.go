package main

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/scan"
)

// lookUp scans the files that git tracks, or the folder, for the findings with some
// fingerprints. Their entries get the rule and the path, and the fingerprint that says the
// value: a report that was made without the key names a password by its place alone, and
// such an entry would cover the next password there. It returns how many were not found.
func lookUp(ctx context.Context, env environment, c job.Call, dir string, file *baseline.File, fingerprints []string) (unseen int) {
	seen := map[string]baseline.Found{}
	_ = eachFound(ctx, env, c, dir, file.Key, func(found baseline.Found) { // what cannot be scanned was not found
		for _, name := range found.Fingerprints {
			seen[name] = found
		}
	})
	for _, fingerprint := range fingerprints {
		found, ok := seen[fingerprint]
		if !ok {
			unseen++
			continue
		}
		e, _ := file.Get(fingerprint)
		file.Remove(fingerprint)
		e.Fingerprint, e.Rule, e.Path = found.Fingerprints[0], found.Rule, found.Path
		_ = file.Set(e) // it was checked before
	}
	return unseen
}

// eachFound calls show with all findings in the index of the repository here, or in a folder,
// however unsure they are.
func eachFound(ctx context.Context, env environment, c job.Call, dir string, key []byte, show func(baseline.Found)) error {
	var flags scanFlags
	flags.register(&cobra.Command{}) // sets the defaults
	flags.minConfidence, flags.quiet = string(finding.ConfidenceLow), true
	open := func() (*job.Inventory, error) { return job.IndexInventory(ctx, c) }
	if dir != "" {
		open = func() (*job.Inventory, error) { return job.FolderInventory(c, dir, false) }
	}
	inv, err := open()
	if err != nil {
		return err
	}
	var clear []finding.Finding
	var names [][]string
	_, err = flags.runWith(ctx, env, inv.Job, func(o *scan.Options) {
		o.Key = key
		o.Each = func(f *finding.Finding, fingerprints []string) {
			clear = append(clear, *f)
			names = append(names, slices.Clone(fingerprints))
		}
	})
	for i := range clear {
		show(baseline.NewFound(&clear[i], names[i], clear[i].Secret, inv.Root))
	}
	return errors.Join(err, inv.Close())
}
