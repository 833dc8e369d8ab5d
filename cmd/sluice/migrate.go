package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/migrate"
	"github.com/sluicesec/sluice/scan"
)

// migrateFlags say what is migrated, and whether it is written.
type migrateFlags struct {
	baseline baselineFlags
	asked    map[migrate.Kind]*[]string
	write    bool
	force    bool
	prune    bool
	all      bool
	format   string
}

func newMigrate(env environment, code *int) *cobra.Command {
	f := migrateFlags{asked: map[migrate.Kind]*[]string{}}
	cmd := &cobra.Command{
		Use:   "migrate [REPO]",
		Short: "Turn what gitleaks, detect-secrets or trufflehog have here into files of sluice",
		Long: `Look for the configuration, ignore file, baseline and reports of gitleaks,
detect-secrets and trufflehog at the root of the repository, and turn them into
.sluice.toml and .sluice-baseline. Scan the whole history, and say line by line what
became of it, what covers nothing any more, and which lines of hooks and CI are to be
changed by hand. Nothing is written without --write.`,
		Example: `  sluice migrate             # show what would be written
  sluice migrate --write
  sluice migrate --import reports/gitleaks.json --prune`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd, env, code, args)
		},
	}
	f.baseline.register(cmd, "dir", "gitignore", "config", "no-repo-config", "baseline", "min-confidence")
	flags := cmd.Flags()
	for _, name := range []string{"dir", "gitignore"} {
		_ = flags.MarkHidden(name)
	}
	for _, input := range []struct {
		name  string
		kind  migrate.Kind
		usage string
	}{
		{"gitleaks-config", migrate.GitleaksConfig, "the configuration of gitleaks, a `FILE`, in place of .gitleaks.toml"},
		{"gitleaksignore", migrate.GitleaksIgnore, "the ignore `FILE` of gitleaks, in place of .gitleaksignore"},
		{"import", migrate.Report, "a report or baseline of any of the tools, a `FILE`, in place of those that are found"},
		{"trufflehog-config", migrate.TrufflehogConfig, "the configuration of trufflehog, a `FILE`"},
		{"trufflehog-exclude", migrate.ExcludePaths, "the `FILE` that trufflehog has as --exclude-paths"},
	} {
		f.asked[input.kind] = flags.StringArray(input.name, nil, input.usage)
	}
	flags.BoolVar(&f.write, "write", false, "write the files")
	flags.BoolVar(&f.force, "force", false, "with --write, replace a .sluice.toml that is there already, and add to a .sluice-baseline")
	flags.BoolVar(&f.prune, "prune", false, "leave out patterns that cover nothing")
	flags.BoolVar(&f.all, "all", false, "show a line for each entry, also where many in a row are for nothing")
	flags.StringVarP(&f.format, "format", "f", "text", "write the report as `FORMAT`: text or json")
	return cmd
}

func (f *migrateFlags) run(cmd *cobra.Command, env environment, code *int, args []string) error {
	if f.format != "text" && f.format != "json" {
		return fmt.Errorf("--format %q: it takes text or json", f.format)
	}
	if err := f.baseline.scan.check(); err != nil {
		return err
	}
	ctx, cancel := f.baseline.scan.limited(cmd.Context())
	defer cancel()
	f.baseline.scan.config = job.BuiltinRules // those of the repository are to be translated first
	f.baseline.scan.minConfidence = string(finding.ConfidenceLow)
	opened, err := f.baseline.open(ctx, cmd, env, args)
	if err != nil {
		return f.baseline.scan.tooEarly(ctx, err)
	}
	inv := &inventory{Inventory: opened}
	err = f.migrate(ctx, env, code, inv, args)
	return errors.Join(err, inv.Close())
}

func (f *migrateFlags) migrate(ctx context.Context, env environment, code *int, inv *inventory, args []string) error {
	plan, err := f.plan(inv)
	if err != nil {
		return err
	}
	if plan.Empty() && f.format == "json" {
		return (&migrateOutcome{Notes: []migrate.Note{}, Complete: true}).writeJSON(env)
	}
	if plan.Empty() {
		env.print("%s: nothing of gitleaks, detect-secrets or trufflehog is here: name files with --gitleaks-config, --import and others.\n", inv.Folder)
		return nil
	}
	if inv.Rules = plan.Probe(); inv.Rules == nil {
		call := f.baseline.scan.call(env, repoOf(args))
		call.Config = ""
		if inv.Rules, err = call.Rules(inv.Folder); err != nil {
			return err
		}
	}
	known, err := knownBefore(inv.Inventory)
	if err != nil {
		return err
	}
	if err := f.baseline.fill(ctx, env, code, inv, func(*job.Inventory) ([]byte, error) { return known.Key, nil }); err != nil {
		return err
	}
	scanned := scannedOf(ctx, inv)
	for i := range scanned.Findings {
		f := &scanned.Findings[i]
		if e, ok := known.Entry(f.Found); ok && e.Covers(job.Today(env.getenv), f.Deployed) {
			f.Reported = false
		}
	}
	result, err := plan.Settle(scanned, f.prune)
	if err != nil {
		return err
	}
	result.Into(known)
	var files []migrate.File
	if result.Config != nil {
		files = append(files, migrate.File{Path: filepath.Join(inv.Folder, migrate.ConfigName), Text: result.Config})
	}
	if result.Known() > 0 {
		files = append(files, migrate.File{Path: inv.Path, Text: known.Format()})
	}
	if f.prune && !inv.complete {
		env.say("--prune left out nothing, because what the scan has not seen may be what the patterns are for")
	}
	there, err := migrate.Existing(files)
	if err != nil {
		return err
	}
	if f.write {
		if len(there) > 0 && !f.force {
			return fmt.Errorf("%s %s there already, so nothing was written: look at what sluice migrate shows, and replace with --force", english.OxfordWordSeries(there, "and"), english.PluralWord(len(there), "is", "are"))
		}
		if err := migrate.Write(files); err != nil {
			return err
		}
	}
	outcome := migrateOutcome{Notes: result.Notes, Written: f.write, Complete: inv.complete, Known: len(known.Entries), Rest: result.Rest, files: files, there: there, all: f.all, hide: scanned.Hide}
	if f.format == "json" {
		return outcome.writeJSON(env)
	}
	outcome.writeText(env)
	return nil
}

// knownBefore returns the baseline that is there, or a new one. What people have written
// into it stays.
func knownBefore(inv *job.Inventory) (*baseline.File, error) {
	file, err := baseline.Load(inv.Path)
	if errors.Is(err, os.ErrNotExist) {
		return &baseline.File{Key: baseline.NewKey(inv.Tree)}, nil
	}
	if err == nil && file.Key == nil {
		file.Key = baseline.NewKey(inv.Tree)
	}
	return file, err
}

// plan reads the files of other tools.
func (f *migrateFlags) plan(inv *inventory) (*migrate.Plan, error) {
	folder, err := filepath.Abs(inv.Folder)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	asked, err := f.askedFor(folder)
	if err != nil {
		return nil, err
	}
	inputs, err := migrate.Find(root.FS(), asked)
	if err != nil {
		return nil, err
	}
	return migrate.Read(root.FS(), folder, inputs)
}

// askedFor reads the files that the command line names.
func (f *migrateFlags) askedFor(folder string) (asked []migrate.Input, err error) {
	for _, kind := range []migrate.Kind{migrate.GitleaksConfig, migrate.GitleaksIgnore, migrate.Report, migrate.TrufflehogConfig, migrate.ExcludePaths} {
		for _, path := range *f.asked[kind] {
			text, err := regular.ReadFile(path, maxImport)
			if err != nil {
				return nil, err
			}
			name, err := filepath.Abs(path)
			if err != nil {
				return nil, err
			}
			if rel, err := filepath.Rel(folder, name); err == nil && filepath.IsLocal(rel) {
				name = rel
			}
			asked = append(asked, migrate.Input{Kind: kind, Name: filepath.ToSlash(name), Text: text})
		}
	}
	return asked, nil
}

// leastMasked is the least length of a secret that is hidden wherever a sentence holds it.
// Shorter ones are words of sentences, too, such as the password "secret".
const leastMasked = 8

// scannedOf returns what a scan has found.
func scannedOf(ctx context.Context, inv *inventory) migrate.Scanned {
	s := migrate.Scanned{
		Suppressed: map[string]int{},
		Complete:   inv.complete,
		File:       func(commit, path string) ([]byte, bool) { return inv.File(ctx, commit, path) },
	}
	for _, by := range inv.report.Ledger.Suppressed {
		s.Suppressed[by.By] += by.Count
	}
	masks := map[string]string{}
	for i, found := range inv.found {
		f := &inv.report.Findings[i]
		reported := f.Confidence.Compare(finding.ConfidenceMedium) >= 0
		if reported && len(found.Secret) >= leastMasked {
			masks[found.Secret] = f.Secret
		}
		s.Findings = append(s.Findings, migrate.Finding{
			Found:    found,
			Reported: reported,
			Head:     headPaths(f),
		})
	}
	s.Hide = scan.Hider(masks)
	return s
}

// headPaths returns the files of HEAD that hold a secret.
func headPaths(f *finding.Finding) (paths []string) {
	for i := range f.Locations {
		if l := &f.Locations[i]; l.InHead && l.Kind.InFile() && !slices.Contains(paths, l.Path) {
			paths = append(paths, l.Path)
		}
	}
	return paths
}
