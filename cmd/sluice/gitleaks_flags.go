package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/job"
)

// The texts of flags that several commands have.
const (
	sourceUsage   = "the repository or folder to scan (`PATH`)"
	logOptsUsage  = "scan the commits that git log shows with these `OPTIONS`; quotes keep a value with spaces together"
	stagedUsage   = "scan what the next commit would hold"
	platformUsage = "the `PLATFORM` that links lead to: github, gitlab, azuredevops, bitbucket, gitea, or none"
	followUsage   = "scan the files that symbolic links lead to"
)

// gitleaksFlags are the flags of gitleaks, by its names.
type gitleaksFlags struct {
	baseline        string
	config          string
	diagnostics     string
	diagnosticsDir  string
	enableRule      []string
	exitCode        int
	ignorePath      string
	ignoreAllow     bool
	logLevel        string
	maxArchiveDepth int
	maxDecodeDepth  int
	maxTargetMB     int64
	noBanner        bool
	noColor         bool
	redact          percentage
	reportFormat    string
	reportPath      string
	reportTemplate  string
	timeout         int
	verbose         bool

	source         string
	logOpts        string
	noGit          bool
	pipe           bool
	platform       string
	followSymlinks bool
	staged         bool
	preCommit      bool

	shallowOK     bool   // ours
	minConfidence string // ours

	seven    sevenFlags
	filesOf  string   // a commit whose files are scanned, of version 7
	warnings []string // what to say once the log is there
}

// warn keeps a sentence for the log.
func (g *gitleaksFlags) warn(format string, args ...any) {
	g.warnings = append(g.warnings, fmt.Sprintf(format, args...))
}

// register adds the flags that all commands have.
func (g *gitleaksFlags) register(root *cobra.Command) {
	g.source = "."
	f := root.PersistentFlags()
	f.StringVarP(&g.baseline, "baseline-path", "b", "", "leave out what this report has, a JSON `FILE` of gitleaks")
	f.StringVarP(&g.config, "config", "c", "", "rules to use, a TOML `FILE`; without it those of $GITLEAKS_CONFIG (a file), $GITLEAKS_CONFIG_TOML (their text), or .gitleaks.toml in what is scanned, and else the built-in ones")
	f.StringVar(&g.diagnostics, "diagnostics", "", "without effect (`KINDS`)")
	f.StringVar(&g.diagnosticsDir, "diagnostics-dir", "", "without effect (`DIR`)")
	f.StringSliceVar(&g.enableRule, "enable-rule", nil, "judge by the rule `ID` alone; several may be given, also with commas")
	f.IntVar(&g.exitCode, "exit-code", 1, "exit code `N` for leaks")
	f.StringVarP(&g.ignorePath, "gitleaks-ignore-path", "i", ".", "leave out what this .gitleaksignore file names, or the one in this folder (`PATH`)")
	f.BoolVar(&g.ignoreAllow, "ignore-gitleaks-allow", false, "report what comments (gitleaks:allow, sluice:allow) allow, too")
	f.StringVarP(&g.logLevel, "log-level", "l", "info", "write log lines of this `LEVEL` and above: trace, debug, info, warn, error or fatal")
	f.IntVar(&g.maxArchiveDepth, "max-archive-depth", 0, "open at most `N` archives in each other, and 0 none; without this flag they are opened as far as sluice does")
	f.IntVar(&g.maxDecodeDepth, "max-decode-depth", 5, "undo up to `N` encodings around each other, such as base64")
	f.Int64Var(&g.maxTargetMB, "max-target-megabytes", 0, "leave out files of more than `N` megabytes")
	f.BoolVar(&g.noBanner, "no-banner", false, "no banner")
	f.BoolVar(&g.noColor, "no-color", false, "no colours")
	f.Var(&g.redact, "redact", "hide secrets; with =`PERCENT`, the end of each")
	f.Lookup("redact").NoOptDefVal = "100"
	f.StringVarP(&g.reportFormat, "report-format", "f", "", "`FORMAT` of the report: "+strings.Join(gitleaks.Formats(), ", ")+"; without it the ending of the file says it")
	f.StringVarP(&g.reportPath, "report-path", "r", "", "write a report to this `FILE`, or with - to standard output")
	f.StringVar(&g.reportTemplate, "report-template", "", "write the report by a template `FILE` of Go's text/template")
	f.IntVar(&g.timeout, "timeout", 0, "stop after this number of `SECONDS`, and report what was found by then")
	f.BoolVarP(&g.verbose, "verbose", "v", false, "write what was found to standard output")
	f.BoolVar(&g.shallowOK, "shallow-ok", false, "of sluice: let a shallow clone pass, although its history is not all here")
	f.StringVar(&g.minConfidence, "min-confidence", string(finding.ConfidenceMedium), "of sluice: leave out what the built-in rules find below this `LEVEL`: low, medium or high")
	g.seven.register(f)
}

// registerSource adds the flags of the command detect. Without a command, version 7 has
// some of them.
func (g *gitleaksFlags) registerSource(f *pflag.FlagSet, seven bool) {
	f.StringVarP(&g.source, "source", "s", ".", sourceUsage)
	f.BoolVar(&g.noGit, "no-git", false, "scan the files of a folder, and no repository")
	if seven {
		return
	}
	f.StringVar(&g.logOpts, "log-opts", "", logOptsUsage)
	f.BoolVar(&g.pipe, "pipe", false, "scan standard input")
	f.StringVar(&g.platform, "platform", "", platformUsage)
	f.BoolVar(&g.followSymlinks, "follow-symlinks", false, followUsage)
}

// target returns what the call judges.
func (g *gitleaksFlags) target(kind job.TargetKind, paths []string) (job.Target, error) {
	t := job.Target{Kind: kind, At: g.source, FollowFiles: g.followSymlinks, ShallowOK: g.shallowOK, Rules: g.enableRule, FilesOf: g.filesOf}
	if t.At == "" {
		t.At = "."
	}
	if len(paths) > 1 {
		t.Paths = paths
	}
	if strings.Contains(t.At, "://") {
		return t, fmt.Errorf("%s is an address, and only what is on this machine can be scanned: run `git clone --mirror` before, and scan the clone", t.At)
	}
	if kind == job.TargetHistory {
		var err error
		if t.LogOptions, err = splitOptions(g.logOpts); err != nil {
			return t, fmt.Errorf("--log-opts: %w", err)
		}
	} else if g.logOpts != "" {
		g.warn("--log-opts has no effect here: it chooses commits, and none are scanned")
	}
	return t, nil
}

// check returns an error for values that gitleaks refuses, too.
func (g *gitleaksFlags) check() error {
	if g.platform != "" && !slices.Contains(gitleaks.Platforms(), strings.ToLower(g.platform)) {
		return fmt.Errorf("--platform %q: it takes %s", g.platform, english.WordSeries(gitleaks.Platforms(), "or"))
	}
	if !slices.Contains(finding.Confidences(), finding.Confidence(g.minConfidence)) {
		return badLevel("min-confidence", g.minConfidence, finding.Confidences())
	}
	return nil
}

// A percentage is the value of --redact. Versions before 8.18 had a flag without a
// number.
type percentage int

func (p *percentage) String() string { return strconv.Itoa(int(*p)) }

func (p *percentage) Set(text string) error {
	if on, err := strconv.ParseBool(text); err == nil && text != "0" && text != "1" {
		*p = 0
		if on {
			*p = 100
		}
		return nil
	}
	n, err := strconv.ParseUint(text, 10, 32)
	*p = percentage(min(n, 100))
	return err
}

// Type says what values the flag takes.
func (*percentage) Type() string { return "percentage" }

// splitOptions splits a text at its spaces. Text in single or double quotes is one
// option, or a part of one, as in a shell.
func splitOptions(text string) (options []string, err error) {
	var b strings.Builder
	open, quote := false, rune(0) // an option has begun; the quotes that it is in
	for _, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			open, quote = true, r
		case quote == 0 && (r == ' ' || r == '\t' || r == '\n' || r == '\r'):
			if open {
				options = append(options, b.String())
				b.Reset()
			}
			open = false
		default:
			open = true
			b.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("%q has a quote that does not end", text)
	}
	if open {
		options = append(options, b.String())
	}
	return options, nil
}
