package scan

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// Options of a scan. The zero value scans on one goroutine and redacts.
type Options struct {
	Jobs          int                // goroutines; less than 1 means 1
	ShowSecrets   bool               // leave the values of secrets in the report
	Key           []byte             // for the fingerprints of secrets that can be guessed; nil for none
	MinConfidence finding.Confidence // leave out findings below it; "" leaves out none
	AllOwn        bool               // report all that rules find which are not built-in, also below MinConfidence
	Filter        Filter             // which findings the report has
	Tool          finding.Tool
	Baseline      *Baseline // what is known and not reported; nil for nothing
	LFSOK         bool      // a scan without the content that Git LFS keeps elsewhere is complete

	// Scan is what the report says of the scan. The days that secrets were exposed are
	// counted up to its Date.
	Scan finding.Scan

	// Owners returns who owns a path, as "@acme/payments"; nil for nobody knows.
	Owners func(path string) []string

	MaxFile  int64    // leave out files of more bytes; 0 leaves out none
	Archives Archives // whether and how far containers are opened

	// RuleFile is the path of a file of what is scanned in which nothing is reported; "" for
	// none. It is for the file that the rules come from, if it is written for gitleaks,
	// whose allowlists quote what they allow. The ledger counts what is found there.
	RuleFile string

	// NoInlineAllow makes comments in what is scanned allow nothing: whoever wrote
	// it must not decide what is found in it.
	NoInlineAllow bool

	// DecodeDepth is how many encodings around each other are undone, such as base64 in
	// base64. 0 means engine.DecodeDepth, less than 0 means none.
	DecodeDepth int

	// Each gets each finding with its secret in clear, before the baseline and before
	// redaction, and the fingerprints that it goes by; nil for nobody. It must change
	// nothing.
	Each func(f *finding.Finding, fingerprints []string)

	// Hits makes the report say of each location what the rule has matched there, and of each
	// finding the commits that add a line with the secret again, if the source can tell.
	Hits bool

	// AgainAlone makes the report list in its Again also the secrets that were there before
	// the change which is scanned, if one of its commits adds a line with them. It needs Hits.
	AgainAlone bool

	// Cache is where the scan finds what an earlier one of the same source has learned, and
	// leaves what it has learned itself; nil for none. The report is the same without it.
	Cache Cache

	Notes    []string      // for the ledger, besides the notes of the rules
	Progress *Progress     // counts while the scan runs; may be nil
	Stats    *engine.Stats // gets the times that the engine's steps took; may be nil
}

// decodeDepth is DecodeDepth as a number from 0 on.
func (o *Options) decodeDepth() int {
	if o.DecodeDepth == 0 {
		return engine.DecodeDepth
	}
	return max(o.DecodeDepth, 0)
}

// key is the key for fingerprints: that of the options, or else that of the baseline.
func (o *Options) key() []byte {
	if o.Key == nil && o.Baseline != nil {
		return o.Baseline.File.Key
	}
	return o.Key
}

// A Scanner scans sources with a set of rules. It does not change, and is safe
// for concurrent use.
type Scanner struct {
	detector  *engine.Detector
	providers func() map[string]rules.Provider
	rules     finding.Rules
	config    *rules.Config
	byCommit  bool                      // some allowlist names commits, see later
	notes     []string                  // of the rules, for the ledger
	safety    func() []*engine.Detector // what redaction needs besides the detector
}

// NoLiteral ends the note about a rule that makes a scan slow.
const NoLiteral = " has no literal that the engine could search for, so it runs over every byte"

// New returns a Scanner for a set of rules, which must not be changed afterwards. Its
// error names everything that is wrong with them.
func New(cfg *rules.Config) (*Scanner, error) {
	d, err := engine.New(cfg)
	if err != nil {
		return nil, err
	}
	s := &Scanner{detector: d, config: cfg, providers: sync.OnceValue(func() map[string]rules.Provider { return providersOf(cfg) }), notes: slices.Clone(cfg.Notes), safety: safety(d)}
	s.rules = cfg.From
	s.byCommit = namesCommits(cfg.Allowlists) || rulesNameCommits(cfg.Own())
	for _, r := range cfg.Changed() {
		s.byCommit = s.byCommit || namesCommits(r.Allowlists)
	}
	if cfg.Unread() == 0 { // what follows is asked of the built-in rules by tests
		if err := checkProofs(d); err != nil {
			return nil, err
		}
		s.rules.Count = len(cfg.Rules)
		s.byCommit = s.byCommit || rulesNameCommits(cfg.Rules)
	}
	for _, id := range d.UnanchoredRules() {
		s.notes = append(s.notes, "rule "+id+NoLiteral)
	}
	return s, nil
}

// providersOf returns the providers of a configuration by their ids.
func providersOf(cfg *rules.Config) map[string]rules.Provider {
	cfg, err := cfg.Full()
	if err != nil {
		return nil // there is none: what the program holds was read before
	}
	byID := make(map[string]rules.Provider, len(cfg.Providers))
	for _, p := range cfg.Providers {
		byID[p.ID] = p
	}
	return byID
}

// rulesNameCommits reports whether an allowlist of a rule in the list names commits.
func rulesNameCommits(list []rules.Rule) bool {
	return slices.ContainsFunc(list, func(r rules.Rule) bool { return namesCommits(r.Allowlists) })
}

// names returns the ids and aliases of all rules.
func (s *Scanner) names() (names []string) {
	for r := range s.detector.Rules() {
		names = slices.AppendSeq(names, r.Names())
	}
	return names
}

// Run scans all of src. It returns an error if the scan could not take place, or if
// ctx is done for another cause than a [Stop]. If only some of the content could not
// be scanned, or a Stop came before the end, the Report is not Complete, and its
// ledger says why.
//
// A source that does not end soon after a Stop is left behind: it may still read
// when Run has returned.
func (s *Scanner) Run(ctx context.Context, src source.Source, o Options) (*finding.Report, error) {
	var names []string
	if len(o.Filter.Rules) > 0 {
		names = s.names()
	}
	if err := o.Filter.check(names); err != nil {
		return nil, err
	}
	o.Jobs = max(o.Jobs, 1)
	if o.Progress == nil {
		o.Progress = &Progress{}
	}
	ledger := &source.Ledger{}
	if o.LFSOK {
		ledger.Accept(source.AbsentLFS)
	}
	if o.Archives.OK {
		for _, reason := range archive.Reasons() {
			ledger.Accept(string(reason))
		}
		for reason := range engine.AllMissed.Reasons() {
			ledger.Accept(reason)
		}
	}
	o.Progress.ledger.Store(ledger)
	for _, text := range slices.Concat(s.notes, o.Notes) {
		ledger.Note(text)
	}
	if names := s.detector.FileNames(); names != nil {
		if w, ok := src.(source.PathWanter); ok {
			w.WantPaths(names, rules.MaxWholeFile)
		}
	}
	c := newCollector(ctx, s.detector, ledger, o)
	c.wantHits = o.Hits || s.byCommit
	memory := s.remember(src, c, o)
	_, err := step(ctx, func() (struct{}, error) { return struct{}{}, src.Walk(ctx, o.Jobs, ledger, c.visit) })
	stop := Stopped(ctx)
	if err != nil && stop == nil {
		return nil, err
	}
	c.close()
	if err == nil && stop == nil {
		defer memory.save(c)()
	}
	if err != nil {
		stop.account(ledger, err)
	}
	leftBehind := errors.Is(err, errLeftBehind)
	if !leftBehind {
		c.measured(o.Stats)
		c.rest()
	}
	o.Progress.locating.Store(true)
	hide := func() redact { return redact{} }
	if !o.ShowSecrets {
		hide = begin(o.Jobs, func() redact {
			st := newRedact(c.found, s.detector, s.safety()...)
			if len(c.found) > 0 {
				s.providers() // findings need them, and it takes some time to read them
			}
			return st
		})
		defer hide()
	}
	e, err := c.evidence(ctx, src, o.Jobs, leftBehind)
	if err != nil {
		return nil, err
	}
	count, inline, ended := suppressed{}, inlineUses{}, endedUses{}
	var below map[secretOf]bool
	if o.Baseline != nil {
		below = map[secretOf]bool{}
	}
	all := newFindings(s.providers, e.proofs, locationsOf(len(e.secrets.keys)), o.Scan)
	all.hits = o.Hits
	if _, versioned := src.(source.Versioned); s.byCommit && !versioned { // what has versions is in no commit yet
		all.later = newLater(all)
	}
	stages := s.sightingStages(o, e, all.later, count, inline, ended, below)
	again := s.againStages(o, e)
	if o.Baseline != nil {
		all.folded = newFindings(s.providers, e.proofs, all.most, o.Scan)
	}
	if o.AgainAlone && o.Baseline == nil { // a baseline lists what was there before
		all.alone = map[identity]*finding.Finding{}
	}
	for sight := range e.sightings() {
		judge, add := stages, all.add
		if sight.place.Again {
			judge, add = again, all.addAgain
		}
		for _, st := range judge {
			st.judge(sight)
		}
		add(sight)
	}
	all.later.join(all)
	if n := count[finding.InRuleFile]; n > 0 {
		ledger.Note(fmt.Sprintf("%s is the rule file, so what it holds is not reported: %d", o.RuleFile, n))
	}
	for _, note := range ended.notes() {
		ledger.Note(note)
	}
	list, cut := all.list()
	if cut {
		ledger.Note(fmt.Sprintf("some secrets are at more places than are listed: of each, the first %d are", all.most))
	}
	if all.cutAgain {
		ledger.Note(fmt.Sprintf("some secrets were added again by more commits than are listed: of each, %d are", all.most))
	}
	r := newReport(o.Tool, src.Name(), ledger)
	r.Scan = o.Scan
	r.Rules = s.rules
	r.Findings = list
	r.Again = all.againAlone()
	r.Ledger.InlineAllowed = inline.list()
	r.Ledger.Suppressed = count.list()
	for _, st := range s.reportStages(o, all, below, hide) {
		err := st.apply(ctx, r)
		if err != nil && Stopped(ctx) != nil { // what is left takes no long time
			err = st.apply(context.WithoutCancel(ctx), r)
		}
		if err != nil {
			return nil, err
		}
	}
	return r, nil
}

// evidence asks the source where the hits are and what was there before the
// change, and makes the proofs. After a Stop it asks only for a short time, and not
// at all if the walk was left behind.
func (c *collector) evidence(ctx context.Context, src source.Source, jobs int, leftBehind bool) (*evidence, error) {
	e := &evidence{found: c.found, secrets: newSecrets(c.found)}
	if r, ok := src.(source.Repeated); ok && c.wantHits {
		r.WantAgain(e.held)
	}
	proofs := begin(jobs, func() proofs { return proveAll(c.found, jobs) }) // while the source looks for places
	defer proofs()
	var err error
	if Stopped(ctx) == nil {
		err = e.locate(ctx, src, c)
		if err != nil && Stopped(ctx) == nil {
			return nil, err
		}
		if err != nil {
			Stopped(ctx).account(c.ledger, err)
			leftBehind = errors.Is(err, errLeftBehind)
		}
	}
	if stop := Stopped(ctx); stop != nil && e.places == nil {
		late, cancel := afterStop(ctx)
		defer cancel()
		if leftBehind || len(c.found) > 0 && e.locate(late, src, c) != nil {
			e.places = unlocated(c.found)
			c.ledger.Note("there was no time to find out where the secrets are, and since when: `git log --all --find-object=BLOB` does that for a blob of a repository")
		}
	}
	e.proofs = proofs()
	return e, nil
}

// begin calls f in the background, unless there is only one job. The function that it
// returns waits for the result.
func begin[T any](jobs int, f func() T) (result func() T) {
	if jobs == 1 {
		return sync.OnceValue(f)
	}
	done := make(chan T, 1)
	go func() { done <- f() }()
	return sync.OnceValue(func() T { return <-done })
}

// locate asks the source for the places and what was there before. Without an error
// both are set.
func (e *evidence) locate(ctx context.Context, src source.Source, c *collector) error {
	places, err := step(ctx, func() (map[source.ID][]source.Place, error) { return src.Locate(ctx, e.secrets.byBlob) })
	if err != nil {
		return err
	}
	known, err := step(ctx, func() (secretsByPath, error) { return knownBefore(ctx, src, c, places) })
	if err != nil {
		return err
	}
	e.places, e.known = places, known
	return nil
}
