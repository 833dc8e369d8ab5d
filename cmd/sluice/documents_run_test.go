//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestDocumentsAsWritten runs the commands of every page as they are written, one after
// the other, in repositories with a few old secrets. It logs what cannot run, with
// the reasons.
func TestDocumentsAsWritten(t *testing.T) {
	t.Parallel()
	ran, left := 0, 0
	for _, page := range docPages(t) {
		if page.isGenerated() {
			continue
		}
		var blocks []docBlock
		for _, b := range page.blocks {
			switch {
			case !b.hasCommands():
			case b.notRun != "":
				t.Logf("not run: %s:%d: %s: %s", page.name, b.line, b.notRun, b.lines[0])
				left++
			case !needsRepository(b):
				// calls of the benchmarks, and of other programs in pages for contributors
			default:
				blocks = append(blocks, b)
			}
		}
		if len(blocks) == 0 {
			continue
		}
		ran += len(blocks)
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			r := newDocRunner(t)
			for _, b := range blocks {
				r.block(t, page.name, b)
			}
		})
	}
	t.Logf("%d blocks of commands run, %d do not", ran, left)
	if ran < 40 {
		t.Errorf("only %d blocks of commands run", ran)
	}
}

// needsRepository reports whether a block has a command to run. The others are those of
// contributors, in the checkout of this repository, for which a parse is enough.
func needsRepository(b docBlock) bool {
	return slices.ContainsFunc(b.lines, func(line string) bool {
		line = strings.TrimSpace(line)
		return line != "" && !strings.HasPrefix(line, "#") && !ofContributors.MatchString(line)
	})
}

var ofContributors = regexp.MustCompile(`^go (test|generate|build|run \./benchmarks/\w+|run \./docs/\w+)( |$)`)

// A docRunner runs commands in one repository after the other.
type docRunner struct {
	dir string
	env []string
}

func newDocRunner(t *testing.T) *docRunner {
	return &docRunner{dir: documentRepository(t, "past"), env: documentShell(t)}
}

// exitsWith finds the exit code that a comment asks for.
var exitsWith = regexp.MustCompile(`#.*\bexits (\d+)`)

// block runs the commands of a block.
func (r *docRunner) block(t *testing.T, page string, b docBlock) {
	t.Helper()
	if b.test != "" {
		r.dir = documentRepository(t, b.test)
	}
	if b.setup != "" {
		if out, code := r.run("set -e\n" + b.setup); code != 0 {
			t.Fatalf("%s:%d: setup: exit code %d\n%s", page, b.line, code, out)
		}
	}
	for i := 0; i < len(b.lines); {
		line, at := b.lines[i], b.line+i
		i++
		if b.kind == "console" {
			line = strings.TrimPrefix(line, "$ ")
		}
		for i < len(b.lines) && !complete(line) {
			line += "\n" + strings.TrimPrefix(b.lines[i], "> ")
			i++
		}
		if strings.TrimSpace(line) == "" || ofContributors.MatchString(line) {
			continue
		}
		out, got := r.run(line)
		want := 0
		if m := exitsWith.FindStringSubmatch(line); m != nil {
			want, _ = strconv.Atoi(m[1])
		}
		if got != want {
			t.Fatalf("%s:%d: %s: exit code %d, want %d\n%s", page, at, line, got, want, out)
		}
		if b.kind != "console" {
			continue
		}
		var shown []string
		for ; i < len(b.lines) && !strings.HasPrefix(b.lines[i], "$ "); i++ {
			shown = append(shown, b.lines[i])
		}
		if !likeShown(out, shown) {
			t.Errorf("%s:%d: %s: the page shows\n%s\nand it prints\n%s", page, at, line, strings.Join(shown, "\n"), out)
		}
	}
}

// run runs a command and returns what it prints, with the paths of the page, and its exit code.
func (r *docRunner) run(line string) (string, int) {
	line = strings.ReplaceAll(line, "go run ./cmd/sluice ", "sluice ")
	cmd := exec.Command("sh", "-c", line+"\n")
	cmd.Dir, cmd.Env = r.dir, r.env
	cmd.WaitDelay = 10 * time.Second
	out, _ := cmd.CombinedOutput()
	return strings.ReplaceAll(string(out), filepath.Dir(r.dir), "/home/ada"), cmd.ProcessState.ExitCode()
}

// complete reports whether a text is whole for the shell: not the beginning of a loop, or
// a line that ends in a backslash.
func complete(line string) bool {
	return !strings.HasSuffix(line, "\\") && exec.Command("sh", "-n", "-c", line).Run() == nil
}

// likeShown reports whether an output is what a page shows: a line that is "..." stands
// for any number of lines, and "..." within a line for anything up to an empty line.
// Where lines break does not count, because that depends on the length of paths.
func likeShown(out string, shown []string) bool {
	var pattern strings.Builder
	pattern.WriteString(`^\s*`)
	for _, line := range shown {
		if strings.TrimSpace(line) == "..." {
			pattern.WriteString(`(?:[^\n]*\s+)*`)
			continue
		}
		for _, word := range strings.Fields(line) {
			pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(word), `\.\.\.`, `(?:.|\n.)*`) + `\s+`)
		}
	}
	pattern.WriteString(`$`)
	return regexp.MustCompile(pattern.String()).MatchString(out + "\n")
}

func TestLikeShown(t *testing.T) {
	for _, c := range []struct {
		shown string
		like  bool
	}{
		{"a\nb c\nd", true}, {"a\n...", true}, {"a\nb ...\nd", true}, {"...\nd", true},
		{"a\nb\nd", false}, {"a\nb c", false}, {"...\nx", false}, {"a\n...\nb\nd", false},
	} {
		if got := likeShown("a\nb c\nd\n", strings.Split(c.shown, "\n")); got != c.like {
			t.Errorf("%q: %v", c.shown, got)
		}
	}
}

// documentShell is the environment of a user who has the command, on GitLab in a run that
// judges everything.
func documentShell(t *testing.T) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin, home := t.TempDir(), t.TempDir()
	for _, name := range []string{"sluice", "gitleaks"} {
		if err := os.Symlink(self, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	env := []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "TMPDIR=" + t.TempDir(),
		"NEW_TOKEN=" + jobsToken(t, 3), "OTHER_TOKEN=" + jobsToken(t, 4),
		"SOURCE_DATE_EPOCH=" + strconv.FormatInt(documentDay.Unix(), 10),
		"GITLAB_CI=true", "CI_PIPELINE_SOURCE=schedule", "CI_DEFAULT_BRANCH=main", "CI_COMMIT_BRANCH=main",
	}
	return append(env, who("Ada Example", documentDay)...)
}

// who are the variables by which git knows who commits, and when.
func who(name string, day time.Time) []string {
	var env []string
	for _, role := range []string{"AUTHOR", "COMMITTER"} {
		env = append(env, fmt.Sprintf("GIT_%s_NAME=%s", role, name), fmt.Sprintf("GIT_%s_EMAIL=%s@example.org", role, strings.ToLower(strings.Fields(name)[0])), fmt.Sprintf("GIT_%s_DATE=%d +0000", role, day.Unix()))
	}
	return env
}
