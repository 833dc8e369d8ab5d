package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/history"
)

// run runs a scan as gitleaks does, and sets the exit code. Errors of the scan are said
// here; what is returned is about the call.
func (g *gitleaksFlags) run(cmd *cobra.Command, env environment, code *int, kind job.TargetKind, paths []string) error {
	ctx, begin := cmd.Context(), time.Now()
	kind, err := g.seven.translate(g, cmd.Flags().Changed, kind)
	if err != nil {
		return &wrongCall{gitleaksFailed, err}
	}
	level, known := parseLogLevel(g.logLevel)
	log := &gitleaksLog{env: env, level: level}
	if !g.noBanner {
		io.WriteString(env.stderr, banner)
	}
	if !known {
		g.warn("--log-level %q is no level, so it is info: use trace, debug, info, warn, error or fatal", g.logLevel)
	}
	err = g.scan(ctx, env, log, cmd.Flags().Changed, kind, paths, begin, code)
	if err != nil {
		log.say(levelFatal, indented(err))
		*code = gitleaksFailed
	}
	return nil
}

// scan runs the scan and writes its reports.
func (g *gitleaksFlags) scan(ctx context.Context, env environment, log *gitleaksLog, given func(string) bool, kind job.TargetKind, paths []string, begin time.Time, code *int) error {
	t, err := g.target(kind, paths)
	if err != nil {
		return err
	}
	if err := g.check(); err != nil {
		return err
	}
	out, err := g.output(log)
	if err != nil {
		return err
	}
	for flag, value := range map[string]string{"diagnostics": g.diagnostics, "diagnostics-dir": g.diagnosticsDir} {
		if value != "" {
			g.warn("--%s has no effect", flag)
		}
	}
	if given("config") && g.config == "" {
		g.warn("--config is empty, as an unset variable is, so it does not count")
	}
	known := g.known(log, given, t.At)
	for _, sentence := range g.warnings {
		log.say(levelWarn, sentence)
	}
	f := g.scanFlags(given)
	ctx, cancel := f.limited(ctx)
	defer cancel()
	call := env.call(g.config)
	call.Tell = func(sentence string) { log.say(levelWarn, sentence) }
	j, err := job.Gitleaks(ctx, call, t)
	if err != nil {
		return f.tooEarly(ctx, err)
	}
	if len(t.Rules) > 0 {
		log.sayf(levelInfo, "Overriding enabled rules: %s", strings.Join(t.Rules, ", "))
	}
	log.sayf(levelDebug, "using the rules of %s", j.Rules.From.Source)
	r, err := f.runWith(ctx, env, j, func(o *scan.Options) {
		o.Notes = nil
		o.Hits, o.AgainAlone = true, true
		o.AllOwn = true // as gitleaks reports all that its rules match
		o.MaxFile = g.maxTargetMB * 1_000_000
		o.LFSOK = true // as gitleaks scans the pointers alone
		o.Archives.OK = !given("max-archive-depth")
	})
	if err = errors.Join(err, j.Close()); err != nil {
		return err
	}
	known.root = j.Root()
	entries := slices.Collect(gitleaks.Entries(r))
	entries = slices.DeleteFunc(entries, known.covers)
	if err := gitleaks.Links(entries, g.platform, r.Scan.Repository); err != nil {
		level := levelDebug
		if g.platform != "" {
			level = levelWarn
		}
		log.sayf(level, "the entries have no links: %v", err)
	}
	gitleaks.Redact(entries, int(g.redact))
	if err := g.print(env, entries); err != nil {
		return err
	}
	g.account(log, r, kind, entries, time.Since(begin))
	out.options.Rules = rulesOf(j, entries)
	if err := out.write(env, entries); err != nil {
		return err
	}
	*code = g.verdict(r, len(entries))
	return nil
}

// scanFlags returns the flags of sluice for the scan.
func (g *gitleaksFlags) scanFlags(given func(string) bool) *scanFlags {
	f := &scanFlags{
		showSecrets: true, jobs: runtime.GOMAXPROCS(0), minConfidence: g.minConfidence, quiet: true,
		noInlineAllow: g.ignoreAllow, decodeDepth: engine.DecodeDepth, timeout: time.Duration(max(g.timeout, 0)) * time.Second,
		archives: archiveFlags{limits: archive.Defaults()},
	}
	if given("max-decode-depth") {
		f.decodeDepth = max(g.maxDecodeDepth, 0)
	}
	if given("max-archive-depth") {
		f.archives.closed = g.maxArchiveDepth <= 0
		f.archives.limits.Depth = max(g.maxArchiveDepth, 1)
	}
	return f
}

// print writes the entries to standard output, with -v.
func (g *gitleaksFlags) print(env environment, entries []gitleaks.Entry) error {
	if !g.verbose {
		return nil
	}
	for i := range entries {
		if err := gitleaks.Print(env.stdout, &entries[i], !g.noColor && env.color()); err != nil {
			return fmt.Errorf("cannot write to standard output: %w", err)
		}
	}
	return nil
}

// account says what was scanned and found, and what is missing.
func (g *gitleaksFlags) account(log *gitleaksLog, r *finding.Report, kind job.TargetKind, entries []gitleaks.Entry, took time.Duration) {
	for _, note := range r.Ledger.Notes {
		level := levelWarn
		if note == history.NoGitFilesNote || strings.HasSuffix(note, scan.NoLiteral) { // nor does gitleaks read the one, or say the other
			level = levelDebug
		}
		log.say(level, note)
	}
	for _, s := range r.Ledger.Suppressed {
		log.sayf(levelDebug, "not reported: %s: %d", s.By, s.Count)
	}
	accepted := acceptedReasons()
	for _, s := range r.Ledger.Skipped {
		level := levelDebug
		switch {
		case s.Incomplete:
			level = levelError
		case accepted[s.Reason]:
			level = levelWarn
		}
		log.sayf(level, "not scanned: %s: %d (%s)", s.Reason, s.Count, strings.Join(s.Examples, ", "))
	}
	for _, problem := range r.Ledger.Errors {
		log.say(levelError, problem)
	}
	if kind != job.TargetFiles && kind != job.TargetStdin {
		log.sayf(levelInfo, "%d commits scanned.", r.Ledger.Commits)
	}
	log.say(levelInfo, scanned(r.Ledger.Bytes, took))
	switch {
	case len(entries) > 0:
		log.sayf(levelWarn, "leaks found: %d", len(entries))
		tellWhere(log, kind, entries)
	case r.Complete:
		log.say(levelInfo, "no leaks found")
	}
	if !r.Complete {
		log.say(levelError, "the scan is not complete, so this is no all-clear: the lines above say what is missing")
	}
}

// tellWhere says which of the entries of a repository gitleaks would not have seen, because
// nobody finds these with the commands that are usual after a run of gitleaks.
func tellWhere(log *gitleaksLog, kind job.TargetKind, entries []gitleaks.Entry) {
	if kind == job.TargetFiles || kind == job.TargetStdin {
		return
	}
	unreachable, nowhere := 0, 0
	for i := range entries {
		if entries[i].Unreachable {
			unreachable++
		}
		if entries[i].File == "" && entries[i].Commit != "" {
			nowhere++
		}
	}
	if unreachable > 0 {
		log.sayf(levelInfo, "%d of them are only in objects that no branch, tag or reflog leads to any more: --log-opts=--all leaves these out", unreachable)
	}
	if nowhere > 0 {
		log.sayf(levelInfo, "%d of them are in no file, but in the message or a header of the commit: git show --format=raw COMMIT shows it", nowhere)
	}
}

// acceptedReasons are the reasons for which gitleaks does not scan something either, and
// a user should know all the same.
func acceptedReasons() map[string]bool {
	reasons := map[string]bool{source.AbsentLFS: true}
	for _, r := range archive.Reasons() {
		reasons[string(r)] = true
	}
	for r := range engine.AllMissed.Reasons() {
		reasons[r] = true
	}
	return reasons
}

// verdict returns the exit code. That of leaks comes first. A scan that is not complete
// has a code of its own, so that nobody takes it for leaks, or for none.
func (g *gitleaksFlags) verdict(r *finding.Report, leaks int) int {
	switch {
	case leaks > 0 && g.exitCode&0xff != 0:
		return g.exitCode & 0xff // as every system does
	case r.Complete:
		return exitClean
	case g.exitCode&0xff == gitleaksPartial:
		return gitleaksFailed
	}
	return gitleaksPartial
}

// rulesOf returns the rules that the SARIF report lists.
func rulesOf(j *job.Job, entries []gitleaks.Entry) (list []gitleaks.Rule) {
	listed := map[string]bool{}
	add := func(id, description string) {
		if !listed[id] {
			listed[id] = true
			list = append(list, gitleaks.Rule{ID: id, Description: description})
		}
	}
	for i := range j.Rules.Rules {
		add(j.Rules.Rules[i].ID, j.Rules.Rules[i].Description)
	}
	for i := range entries { // under another name
		add(entries[i].RuleID, entries[i].Description)
	}
	return list
}

// A gitleaksOutput is the report file.
type gitleaksOutput struct {
	path    string // "" for none, "-" for standard output
	format  string
	options gitleaks.Options
}

// output returns the report to write. As far as it can be known, what is wrong with it is
// an error before the scan.
func (g *gitleaksFlags) output(log *gitleaksLog) (o gitleaksOutput, err error) {
	o = gitleaksOutput{path: g.reportPath, format: strings.ToLower(g.reportFormat)}
	if g.reportTemplate != "" {
		if o.format == "" {
			o.format = templateFormat
		}
		text, err := readAtMost(g.reportTemplate, mostRead)
		if err != nil {
			return o, fmt.Errorf("cannot read the template %s: %w", g.reportTemplate, source.Cause(err))
		}
		o.options.Template = string(text)
		if err := gitleaks.CheckTemplate(o.options.Template); err != nil {
			return o, err
		}
	}
	switch {
	case o.format == "":
		ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(o.path)), ".")
		o.format = "json"
		if slices.Contains(gitleaks.Formats(), ending) && ending != templateFormat {
			o.format = ending
		} else if o.path != "" && o.path != "-" {
			g.warn("the name %s does not say which format the report has, so it is JSON: say it with --report-format", o.path)
		}
	case !slices.Contains(gitleaks.Formats(), o.format):
		return o, fmt.Errorf("--report-format %q: it takes %s%s", g.reportFormat, strings.Join(gitleaks.Formats(), ", "), didYouMean(g.reportFormat, "", gitleaks.Formats()))
	case o.format == templateFormat && g.reportTemplate == "" && o.path != "":
		return o, errors.New("--report-format template needs --report-template FILE")
	}
	if o.path != "" && o.path != "-" {
		if info, err := os.Stat(filepath.Dir(o.path)); err != nil || !info.IsDir() {
			return o, fmt.Errorf("cannot write the report to %s: there is no folder %s", o.path, filepath.Dir(o.path))
		}
	}
	return o, nil
}

// write writes the report, if one is wanted.
func (o gitleaksOutput) write(env environment, entries []gitleaks.Entry) error {
	if o.path == "" {
		return nil
	}
	if o.path == "-" {
		if err := gitleaks.Write(env.stdout, o.format, entries, o.options); err != nil {
			return fmt.Errorf("cannot write the report to standard output: %w", err)
		}
		return nil
	}
	err := writeFile(o.path, everyone, func(w io.Writer) error { return gitleaks.Write(w, o.format, entries, o.options) })
	if err != nil {
		return fmt.Errorf("cannot write the report to %s: %w", o.path, source.Cause(err))
	}
	return nil
}
