package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
)

// A Job is one scan with all that was decided about it. It can run once, and
// must be closed.
type Job struct {
	Source source.Source // what is judged; nil when there is nothing to judge
	Rules  *rules.Config // by these rules, which may be unread, see [rules.Config.Read]; nil without a Source
	Notes  []string      // what the report says about the rules and the baseline

	Baseline *scan.Baseline // what is known and not reported; nil for nothing

	ruleFile string // path in Source of the file of Rules, if what it holds is not reported; "" for none

	about  finding.Scan               // what the report says of the scan, its Date excepted
	root   string                     // see Root
	owners func(path string) []string // who owns a path; nil for nobody knows

	fallback   source.Source // judged when Source held no file; nil for none
	neverEmpty bool          // a scan of no file at all is an error
	packedOK   bool          // a scan without what is in archives that cannot be opened is complete
	lfsOK      bool          // a scan without the content that Git LFS keeps elsewhere is complete

	noInline bool                        // comments in what is judged allow nothing
	passed   func(*finding.Report) error // is called when a report lets a change pass; nil for nothing

	deadline time.Time    // when the scan is stopped; zero for never
	late     func() error // decides what happens then: nil lets the change pass

	hook   hooks.Name // "" when git did not start the job
	args   []string   // what git gives the hook
	policy hooks.Policy

	cache   *cache.Entry // what is kept of the repository; nil for nothing
	noCache error        // why there is no cache although one was wanted

	store  *objects.Store   // what Source reads; nil for a source without objects
	stores []*objects.Store // further ones, of submodules
}

// errNoFile is the error of a job that must not pass by judging nothing.
var errNoFile = errors.New("no commit is under way and no file is tracked, so nothing was scanned")

// Run scans the source of the job, which must have one. s is made from the
// job's rules. The report is nil without an error when the job lets a change
// pass that was not judged before the deadline.
func (j *Job) Run(ctx context.Context, s *scan.Scanner, o scan.Options) (*finding.Report, error) {
	o.Notes = slices.Concat(o.Notes, j.Notes)
	o.Baseline = j.Baseline
	o.RuleFile = j.ruleFile
	o.LFSOK = o.LFSOK || j.lfsOK
	o.Archives.OK = o.Archives.OK || j.packedOK
	date := o.Scan.Date
	o.Scan, o.Owners = j.about, j.owners
	o.Scan.Date = date
	o.NoInlineAllow = o.NoInlineAllow || j.noInline
	if j.cache != nil {
		o.Cache = j.cache
	}
	if j.late != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, j.deadline)
		defer cancel()
	}
	report, err := s.Run(ctx, j.Source, o)
	if ctx.Err() != nil {
		j.store = nil // a walk that was left behind may still read it, and the process ends soon
	}
	if j.late != nil && errors.Is(err, context.DeadlineExceeded) {
		return nil, j.late()
	}
	if err == nil && report.Ledger.Files == 0 && j.fallback != nil && ctx.Err() == nil {
		report, err = s.Run(ctx, j.fallback, o)
	}
	if err == nil && report.Ledger.Files == 0 && j.neverEmpty && report.Complete {
		err = errNoFile
	}
	if err != nil {
		return nil, err
	}
	if j.passed != nil && report.Complete && len(report.Findings) == 0 {
		if err := j.passed(report); err != nil {
			return nil, err
		}
	}
	return report, nil
}

// CacheUsed returns the file with what an earlier scan has learned, if that was used; else "".
func (j *Job) CacheUsed() string {
	if j.cache == nil {
		return ""
	}
	return j.cache.Used()
}

// CacheErr returns why the scan had to do without a cache, or could not leave one to the
// next scan; nil for no reason.
func (j *Job) CacheErr() error {
	if j.cache != nil {
		return j.cache.Err()
	}
	return j.noCache
}

// Close closes what the constructor has opened.
func (j *Job) Close() error {
	if j.store == nil {
		return nil
	}
	err := j.store.Close()
	for _, s := range j.stores {
		err = errors.Join(err, s.Close())
	}
	return err
}

// After returns what to write below the report: how the user of a hook can go
// on. It is "" when there is nothing to say.
func (j *Job) After(r *finding.Report) string {
	switch {
	case j.hook == "":
		return ""
	case len(r.Findings) > 0:
		return "\n" + hooks.WaysOn(j.hook, j.policy, j.args...) + j.whoseRules(r)
	case !r.Complete:
		return "\n" + hooks.Bypass(j.hook, j.policy) + "\n"
	}
	return ""
}

// whoseRules returns which rules a server has refused a push by, and where its
// owner can change them. Elsewhere it is "", because users know their own rules.
func (j *Job) whoseRules(r *finding.Report) string {
	if !j.hook.OnServer() {
		return ""
	}
	return fmt.Sprintf("  rules   %s; whoever runs this server can name others: git config sluice.rules FILE\n", r.Rules.Source)
}

// Failed returns err as the user of the job must read it: that of a hook as a
// [HookError], any other as it is.
func (j *Job) Failed(err error) error {
	if err == nil || j.hook == "" {
		return err
	}
	return &HookError{Hook: j.hook, Policy: j.policy, Err: err}
}
