package gitleaks

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// IgnoreName is the name of the file in which users of gitleaks list what is not to be
// reported. Each line is the fingerprint of an entry:
//
//	# comment
//	4b825dc642cb6eb9a060e54bf8d69288fbee4904:config/db.yml:generic-api-key:12
//	config/db.yml:generic-api-key:12
//
// The first form is about a line of the file as a commit has it, so it always means the
// same text. The second one is about any commit and about files outside of git: it also
// covers whatever the rule finds in that line later.
const IgnoreName = ".gitleaksignore"

// An Ignore is such a file. It keeps which of its lines covered something, and so is for
// one goroutine.
type Ignore struct {
	name  string
	lines []ignored
	at    map[spot][]int // indices of lines
	bad   []string
}

// An ignored is a line that names a place and a rule.
type ignored struct {
	number int // of the line, from 1
	spot
	rule string
	used bool
}

// A spot is a line of a file.
type spot struct {
	commit string // "" for any
	file   string
	line   int
}

// maxIgnores bounds the lines of a file.
const maxIgnores = 1_000_000

// ParseIgnore reads the text of a file that messages call name. A line that is no
// fingerprint is left out, and [Ignore.Warnings] has it.
func ParseIgnore(name string, text []byte) (*Ignore, error) {
	g := &Ignore{name: name, at: map[spot][]int{}}
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		i, ok := parseIgnored(line)
		if !ok {
			g.bad = append(g.bad, strconv.Itoa(number))
			continue
		}
		if len(g.lines) == maxIgnores {
			return nil, fmt.Errorf("%s has more than %d lines: use a baseline", name, maxIgnores)
		}
		i.number = number
		g.at[i.spot] = append(g.at[i.spot], len(g.lines))
		g.lines = append(g.lines, i)
	}
	return g, nil
}

// parseIgnored reads a line. It begins at the end: a path may hold colons.
func parseIgnored(line string) (i ignored, ok bool) {
	rest, last := cutLast(line)
	n, err := strconv.Atoi(last)
	if err != nil || n < 0 {
		return i, false
	}
	file, rule := cutLast(rest)
	if rule == "" {
		return i, false
	}
	i.rule, i.line = rule, n
	if commit, path, ok := strings.Cut(file, ":"); ok && isCommit(commit) {
		i.commit, file = commit, path
	}
	i.file = slashed(file)
	return i, rest != rule // standard input has no name: ":rule:1"
}

// cutLast cuts a text at its last colon. Without one, all of it is the last part.
func cutLast(s string) (before, last string) {
	i := strings.LastIndexByte(s, ':')
	return s[:max(i, 0)], s[i+1:]
}

func isCommit(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// slashed writes a path as a repository does. On Windows, gitleaks writes it with backslashes.
func slashed(path string) string { return strings.ReplaceAll(path, `\`, "/") }

// Covers reports whether a line names an entry. A nil Ignore covers none.
func (g *Ignore) Covers(e *Entry) bool {
	return g.CoversLine(e.Commit, e.File, e.StartLine, rulesOf(e))
}

// CoversLine reports whether a line names what one of some rules found in a line of a file.
// commit is the commit whose version of the file has that line, "" outside of git.
func (g *Ignore) CoversLine(commit, file string, line int, rules []string) bool {
	if g == nil {
		return false
	}
	covered := false
	for _, s := range []spot{{commit, slashed(file), line}, {"", slashed(file), line}} {
		for _, i := range g.at[s] {
			if named(g.lines[i].rule, rules) {
				g.lines[i].used, covered = true, true
			}
		}
	}
	return covered
}

// Warnings says which lines are no fingerprints.
func (g *Ignore) Warnings() []string {
	if g == nil || len(g.bad) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: %s: an entry is commit:file:rule:line or file:rule:line, and a comment has a line of its own; so it covers nothing", g.name, Lines(g.bad))}
}

// ByPlace returns the numbers of the lines that covered something and name no commit.
func (g *Ignore) ByPlace() []string {
	return g.numbers(func(i *ignored) bool { return i.used && i.commit == "" })
}

// Unused returns the numbers of the lines that covered nothing, but for those whose file and
// rule are also in a line that did: gitleaks has an entry for each commit that moves or edits
// a line with a secret, and a report of ours may have one for all of them.
func (g *Ignore) Unused() []string {
	type subject struct{ file, rule string }
	used := map[subject]bool{}
	g.numbers(func(i *ignored) bool {
		if i.used {
			used[subject{i.file, i.rule}] = true
		}
		return false
	})
	return g.numbers(func(i *ignored) bool { return !used[subject{i.file, i.rule}] })
}

func (g *Ignore) numbers(is func(*ignored) bool) (numbers []string) {
	if g == nil {
		return nil
	}
	for i := range g.lines {
		if is(&g.lines[i]) {
			numbers = append(numbers, strconv.Itoa(g.lines[i].number))
		}
	}
	return numbers
}

// Lines names lines by their numbers, the first few of many: "lines 3, 5 and 8 more".
func Lines(numbers []string) string {
	const most = 10
	switch n := len(numbers); {
	case n == 1:
		return "line " + numbers[0]
	case n > most:
		return fmt.Sprintf("lines %s and %d more", strings.Join(numbers[:most], ", "), n-most)
	default:
		return fmt.Sprintf("lines %s and %s", strings.Join(numbers[:n-1], ", "), numbers[n-1])
	}
}

// IgnoreFiles returns the ignore files that gitleaks reads: the one that the flag
// --gitleaks-ignore-path names, which is a file or a folder that has one, and the one in
// the folder that is scanned. Those that are not there are left out.
func IgnoreFiles(path, folder string) (files []string) {
	for _, p := range []string{path, filepath.Join(path, IgnoreName), filepath.Join(folder, IgnoreName)} {
		if p = filepath.Clean(p); isFile(p) && !slices.Contains(files, p) {
			files = append(files, p)
		}
	}
	return files
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
