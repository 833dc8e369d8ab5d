package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/sluicesec/sluice/benchmarks/internal/measure"
)

// A builder makes the inputs of a case in a folder.
type builder struct {
	ctx    context.Context
	dir    string
	sluice string // the program
	repo   string // a repository to take histories from; "" for a generated one
}

// path is a path in the folder.
func (b *builder) path(name string) string { return filepath.Join(b.dir, name) }

// command is a call of sluice that writes a JSON report to nowhere.
func (b *builder) command(name string, args ...string) measure.Command {
	return b.call(name, append(args, "-q", "-f", "json", "-o", os.DevNull)...)
}

// call is any other call of sluice.
func (b *builder) call(name string, args ...string) measure.Command {
	return measure.Command{Name: name, Argv: append([]string{b.sluice}, args...), Whole: true}
}

// git runs git and returns its output without the newline at the end.
func (b *builder) git(dir string, args ...string) (string, error) {
	return b.gitWith(dir, nil, args...)
}

func (b *builder) gitWith(dir string, stdin io.Reader, args ...string) (string, error) {
	cmd := exec.CommandContext(b.ctx, "git", append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Stdin = stdin
	var out, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errors
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, errors.Bytes())
	}
	return string(bytes.TrimSpace(out.Bytes())), nil
}

// fromRoot is the range of all commits of HEAD but the first one.
func (b *builder) fromRoot(dir string) (string, error) {
	root, err := b.git(dir, "rev-list", "--max-parents=0", "HEAD")
	return root + "..HEAD", err
}

// run runs sluice in a folder, where it must succeed.
func (b *builder) run(dir string, args ...string) error {
	cmd := exec.CommandContext(b.ctx, b.sluice, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("sluice %s: %w: %s", args[0], err, out)
	}
	return nil
}

// init makes an empty repository in a folder of the case.
func (b *builder) init(name string, args ...string) (string, error) {
	dir := b.path(name)
	_, err := b.git(b.dir, append([]string{"init", "-q", "-b", "main", dir}, args...)...)
	return dir, err
}

// imported makes a bare repository of what write writes for git-fast-import(1).
func (b *builder) imported(name string, write func(*bufio.Writer)) (string, error) {
	dir, err := b.init(name, "--bare")
	if err != nil {
		return "", err
	}
	r, w := io.Pipe()
	go func() {
		out := bufio.NewWriterSize(w, 1<<20)
		write(out)
		_ = w.CloseWithError(out.Flush())
	}()
	_, err = b.gitWith(dir, r, "fast-import", "--quiet")
	_ = r.Close() // the writer ends, too, if git has failed
	return dir, err
}

// file writes a file of the case, in folders that need not exist.
func (b *builder) file(name string, write func(*bufio.Writer)) (string, error) {
	path := b.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	write(out)
	if err := out.Flush(); err != nil {
		return "", err
	}
	return path, f.Close()
}

// files writes n files with write, up to 100 in a folder.
func (b *builder) files(dir string, n int, write func(i int, out *bufio.Writer)) (string, error) {
	for i := range n {
		if _, err := b.file(fmt.Sprintf("%s/d%d/f%d.py", dir, i/100, i), func(out *bufio.Writer) { write(i, out) }); err != nil {
			return "", err
		}
	}
	return b.path(dir), nil
}

// A text writes lines that look like source code.
type text struct{ rng *rand.Rand }

func newText(seed uint64) text { return text{rand.New(rand.NewPCG(seed, 1))} }

var words = []string{
	"return", "self", "value", "name", "import", "def", "if", "not", "None", "for", "in", "test_case", "user", "key", "data",
	"request", "response", "config", "path", "token", "assert", "class", "model", "field", "query", "index", "list", "get", "set", "error",
}

func (t text) line(out io.Writer) {
	for range 4 + t.rng.IntN(8) {
		fmt.Fprintf(out, "%s", words[t.rng.IntN(len(words))])
		_, _ = io.WriteString(out, []string{" ", "(", ") = ", ".", ", ", ": ", "_"}[t.rng.IntN(7)])
	}
	fmt.Fprintf(out, "%d\n", t.rng.IntN(10_000))
}

// lines writes at least n bytes of lines.
func (t text) lines(out *bufio.Writer, n int) {
	var line bytes.Buffer
	for n > 0 {
		line.Reset()
		t.line(&line)
		n -= line.Len()
		_, _ = out.Write(line.Bytes())
	}
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// random returns n characters of an alphabet.
func (t text) random(n int, alphabet string) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[t.rng.IntN(len(alphabet))]
	}
	return string(out)
}
