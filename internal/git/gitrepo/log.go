package gitrepo

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// A Logged is a commit that git log shows, with the paths at which git log shows a
// change of it. Of a merge they are the paths at which it differs from any of its
// parents.
type Logged struct {
	Commit oid.ID
	Paths  []string // slash-separated, from the root of the repository; sorted, each once
}

// Log returns the commits that git log with some options shows, in its order. So it
// understands all that git log understands: revisions, limits of number and time, and
// paths. dir is the folder that paths begin with; "" for the current one.
//
// Merges are compared with each parent, which git log does not do by itself. So a merge
// that changes the paths, or the text, that the options ask for is among the commits.
//
// Options that only say how to print are dropped. Options that write files, or that
// have git show something else than commits, are errors.
func (r *Repo) Log(ctx context.Context, dir string, options []string) ([]Logged, error) {
	before, paths := options, []string(nil)
	if i := slices.Index(options, "--"); i >= 0 {
		before, paths = options[:i], options[i:]
	}
	// Those of the caller that could contradict these are dropped. Behind a path, git takes
	// no options.
	args := []string{"-z", "--name-only", "--no-textconv", "--no-ext-diff", "--no-show-signature", "--no-color", "--format=tformat:" + logMark + "%H"}
	for _, o := range before {
		if refusedByLog(o) {
			return nil, fmt.Errorf("git log %s cannot be used to choose commits: leave it out", o)
		}
		if !onlyPrints(o) {
			args = append(args, o)
		}
	}
	args = append(args, paths...)
	all, err := r.log(ctx, dir, append([]string{"-m"}, args...))
	if err == nil && slices.ContainsFunc(before, asksForChanges) {
		// More merges have such changes if they are compared with each parent. Then a limit
		// of number is reached before, so what git log shows by itself is needed, too.
		var shown []Logged
		shown, err = r.log(ctx, dir, args)
		all = join(shown, all)
	}
	for i := range all {
		slices.Sort(all[i].Paths)
		all[i].Paths = slices.Compact(all[i].Paths)
	}
	return all, err
}

// log runs git log and reads what it writes.
func (r *Repo) log(ctx context.Context, dir string, args []string) ([]Logged, error) {
	if err := r.checkFiles(); err != nil {
		return nil, err
	}
	root := cmp.Or(r.WorkTree, r.GitDir)
	if abs, err := filepath.Abs(dir); err != nil || !isDir(abs) || within(r.GitDir, abs) {
		dir = root // what is no part of the work tree has no paths of its own
	}
	cmd := r.command(ctx, "log", args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Env, "GIT_WORK_TREE="+root)
	out, err := output(ctx, cmd, "", "log")
	if err != nil {
		if cut, _ := r.Shallow(); len(cut) > 0 && ctx.Err() == nil {
			err = fmt.Errorf("%w; the clone is shallow, so it may lack a commit: fetch the whole history (git fetch --unshallow)", err)
		}
		return nil, err
	}
	return parseLog(string(out), r.ObjectFormat)
}

// logMark begins the line of a commit in what git log writes. No path in a repository
// begins with two slashes.
const logMark = "//"

// parseLog reads what git log writes: elements that a zero byte ends, one for each commit
// and one for each path. A newline comes before the first path of a commit.
func parseLog(text string, format oid.Format) ([]Logged, error) {
	var all []Logged
	index := map[oid.ID]int{} // a merge is shown once for each parent
	at, first := -1, false
	for element := range strings.SplitSeq(text, "\x00") {
		if digits, ok := strings.CutPrefix(element, logMark); ok {
			id, ok := parseID(digits, format)
			if !ok {
				return nil, fmt.Errorf("git log: %q is no commit", digits)
			}
			if at, ok = index[id]; !ok {
				at = len(all)
				index[id] = at
				all = append(all, Logged{Commit: id})
			}
			first = true
			continue
		}
		if first {
			element = strings.TrimPrefix(element, "\n")
			first = false
		}
		if element == "" {
			continue
		}
		if at < 0 {
			return nil, fmt.Errorf("git log: %q belongs to no commit", element)
		}
		all[at].Paths = append(all[at].Paths, element)
	}
	return all, nil
}

// printing are options of git log that change only what it prints. Those that end in =
// take a value behind it.
var printing = []string{
	"-p", "-u", "-q", "--quiet", "--patch", "-s", "--no-patch", "-z", "--raw", "--stat", "--stat=", "--numstat", "--shortstat", "--summary",
	"--compact-summary", "--patch-with-stat", "--patch-with-raw", "--name-only", "--name-status", "--check", "--oneline",
	"--pretty", "--pretty=", "--format=", "--graph", "--no-graph", "--decorate", "--decorate=", "--no-decorate",
	"--color", "--color=", "--no-color", "--abbrev-commit", "--no-abbrev-commit", "--abbrev", "--abbrev=", "--no-abbrev",
	"--full-index", "--binary", "--date=", "--relative-date", "--word-diff", "--word-diff=", "--color-words", "--color-words=",
	"--source", "--use-mailmap", "--no-use-mailmap", "--mailmap", "--no-mailmap", "--notes", "--notes=", "--no-notes",
	"--show-notes", "--show-notes=", "--no-prefix", "--src-prefix=", "--dst-prefix=", "--unified=", "--function-context", "-W",
	"--textconv", "--no-textconv", "--ext-diff", "--no-ext-diff", "--show-signature", "--no-show-signature", "--dirstat",
	"--dirstat=", "--parents", "--children", "--left-right", "--log-size", "--encoding=", "--line-prefix=", "-m", "-c", "--cc",
	"--diff-merges=", "--no-diff-merges", "--combined-all-paths", "--remerge-diff", "--dd",
}

// onlyPrints reports whether an option of git log changes only what it prints.
func onlyPrints(option string) bool {
	if lines, ok := strings.CutPrefix(option, "-U"); ok {
		return strings.Trim(lines, "0123456789") == ""
	}
	name, _, valued := strings.Cut(option, "=")
	if valued {
		name += "="
	}
	return slices.Contains(printing, name)
}

// asksForChanges reports whether an option of git log chooses commits by what they change.
func asksForChanges(option string) bool {
	return slices.ContainsFunc([]string{"-S", "-G", "--diff-filter", "--find-object", "--pickaxe", "--follow"}, func(name string) bool {
		return strings.HasPrefix(option, name)
	})
}

// join adds to some commits those of more that are not among them, and their paths.
func join(some, more []Logged) []Logged {
	index := make(map[oid.ID]int, len(some))
	for i := range some {
		index[some[i].Commit] = i
	}
	for _, l := range more {
		i, ok := index[l.Commit]
		if !ok {
			some = append(some, l)
			continue
		}
		some[i].Paths = append(some[i].Paths, l.Paths...)
	}
	return some
}

// refusedByLog reports whether an option has git log write a file, read standard input,
// or write paths that do not begin at the root.
func refusedByLog(option string) bool {
	name, _, _ := strings.Cut(option, "=")
	return name == "--output" || name == "--relative" || name == "--stdin" || name == "--help" || name == "-h"
}

// LogsAll reports whether git log with these options shows every commit that a ref
// reaches, and all that each changes.
func LogsAll(options []string) bool {
	all := false
	for _, o := range options {
		switch {
		case o == "--all":
			all = true
		case o != "--full-history" && !onlyPrints(o):
			return false
		}
	}
	return all
}
