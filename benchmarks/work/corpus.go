package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A corpus writes files that look like those of a project. It is the same each time.
type corpus struct{ rng *rand.Rand }

func newCorpus(seed uint64) corpus { return corpus{rand.New(rand.NewPCG(seed, 1))} }

var words = strings.Fields(`return self value name import def if not none for in test_case user key data request response config path token
	assert class model field query index list get set error session client secret account api public static void func struct type string
	password login email address server host port database connection timeout retry handler context buffer reader writer cache store object`)

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func (c corpus) random(n int, alphabet string) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[c.rng.IntN(len(alphabet))]
	}
	return string(out)
}

func (c corpus) word() string { return words[c.rng.IntN(len(words))] }

// line is a line of a program or of a configuration; one in some hundred holds something that a rule may find.
func (c corpus) line() string {
	switch n := c.rng.IntN(400); {
	case n == 0:
		return "token = \"ghp" + "_" + c.random(36, letters) + "\""
	case n == 1:
		return "aws_access_key_id = AKIA" + c.random(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
	case n == 2:
		return "password: " + c.random(14, letters)
	case n == 3:
		return "  \"api_key\": \"" + c.random(32, "0123456789abcdef") + "\","
	case n == 4:
		return "DATABASE_URL=postgres://" + c.word() + ":" + c.random(12, letters) + "@db.example.org/" + c.word()
	case n == 5:
		return "data = \"" + base64.StdEncoding.EncodeToString([]byte("secret_key="+c.random(30, letters))) + "\""
	case n < 12:
		return "checksum " + c.random(64, "0123456789abcdef")
	case n < 16:
		return "password = os.environ[\"" + strings.ToUpper(c.word()) + "_PASSWORD\"]"
	}
	var b strings.Builder
	for range 3 + c.rng.IntN(8) {
		b.WriteString(c.word())
		b.WriteString([]string{" ", "(", ") = ", ".", ", ", ": ", "_", " # "}[c.rng.IntN(8)])
	}
	fmt.Fprintf(&b, "%d", c.rng.IntN(10_000))
	return b.String()
}

func (c corpus) lines(n int) []string {
	var lines []string
	for range n {
		lines = append(lines, c.line())
	}
	return lines
}

func joined(lines []string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }

const files = 120

// makeFolder writes a folder of programs, minified and binary files, and compressed ones.
func makeFolder(dir string) error {
	c := newCorpus(1)
	for i := range files {
		text := joined(c.lines(50 + c.rng.IntN(600)))
		ending := []string{"py", "go", "yaml", "json", "md", "env"}[i%6]
		switch i % 20 {
		case 7: // minified
			text, ending = bytes.ReplaceAll(text, []byte("\n"), []byte(";")), "js"
		case 11: // binary
			for k := range len(text) / 16 {
				text[k*16] = byte(k)
			}
			ending = "bin"
		case 13:
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			if _, err := w.Write(text); err != nil {
				return err
			}
			if err := w.Close(); err != nil {
				return err
			}
			text, ending = b.Bytes(), "gz"
		}
		path := filepath.Join(dir, fmt.Sprintf("d%d", i%9), fmt.Sprintf("f%d.%s", i, ending))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

const commitsInHistory = 600

// makeRepo writes a history in which each commit edits some files, of which git
// fast-import makes a pack; and it stages ten files.
func makeRepo(ctx context.Context, dir string) error {
	git := func(stdin io.Reader, args ...string) error {
		cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir, "-c", "fastimport.unpackLimit=0", "-c", "gc.auto=0"}, args...)...)
		cmd.Stdin = stdin
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("git %s: %w: %s", args[0], err, out)
		}
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var stream bytes.Buffer
	out := bufio.NewWriter(&stream)
	writeHistory(out)
	if err := out.Flush(); err != nil {
		return err
	}
	if err := git(nil, "init", "-q", "-b", "main"); err != nil {
		return err
	}
	if err := git(&stream, "fast-import", "--quiet", "--depth=50"); err != nil {
		return err
	}
	if err := git(nil, "read-tree", "HEAD"); err != nil {
		return err
	}
	c := newCorpus(3)
	for i := range 10 {
		name := fmt.Sprintf("new%d.py", i)
		if err := os.WriteFile(filepath.Join(dir, name), joined(c.lines(200)), 0o600); err != nil {
			return err
		}
		if err := git(nil, "add", name); err != nil {
			return err
		}
	}
	return nil
}

// writeHistory writes all versions of each file behind each other, and then the commits. git
// fast-import makes a delta of each blob against the one before, which is a rule and not the
// result of a search. How well it compresses counts nowhere.
func writeHistory(out *bufio.Writer) {
	c := newCorpus(2)
	versions := make([][][]string, 60) // by file
	var edits [][]int                  // by commit: the files
	for range commitsInHistory {
		var edited []int
		for range 1 + c.rng.IntN(3) {
			k := c.rng.IntN(len(versions))
			if slices.Contains(edited, k) {
				continue
			}
			edited = append(edited, k)
			if len(versions[k]) == 0 {
				versions[k] = append(versions[k], c.lines(20+c.rng.IntN(500)))
				continue
			}
			text := slices.Clone(versions[k][len(versions[k])-1])
			at := c.rng.IntN(len(text))
			text[at] = c.line()
			if c.rng.IntN(3) == 0 {
				text = slices.Insert(text, at, c.lines(3)...)
			}
			versions[k] = append(versions[k], text)
		}
		edits = append(edits, edited)
	}
	mark := func(file, version int) int { return file*commitsInHistory + version + 1 }
	for k := range versions {
		for v, lines := range versions[k] {
			text := joined(lines)
			fmt.Fprintf(out, "blob\nmark :%d\ndata %d\n%s\n", mark(k, v), len(text), text)
		}
	}
	next := make([]int, len(versions))
	for n, edited := range edits {
		fmt.Fprintf(out, "commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata <<E\n%s\nE\n", 1_700_000_000+n*60, c.line())
		for _, k := range edited {
			fmt.Fprintf(out, "M 100644 :%d d%d/f%d.py\n", mark(k, next[k]), k%7, k)
			next[k]++
		}
	}
}
