package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/stdin"
	"github.com/sluicesec/sluice/source/unstaged"
)

// A Target is what a command line of gitleaks judges.
type Target struct {
	Kind TargetKind
	At   string // the folder, file or repository; "." where the command line names none

	Paths       []string // of TargetFiles: what is scanned, if it is not At alone
	FollowFiles bool     // of TargetFiles: see folder.Folders

	LogOptions []string // of TargetHistory: options of git log that choose commits; nil for all
	FilesOf    string   // of TargetHistory: a revision; its files are judged, and no commits
	ShallowOK  bool     // of TargetHistory: a shallow clone is complete

	Rules []string // names of rules; only these judge; none for all
}

// A TargetKind says what is judged of a Target.
type TargetKind int

// The kinds of targets.
const (
	TargetHistory  TargetKind = iota // commits of a repository
	TargetStaged                     // what the next commit would hold
	TargetUnstaged                   // what the work tree has and the index has not
	TargetFiles                      // folders and files
	TargetStdin
)

// The variables in which gitleaks looks for its rules.
const (
	GitleaksConfig     = "GITLEAKS_CONFIG"      // the path of a rule file
	GitleaksConfigTOML = "GITLEAKS_CONFIG_TOML" // the text of a rule file
)

// gitleaksFile is the rule file that gitleaks looks for in what it scans.
const gitleaksFile = ".gitleaks.toml"

// Gitleaks makes the job of a command line of gitleaks. Its rules are those that gitleaks
// would use, and no baseline counts: the entries of its report are filtered afterwards,
// each by itself.
func Gitleaks(ctx context.Context, c Call, t Target) (*Job, error) {
	cfg, file, err := c.gitleaksRules(t.At)
	if err != nil {
		return nil, err
	}
	if len(t.Rules) > 0 {
		if err := enableOnly(cfg, t.Rules); err != nil {
			return nil, err
		}
	}
	var j *Job
	switch t.Kind {
	case TargetFiles:
		paths := t.Paths
		if len(paths) == 0 {
			paths = []string{t.At}
		}
		j = &Job{Source: &folder.Folders{Paths: paths, FollowFiles: t.FollowFiles, GitFolders: true}, about: finding.Scan{Kind: finding.ScanFolder}}
	case TargetStdin:
		j = &Job{Source: &stdin.Input{Reader: c.Stdin}, about: finding.Scan{Kind: finding.ScanStdin}}
	default:
		c.Dir = t.At
		if j, err = c.open(ctx, func(r repository) (*Job, error) { return t.inRepository(ctx, r, c.Environ) }); err != nil {
			return nil, err
		}
	}
	j.Rules, j.ruleFile = cfg, t.inSource(j.root, file)
	return j, nil
}

// inSource returns the path that the rule file has in what is judged: gitleaks reports
// nothing of it. It is "" if the file is not there. root is the work tree; "" for no
// repository.
func (t Target) inSource(root, file string) string {
	switch {
	case file == "" || !rules.ForGitleaks(filepath.Base(file)) || t.Kind == TargetStdin:
		return ""
	case t.Kind != TargetFiles:
		return within(root, file)
	}
	folder, err := filepath.Abs(t.At)
	if err != nil {
		return ""
	}
	if name := within(folder, file); name != "" {
		return path.Join(filepath.ToSlash(t.At), name)
	}
	return ""
}

// Root returns the folder that the paths of a report begin with where they name no commit:
// the work tree of a repository; "" where they begin with the current folder.
func (j *Job) Root() string { return j.root }

// inRepository makes the job of a target in a repository, without its rules.
func (t Target) inRepository(ctx context.Context, r repository, env []string) (*Job, error) {
	var src source.Source
	var err error
	kind := finding.ScanStaged
	switch {
	case t.Kind == TargetStaged:
		if _, err := index(r); err != nil {
			return nil, err
		}
		src, err = hooks.NextCommit(ctx, r.Repo, r.store, env)
	case t.Kind == TargetUnstaged && r.WorkTree == "":
		return nil, fmt.Errorf("%s is a bare repository, which has no files that could be changed", r.GitDir)
	case t.Kind == TargetUnstaged:
		src = unstaged.New(r.Repo, r.store)
	case t.FilesOf != "":
		kind = finding.ScanRange
		src, err = filesOf(ctx, r, t.FilesOf)
	case len(t.LogOptions) == 0 || gitrepo.LogsAll(t.LogOptions):
		// A CI system puts the password of the run into the files of the git folder.
		kind = finding.ScanHistory
		src = history.New(r.Repo, r.store, history.Options{NoGitFiles: true, ShallowOK: t.ShallowOK, ReachableOnly: len(t.LogOptions) > 0})
	default:
		kind = finding.ScanRange
		src, err = logged(ctx, r, t)
	}
	if err != nil {
		return nil, err
	}
	return &Job{Source: src, about: finding.Scan{Kind: kind}, root: r.WorkTree}, nil
}

// logged returns the source of the commits that git log with the options of a target shows
// in its folder.
func logged(ctx context.Context, r repository, t Target) (source.Source, error) {
	options := t.LogOptions
	shown, err := r.Log(ctx, t.At, options)
	if err != nil {
		return nil, fmt.Errorf("--log-opts %q: %w", strings.Join(options, " "), err)
	}
	list := make([]commits.Commit, len(shown))
	for i, l := range shown {
		list[i] = commits.Commit{ID: l.Commit, Paths: l.Paths}
	}
	src := commits.Listed("log "+strings.Join(options, " "), r.Repo, r.store, list, mergesBy(options))
	if !t.ShallowOK && !bounded(options, len(list)) {
		src.Unbounded()
	}
	return src, nil
}

// bounded reports whether options of git log ask for certain commits, or for a number of
// them that git log has shown: it would show no more in a repository with more history.
func bounded(options []string, shown int) bool {
	for i := 0; i < len(options); i++ {
		o := options[i]
		if o == "--" {
			return false
		}
		if strings.HasPrefix(o, "--no-walk") {
			return true
		}
		number := strings.TrimPrefix(strings.TrimPrefix(o, "-"), "n")
		if long, ok := strings.CutPrefix(o, "--max-count"); ok {
			number = strings.TrimPrefix(long, "=")
		}
		if number == "" && i+1 < len(options) {
			i++
			number = options[i]
		}
		if n, err := strconv.Atoi(number); err == nil && strings.HasPrefix(o, "-") && n >= 0 && shown >= n {
			return true
		}
	}
	return false
}

// mergesBy returns what git log compares merges with by its options. By itself it shows no
// changes of merges.
func mergesBy(options []string) commits.Merges {
	merges := commits.WithAll
	for _, o := range options {
		switch o {
		case "--":
			return merges
		case "-m", "-c", "--cc":
			return commits.WithEach
		case "--first-parent", "--dd", "--diff-merges=first-parent", "--diff-merges=1":
			merges = commits.WithFirst
		default:
			if strings.HasPrefix(o, "--diff-merges=") && o != "--diff-merges=off" && o != "--diff-merges=none" {
				return commits.WithEach
			}
		}
	}
	return merges
}

// filesOf returns the source of all files of a commit.
func filesOf(ctx context.Context, r repository, rev string) (source.Source, error) {
	id, err := r.Resolve(ctx, rev)
	if err != nil {
		return nil, err
	}
	_, data, err := r.store.Read(id)
	if err != nil {
		return nil, fmt.Errorf("reading commit %s: %w", id, err)
	}
	info, err := objects.ParseCommit(data)
	if err != nil {
		return nil, fmt.Errorf("reading commit %s: %w", id, err)
	}
	return commits.New("files of "+rev, r.Repo, r.store, []oid.ID{info.Tree}, nil), nil
}

// gitleaksRules returns the rules of a command line of gitleaks, by the order of
// precedence that gitleaks has: the file that the command line names, the variables, the
// file in what is scanned; and otherwise the built-in rules. file is the path of the file.
func (c Call) gitleaksRules(at string) (cfg *rules.Config, file string, err error) {
	path, from := c.Config, "--config"
	if path == "" {
		path, from = c.Getenv(GitleaksConfig), GitleaksConfig
	}
	if path == "" {
		if text := c.Getenv(GitleaksConfigTOML); text != "" {
			cfg, err := rules.Parse(GitleaksConfigTOML, []byte(text))
			if err != nil {
				return nil, "", fmt.Errorf("the rules in %s: %w", GitleaksConfigTOML, err)
			}
			cfg.From.Source = GitleaksConfigTOML
			return cfg, "", nil
		}
		path, from = filepath.Join(at, gitleaksFile), "what is scanned"
		if info, err := os.Stat(at); err != nil || !info.IsDir() {
			cfg, err = rules.Builtin()
			return cfg, "", err
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			cfg, err = rules.Builtin()
			return cfg, "", err
		}
	}
	cfg, err = rules.Load(path)
	if err != nil {
		return nil, "", fmt.Errorf("the rules that %s names: %w", from, err)
	}
	cfg.From.Source = path
	return cfg, path, nil
}
