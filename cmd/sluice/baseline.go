package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/history"
)

func newBaseline(env environment, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "baseline",
		Short: "Write down what is known, so that scans report only what is new",
		Long: `A baseline is a file of findings that are known: .sluice-baseline at the root of
the repository. Scans, hooks and CI do not report them, and count them instead.
Commit the file, and take out what is dealt with.`,
	}
	cmd.AddCommand(
		newBaselineCreate(env, code),
		newBaselineUpdate(env, code),
		newBaselinePrune(env, code),
		newBaselineShow(env, code),
	)
	return cmd
}

// baselineFlags say what a baseline is about, and how it is scanned.
type baselineFlags struct {
	scan      scanFlags
	history   history.Options
	folder    string
	gitignore bool
}

// notOfInventory are the flags of a scan that mean nothing where no report is written, and
// those that leave findings out: a baseline is about all of them.
var notOfInventory = []string{
	"format", "output", "template", "sarif-category", "show-secrets", "exit-code", "no-color", "no-baseline", "verbose",
	"min-severity", "rule", "path", "all", "limit", "group-by", "no-pager",
}

// register adds the flags, but for some of a scan.
func (f *baselineFlags) register(cmd *cobra.Command, without ...string) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.folder, "dir", "", "the baseline of a folder, `PATH`, instead of a repository's")
	flags.BoolVar(&f.gitignore, "gitignore", false, "with --dir, leave out what .gitignore files exclude")
	registerHistory(flags, &f.history)
	all := &cobra.Command{}
	f.scan.register(all)
	all.Flags().VisitAll(func(flag *pflag.Flag) {
		switch flag.Name {
		case "baseline":
			flag.Usage = "the `FILE`, in place of .sluice-baseline in the repository or the folder"
		case "timeout":
			flag.Usage = "stop after this `TIME` (30s, 5m), and write nothing"
		}
		if !slices.Contains(notOfInventory, flag.Name) && !slices.Contains(without, flag.Name) {
			flags.AddFlag(flag)
		}
	})
	cmd.Args = atMostOne("REPO")
}

// inventory is a scan of all that a baseline is about.
type inventory struct {
	*job.Inventory
	report   *finding.Report
	found    []baseline.Found
	complete bool
}

// take runs the scan. key returns the key for the fingerprints, once the path of the file
// is known. If the scan is not complete, it sets the exit code to say so.
func (f *baselineFlags) take(cmd *cobra.Command, env environment, code *int, args []string, key func(*job.Inventory) ([]byte, error)) (*inventory, error) {
	if err := f.scan.check(); err != nil {
		return nil, err
	}
	ctx, cancel := f.scan.limited(cmd.Context())
	defer cancel()
	job, err := f.open(ctx, cmd, env, args)
	if err != nil {
		return nil, f.scan.tooEarly(ctx, err)
	}
	inv := &inventory{Inventory: job}
	err = f.fill(ctx, env, code, inv, key)
	return inv, errors.Join(err, job.Close())
}

func (f *baselineFlags) fill(ctx context.Context, env environment, code *int, inv *inventory, key func(*job.Inventory) ([]byte, error)) error {
	secret, err := key(inv.Inventory)
	if err != nil {
		return err
	}
	type clear struct {
		secret       string
		fingerprints []string
	}
	seen := map[string]clear{}
	r, err := f.scan.runWith(ctx, env, inv.Job, func(o *scan.Options) {
		o.Key = secret
		o.Each = func(f *finding.Finding, fingerprints []string) {
			seen[fingerprints[0]] = clear{f.Secret, fingerprints}
		}
	})
	if err != nil {
		return err
	}
	if stop := scan.Stopped(ctx); stop != nil {
		return fmt.Errorf("%w, so nothing was written", stop)
	}
	inv.report = r
	for i := range r.Findings {
		c := seen[r.Findings[i].Fingerprint]
		inv.found = append(inv.found, baseline.NewFound(&r.Findings[i], c.fingerprints, c.secret, inv.Root))
	}
	if inv.complete = r.Complete; !inv.complete {
		*code = exitError
		env.say("the scan was not complete" + firstGap(r))
	}
	return nil
}

// firstGap says what a scan has left out, as the end of a sentence.
func firstGap(r *finding.Report) string {
	for _, e := range r.Ledger.Errors {
		return ": " + e
	}
	for _, s := range r.Ledger.Skipped {
		if s.Incomplete {
			return fmt.Sprintf(": %s (%d)", s.Reason, s.Count)
		}
	}
	return ""
}

// open makes the job of the scan.
func (f *baselineFlags) open(ctx context.Context, cmd *cobra.Command, env environment, args []string) (*job.Inventory, error) {
	if f.folder == "" {
		if f.gitignore {
			return nil, errors.New("--gitignore goes with --dir: what a history holds is scanned in any case")
		}
		return job.GitInventory(ctx, f.scan.call(env, repoOf(args)), f.history)
	}
	if len(args) > 0 {
		return nil, fmt.Errorf("%s takes a REPO or --dir, and not both", cmd.CommandPath())
	}
	for _, name := range []string{"reachable-only", "no-git-files", "recurse-submodules", "shallow-ok", "no-delta"} {
		if cmd.Flags().Changed(name) {
			return nil, fmt.Errorf("--%s is about a history, and --dir has none: give only one of them", name)
		}
	}
	return job.FolderInventory(f.scan.call(env, ""), f.folder, f.gitignore)
}

func repoOf(args []string) string {
	if len(args) == 1 {
		return args[0]
	}
	return "."
}

// existing reads the baseline of an inventory. Without one the error says how to make one.
func existing(inv *job.Inventory) (*baseline.File, error) {
	file, err := baseline.Load(inv.Path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is not there: `sluice baseline create` makes it", inv.Path)
	}
	return file, err
}

// sayLocal says how many of the findings other clones do not have.
func (inv *inventory) sayLocal(env environment) {
	n := 0
	for _, f := range inv.found {
		if f.Local && inv.Root == "" {
			n++
		}
	}
	if n > 0 {
		env.print("%s %s in this clone alone: no ref leads there, or the git folder has it. --reachable-only and --no-git-files leave such findings out.\n", report.Count(n, "finding"), english.PluralWord(n, "is", "are"))
	}
}
