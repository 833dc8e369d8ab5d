package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/source"
)

// sevenFlags are the flags of gitleaks 7, and some of version 6, that version 8 does not have. gitleaks 8 refuses
// them. Here those that mean just one thing in version 8 are translated, and a warning
// says what to write.
type sevenFlags struct {
	path, repoPath, configPath, format, report string
	leaksExitCode                              int
	unstaged, quiet, debug, pretty             bool
	depth, threads                             int

	branch, commit, commits, filesAtCommit       string
	commitFrom, commitTo                         string
	commitSince, commitUntil                     string
	repoURL, additional, repoConfig, commitsFile string
	appendRepoConfig                             bool
	username, password, token, sshKey, clone     string
}

func (s *sevenFlags) register(f *pflag.FlagSet) {
	text := func(value *string, name, short string) {
		f.StringVarP(value, name, short, "", "of version 7")
		f.Lookup(name).Hidden = true
	}
	yes := func(value *bool, name, short string) {
		f.BoolVarP(value, name, short, false, "of version 7")
		f.Lookup(name).Hidden = true
	}
	number := func(value *int, name string) {
		f.IntVar(value, name, 0, "of version 7")
		f.Lookup(name).Hidden = true
	}
	text(&s.path, "path", "p")
	text(&s.repoPath, "repo-path", "")
	text(&s.configPath, "config-path", "")
	text(&s.format, "format", "")
	text(&s.report, "report", "o")
	number(&s.leaksExitCode, "leaks-exit-code")
	yes(&s.unstaged, "unstaged", "")
	yes(&s.quiet, "quiet", "q")
	yes(&s.debug, "debug", "")
	yes(&s.pretty, "pretty", "")
	number(&s.depth, "depth")
	number(&s.threads, "threads")
	text(&s.branch, "branch", "")
	text(&s.commit, "commit", "")
	text(&s.commits, "commits", "")
	text(&s.filesAtCommit, "files-at-commit", "")
	text(&s.commitFrom, "commit-from", "")
	text(&s.commitTo, "commit-to", "")
	text(&s.commitSince, "commit-since", "")
	text(&s.commitUntil, "commit-until", "")
	text(&s.repoURL, "repo-url", "")
	text(&s.additional, "additional-config", "")
	text(&s.repoConfig, "repo-config-path", "")
	text(&s.commitsFile, "commits-file", "")
	yes(&s.appendRepoConfig, "append-repo-config", "")
	text(&s.username, "username", "")
	text(&s.password, "password", "")
	text(&s.token, "access-token", "")
	text(&s.sshKey, "ssh-key", "")
	text(&s.clone, "clone-path", "")
}

// translate sets the flags of version 8 that flags of version 7 mean, and returns what is
// judged: kind, or what a flag says instead.
func (s *sevenFlags) translate(g *gitleaksFlags, given func(name string) bool, kind job.TargetKind) (job.TargetKind, error) {
	if err := s.refused(g); err != nil {
		return kind, err
	}
	// What is set already is an error, and not overwritten.
	var errs []error
	becomes := func(name, now, what string, set func()) {
		if !given(name) {
			return
		}
		if now != "" && given(now) {
			errs = append(errs, fmt.Errorf("--%s is the name that version 7 had for --%s, and both are given: leave out the first", name, now))
			return
		}
		g.warn("--%s is of version 7: write %s", name, what)
		set()
	}
	becomes("path", "source", "--source "+s.path, func() { g.source = s.path })
	becomes("repo-path", "source", "--source "+s.repoPath, func() { g.source = s.repoPath })
	becomes("config-path", "config", "--config "+s.configPath, func() { g.config = s.configPath })
	becomes("format", "report-format", "--report-format "+s.format, func() { g.reportFormat = s.format })
	becomes("report", "report-path", "--report-path "+s.report, func() { g.reportPath = s.report })
	becomes("leaks-exit-code", "exit-code", fmt.Sprintf("--exit-code %d", s.leaksExitCode), func() { g.exitCode = s.leaksExitCode })
	becomes("quiet", "log-level", "--no-banner --log-level error", func() {
		if s.quiet {
			g.noBanner, g.logLevel = true, "error"
		}
	})
	becomes("debug", "log-level", "--log-level debug", func() {
		if s.debug {
			g.logLevel = "debug"
		}
	})
	for _, name := range []string{"pretty", "threads", "username", "password", "access-token", "ssh-key", "clone-path"} {
		if given(name) {
			g.warn("--%s is of version 7, and has no effect", name)
		}
	}
	if s.commitsFile != "" {
		list, err := os.ReadFile(s.commitsFile)
		if err != nil {
			return kind, fmt.Errorf("--commits-file: cannot read %s: %w", s.commitsFile, source.Cause(err))
		}
		s.commits += "," + strings.Join(strings.FieldsFunc(string(list), func(r rune) bool { return r == '\n' || r == '\r' || r == '<' || r == '>' }), ",")
	}
	if options := s.logOptions(given); len(options) > 0 {
		text := strings.Join(options, " ")
		if g.logOpts != "" {
			errs = append(errs, fmt.Errorf("--log-opts is given, and flags of version 7 that choose commits: write all in --log-opts, with %q for these", text))
		}
		g.warn("flags of version 7 choose commits: write --log-opts %q", text)
		g.logOpts = text
	}
	if s.filesAtCommit != "" {
		g.warn("--files-at-commit is of version 7: write `sluice dir` for a checkout of the commit")
		if g.filesOf = s.filesAtCommit; g.filesOf == "latest" {
			g.filesOf = "HEAD"
		}
	}
	return kind, errors.Join(errs...)
}

// logOptions returns the options of git log that flags mean.
func (s *sevenFlags) logOptions(given func(name string) bool) (options []string) {
	if given("depth") && s.depth > 0 {
		options = append(options, fmt.Sprintf("-n %d", s.depth))
	}
	if s.commitSince != "" {
		options = append(options, "--since='"+s.commitSince+"'")
	}
	if s.commitUntil != "" {
		options = append(options, "--until='"+s.commitUntil+"'")
	}
	switch {
	case s.commit == "latest":
		options = append(options, "-1")
	case s.commit != "":
		options = append(options, "-1 "+s.commit)
	case s.commits != "":
		options = append(options, "--no-walk "+strings.Join(strings.FieldsFunc(s.commits, func(r rune) bool { return r == ',' || r == ' ' }), " "))
	case s.branch != "":
		options = append(options, s.branch)
	case s.commitSince != "", s.commitUntil != "":
		options = append(options, "--all")
	}
	return options
}

// refused returns an error for flags that mean nothing, or several things, in version 8.
func (s *sevenFlags) refused(g *gitleaksFlags) error {
	url := s.repoURL
	if strings.Contains(g.reportPath, "://") || strings.HasPrefix(g.reportPath, "git@") {
		url = g.reportPath // -r meant --repo-url in version 7
	}
	switch {
	case url != "":
		return errors.New("--repo-url is of version 7, and nothing is fetched any more: run `git clone --mirror` before, and scan the clone")
	case s.unstaged:
		return errors.New("--unstaged is of version 7, and judged what is not committed yet: write `gitleaks protect --staged` for what the next commit would hold, as in a hook, or `gitleaks protect` for what is not staged yet")
	case s.additional != "":
		return fmt.Errorf("--additional-config is of version 7: name one file with --config, and write in it [extend] path = %q", s.additional)
	case s.repoConfig != "", s.appendRepoConfig:
		return errors.New("--repo-config-path and --append-repo-config are of version 7: a rule file in the repository counts if it is called .gitleaks.toml; name another with --config")
	case s.commitFrom != "", s.commitTo != "":
		return errors.New("--commit-from and --commit-to are of version 7: write --log-opts A..B for the commits after A up to B, with the older one first")
	}
	return nil
}
