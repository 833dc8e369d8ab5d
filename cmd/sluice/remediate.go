package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/remedy"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/rules"
)

// remediateFlags are the flags of sluice remediate.
type remediateFlags struct {
	scanFlags
	report string
	choice remedy.Choice
	out    string
	verify bool
	format string
	file   string // for the report of that format; "" for standard output
}

func newRemediate(env environment, code *int) *cobra.Command {
	var flags remediateFlags
	cmd := &cobra.Command{
		Use:   "remediate [REPO]",
		Short: "Say how to get rid of leaked secrets, and show that they are gone",
		Long: `Say step by step how to revoke the secrets of a repository, how to replace them,
and how to take them out of its history. For the last, files for git filter-repo are
written, with the secrets in clear and for you alone, and the commands are printed.
Nothing is rewritten by this command. With --verify, look whether anything is left.

Exit codes: 0 the steps are said, or with --verify all secrets are gone; 1 with
--verify, something is left; 2 an error, or not everything could be read.`,
		Example: `  sluice remediate                              # scan this repository, and say what to do
  sluice remediate --fingerprint 3f9a1c         # one of the findings
  sluice remediate --report report.json         # those of a saved report
  sluice remediate --verify                     # afterwards: is anything left?
  sluice remediate -f incident -o incident.md   # for the ticket`,
		Args: atMostOne("REPO"),
		RunE: func(cmd *cobra.Command, args []string) error {
			repo := "."
			if len(args) == 1 {
				repo = args[0]
			}
			return flags.run(cmd.Context(), env, code, repo)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&flags.report, "report", "", "take the findings of a JSON report from `FILE`, and read their values from the repository")
	f.StringArrayVar(&flags.choice.Fingerprints, "fingerprint", nil, "only the secret with this `FINGERPRINT`, or its beginning; may be repeated")
	f.StringArrayVar(&flags.choice.Rules, "rule", nil, "only secrets of the rule `ID`; may be repeated")
	f.StringVar(&flags.out, "out", "", "write the files for the rewrite into `DIR` (default: beside the repository)")
	f.BoolVar(&flags.verify, "verify", false, "look whether any of the secrets is left in the repository")
	f.StringVarP(&flags.format, "format", "f", "text", "`FORMAT`: text, or incident for a report in Markdown")
	f.StringVarP(&flags.file, "output", "o", "", "write that report to `FILE` instead of standard output, for you alone (mode 0600)")
	f.StringVarP(&flags.config, "config", "c", "", configUsage)
	f.BoolVar(&flags.noRepoConfig, "no-repo-config", false, "do not look for a rule file in the repository")
	f.StringVar(&flags.baseline, "baseline", "", "the `FILE` with what is no secret, in place of .sluice-baseline; what it calls known is handled all the same")
	f.BoolVar(&flags.noBaseline, "no-baseline", false, "handle what the baseline says is no secret, too")
	f.IntVarP(&flags.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "use `N` processors at once")
	f.StringVar(&flags.minConfidence, "min-confidence", "medium", "leave out findings below this `LEVEL`: low, medium or high")
	f.BoolVar(&flags.lfsOK, "lfs-ok", false, "do not call a scan incomplete because the content of Git LFS files is not here")
	flags.archives.register(f, archive.Defaults())
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "no progress and no log")
	return cmd
}

func (f *remediateFlags) run(ctx context.Context, env environment, code *int, dir string) error {
	f.decodeDepth = engine.DecodeDepth
	if err := f.scanFlags.check(); err != nil {
		return err
	}
	if f.format != "text" && f.format != "incident" {
		return fmt.Errorf("--format %q: it takes text or incident", f.format)
	}
	if f.format == "text" && f.file != "" {
		return errors.New("--output is for -f incident: the steps go to standard output, and the files into the folder of --out")
	}
	if f.format != "text" && f.verify {
		return errors.New("--verify and -f incident do not go together")
	}
	repo, err := gitrepo.Open(dir, env.environ)
	if err != nil {
		return err
	}
	store, err := repo.OpenObjects()
	if err != nil {
		return err
	}
	r := remediation{flags: f, env: env, code: code, dir: dir, repo: repo, store: store}
	return errors.Join(r.run(ctx), store.Close())
}

// A remediation is one run of sluice remediate.
type remediation struct {
	flags *remediateFlags
	env   environment
	code  *int
	dir   string // as the command line names it
	repo  *gitrepo.Repo
	store *objects.Store
}

func (r *remediation) run(ctx context.Context) error {
	out, err := r.out()
	if err != nil {
		return err
	}
	if r.flags.verify && r.flags.report == "" {
		search, err := remedy.OpenSearch(out)
		if err != nil {
			return err
		}
		search.Choose(r.flags.choice)
		return r.verify(ctx, search)
	}
	rep, cfg, err := r.findings(ctx)
	if err != nil {
		return err
	}
	chosen, err := r.flags.choice.Of(rep)
	if err != nil {
		return err
	}
	if r.flags.format == "incident" {
		return r.incident(rep, chosen)
	}
	if len(chosen) == 0 {
		fmt.Fprintf(r.env.stdout, "Nothing to do: no secrets were found in %s.\n", rep.Ledger.Source)
		if !rep.Complete {
			return errors.New("not everything was scanned, so this is no all-clear: see `sluice git`")
		}
		return nil
	}
	plan, err := remedy.Make(ctx, remedy.Request{Repo: r.repo, Store: r.store, Rules: cfg, Report: rep, Chosen: chosen, Dir: out})
	if err != nil {
		return err
	}
	if r.flags.verify {
		return r.verify(ctx, plan.Search())
	}
	files, err := plan.Write()
	if err != nil {
		return fmt.Errorf("cannot write the files for the rewrite: %w", err)
	}
	if plan.Left() || !rep.Complete {
		*r.code = exitError
	}
	if err := plan.WriteText(r.env.stdout, r.width(), files); err != nil {
		return err
	}
	if !rep.Complete {
		r.env.say("the scan was not complete, so there may be more secrets: see `sluice git`")
	}
	return nil
}

// width is the number of columns for people.
func (r *remediation) width() int { return max(cmp.Or(r.env.width(), 96), 40) }

// out returns the folder for the files, absolute.
func (r *remediation) out() (string, error) {
	if r.flags.out == "" {
		return remedy.DefaultDir(r.repo, r.env.environ), nil
	}
	dir, err := filepath.Abs(r.flags.out)
	if err != nil {
		return "", err
	}
	return dir, remedy.CheckDir(dir, r.env.environ)
}

// findings returns the report that the user names, or scans to make one, and the rules.
func (r *remediation) findings(ctx context.Context) (*finding.Report, *rules.Config, error) {
	j, err := job.Git(ctx, r.flags.call(r.env, r.dir), job.Part{})
	if err != nil {
		return nil, nil, err
	}
	if err := j.Rules.Read(); err != nil {
		return nil, nil, errors.Join(err, j.Close())
	}
	if r.flags.report == "" {
		// Old debt is what most people come for.
		j.Baseline = without(j.Baseline, func(e baseline.Entry) bool { return e.State == baseline.Known })
		rep, err := r.flags.scanFlags.run(ctx, r.env, j)
		return rep, j.Rules, errors.Join(err, j.Close())
	}
	file, err := os.Open(r.flags.report)
	if err != nil {
		return nil, nil, errors.Join(err, j.Close())
	}
	rep, err := report.ReadJSON(file)
	if err != nil {
		err = fmt.Errorf("%s: %w: --report takes what `sluice git -f json` wrote", r.flags.report, err)
	} else if len(rep.Sources) > 0 {
		err = fmt.Errorf("%s is a merged report, and what is to be done differs from repository to repository: give the report of this one alone", r.flags.report)
	}
	return rep, j.Rules, errors.Join(err, file.Close(), j.Close())
}
