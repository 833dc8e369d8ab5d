package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/benchmarks/internal/measure"
)

func folder(b *builder, n int) ([]measure.Command, error) {
	dir, err := b.files("files", n, func(i int, out *bufio.Writer) { newText(uint64(i)).lines(out, 4_000) })
	return []measure.Command{b.command("dir", "dir", dir)}, err
}

// blob makes a file of n MB, in which there is nothing to find and to keep, and the places where it can be: a folder, a loose object, a pack, a submodule,
// and the quarantine of a push.
func blob(b *builder, n int) ([]measure.Command, error) {
	file, err := b.file("folder/large.py", func(out *bufio.Writer) {
		for i := range n << 20 / 32 {
			fmt.Fprintf(out, "x[%09d] = f(%09d, %d)\n", i, i*7919%1_000_000_007, i%10)
		}
	})
	if err != nil {
		return nil, err
	}
	work, err := b.init("loose")
	if err != nil {
		return nil, err
	}
	if err := os.Link(file, filepath.Join(work, "large.py")); err != nil {
		return nil, err
	}
	packed, outer, server := b.path("packed"), b.path("outer"), b.path("server")
	script := [][]string{
		{work, "commit", "-q", "--allow-empty", "-m", "empty"},
		{work, "-c", "core.bigFileThreshold=2g", "-c", "core.looseCompression=1", "add", "large.py"},
		{work, "commit", "-qm", "large"},
		{b.dir, "clone", "-q", "--bare", "--no-local", work, packed},
		{b.dir, "init", "-q", "-b", "main", outer},
		{outer, "submodule", "--quiet", "add", packed, "inner"},
		{outer, "commit", "-qm", "outer"},
		{b.dir, "init", "-q", "--bare", "-b", "main", server},
	}
	for _, line := range script {
		if _, err := b.git(line[0], line[1:]...); err != nil {
			return nil, err
		}
	}
	head, err := b.git(work, "rev-parse", "HEAD")
	if err != nil {
		return nil, err
	}
	// What git receives during a push: a folder of objects beside those of the repository.
	quarantine := filepath.Join(server, "objects", "incoming-x")
	if err := os.CopyFS(quarantine, os.DirFS(filepath.Join(work, ".git", "objects"))); err != nil {
		return nil, err
	}
	push, err := b.file("push", func(out *bufio.Writer) {
		fmt.Fprintf(out, "%s %s refs/heads/main\n", strings.Repeat("0", 40), head)
	})
	if err != nil {
		return nil, err
	}
	gate := b.command("hook run pre-receive", "hook", "run", "pre-receive")
	gate.Dir, gate.Stdin = server, push
	gate.Env = []string{"GIT_DIR=.", "GIT_QUARANTINE_PATH=" + quarantine, "GIT_OBJECT_DIRECTORY=" + quarantine, "GIT_ALTERNATE_OBJECT_DIRECTORIES=" + filepath.Join(server, "objects")}
	stdin := b.command("stdin", "stdin")
	stdin.Stdin = file
	return []measure.Command{
		b.command("dir", "dir", b.path("folder")),
		stdin,
		b.command("git, loose", "git", work),
		b.command("git --range, loose", "git", "--range", "HEAD~1..HEAD", work),
		b.command("git, packed", "git", packed),
		b.command("git --recurse-submodules", "git", "--recurse-submodules", outer),
		gate,
	}, nil
}

func (b *builder) rules(n int, regex func(i int) string) (string, error) {
	return b.file("rules.toml", func(out *bufio.Writer) {
		for i := range n {
			fmt.Fprintf(out, "[[rules]]\nid = 'rule-%d'\ndescription = 'own'\nregex = '''%s'''\n", i, regex(i))
		}
	})
}

// withRules scans some MB of code with own rules, which are added to the built-in ones.
func (b *builder) withRules(n, mb int, regex func(i int) string) ([]measure.Command, error) {
	config, err := b.rules(n, regex)
	if err != nil {
		return nil, err
	}
	if _, err := b.file("empty/none", func(*bufio.Writer) {}); err != nil {
		return nil, err
	}
	code, err := b.files("code", mb, func(i int, out *bufio.Writer) { newText(uint64(i)).lines(out, 1<<20) })
	return []measure.Command{
		b.command("dir, an empty file", "dir", "-c", config, b.path("empty")),
		b.command("dir", "dir", "-c", config, code),
	}, err
}

func prefixes(b *builder, n int) ([]measure.Command, error) {
	return b.withRules(n, 32, func(i int) string {
		t := newText(uint64(i))
		return fmt.Sprintf(`\b(%s_[A-Za-z0-9]{32})\b`, t.random(4+i%5, "abcdefghijklmnopqrstuvwxyz"))
	})
}

func noLiterals(b *builder, n int) ([]measure.Command, error) {
	return b.withRules(n, 4, func(i int) string { return fmt.Sprintf(`\b([a-f]{3}[0-9]{%d}[g-k]{4})\b`, 5+i) })
}

func heavy(b *builder, n int) ([]measure.Command, error) {
	return b.withRules(n, 4, func(i int) string {
		return fmt.Sprintf(`(?i)token(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|:)(?:[\s'"]{0,5})(%c(?:[a-z0-9]{2,40}[._-]){2,8}[a-z0-9]{20,60})\b`, 'a'+i%26)
	})
}

// A key is a value that a rule finds.
func (t text) key() string { return "ghp" + "_" + t.random(36, letters) }

// keys writes n lines, each with a value that no other has.
func keys(n int) func(*bufio.Writer) {
	return func(out *bufio.Writer) {
		t := newText(7)
		for i := range n {
			fmt.Fprintf(out, "value_%d = \"%s\"\n", i, t.key())
		}
	}
}

func findings(b *builder, n int) ([]measure.Command, error) {
	if _, err := b.file("found/values.py", keys(n)); err != nil {
		return nil, err
	}
	var all []measure.Command
	for _, format := range []string{"text", "json", "jsonl", "sarif", "gitlab", "csv", "junit", "html", "gitleaks", "markdown"} {
		all = append(all, b.call("dir -f "+format, "dir", "-q", "-f", format, "-o", os.DevNull, b.path("found")))
	}
	return all, nil
}

func findingsOnLine(b *builder, n int) ([]measure.Command, error) {
	_, err := b.file("found/values.js", func(out *bufio.Writer) {
		t := newText(7)
		for i := range n {
			fmt.Fprintf(out, "v%d=\"%s\";", i, t.key())
		}
	})
	if err != nil {
		return nil, err
	}
	leaks := b.call("gitleaks dir", "gitleaks", "dir", "--exit-code", "0", "-f", "json", "-r", os.DevNull, b.path("found"))
	all := []measure.Command{b.command("dir", "dir", b.path("found")), leaks}
	for _, format := range []string{"text", "sarif", "html", "gitleaks"} {
		all = append(all, b.call("dir -f "+format, "dir", "-q", "-f", format, "-o", os.DevNull, b.path("found")))
	}
	return all, nil
}

func findingsOfHistory(b *builder, n int) ([]measure.Command, error) {
	dir, err := b.commits("history", n, func(t text, i int, out *bufio.Writer) {
		text := fmt.Sprintf("value_%d = \"%s\"\n", i, t.key())
		fmt.Fprintf(out, "M 100644 inline e%d/f%d.py\ndata %d\n%s\n", i/100, i, len(text), text)
	})
	if err != nil {
		return nil, err
	}
	all, err := b.fromRoot(dir)
	return []measure.Command{
		b.command("git", "git", dir),
		b.command("git --range", "git", "--range", all, dir),
		b.call("gitleaks git", "gitleaks", "git", "--exit-code", "0", "-f", "json", "-r", os.DevNull, dir),
	}, err
}

func baselines(b *builder, n int) ([]measure.Command, error) {
	if _, err := b.file("found/values.py", keys(n)); err != nil {
		return nil, err
	}
	return b.withBaselines(b.path("found"), b.path("found"))
}

func baselineOfLine(b *builder, n int) ([]measure.Command, error) {
	values := func(name string, n int, more string) error {
		_, err := b.file(name, func(out *bufio.Writer) {
			t := newText(7)
			for i := range n {
				fmt.Fprintf(out, "v%d=\"%s\";%s", i, t.key(), more)
			}
		})
		return err
	}
	// The second file has the same path within its folder, and all values are new.
	if err := values("old/values.js", n, ""); err != nil {
		return nil, err
	}
	_, err := b.file("new/values.js", func(out *bufio.Writer) {
		t := newText(8)
		for i := range n {
			fmt.Fprintf(out, "v%d=\"%s\";", i, t.key())
		}
	})
	if err != nil {
		return nil, err
	}
	return b.withBaselines(b.path("old"), b.path("new"))
}

// withBaselines makes baselines of one folder and scans another one with them.
func (b *builder) withBaselines(old, now string) ([]measure.Command, error) {
	shown, hidden, own, imported := b.path("shown.json"), b.path("hidden.json"), b.path("own"), b.path("imported")
	for _, args := range [][]string{
		{"gitleaks", "dir", "--exit-code", "0", "-f", "json", "-r", shown, "."},
		{"gitleaks", "dir", "--exit-code", "0", "--redact", "-f", "json", "-r", hidden, "."},
		{"baseline", "create", "--dir", ".", "--baseline", own},
	} {
		if err := b.run(old, args...); err != nil {
			return nil, err
		}
	}
	in := func(c measure.Command) measure.Command { c.Dir = now; return c }
	leaks := func(name, file string) measure.Command {
		return in(b.call(name, "gitleaks", "dir", "--exit-code", "0", "-b", file, "-f", "json", "-r", os.DevNull, "."))
	}
	again := measure.Command{Name: "baseline create --import", Dir: old, Argv: []string{"sh", "-c", `rm -f "$2" && "$1" baseline create --dir . --import "$3" --baseline "$2"`, "sh", b.sluice, imported, shown}}
	return []measure.Command{
		in(b.command("dir --baseline", "dir", "--baseline", own, ".")),
		leaks("gitleaks dir -b", shown),
		leaks("gitleaks dir -b, redacted", hidden),
		again,
	}, nil
}

// copies makes a history in which one file of a secret is at n paths, whose names are
// findings themselves.
func copies(b *builder, n int) ([]measure.Command, error) {
	dir, err := b.imported("copies", func(out *bufio.Writer) {
		text := "value = \"" + newText(7).key() + "\"\n"
		fmt.Fprintf(out, "blob\nmark :1\ndata %d\n%s\ncommit refs/heads/main\ncommitter A <a@example.org> 1700000000 +0000\ndata 2\na\ncommit refs/heads/main\ncommitter A <a@example.org> 1700000000 +0000\ndata 2\nb\n", len(text), text)
		for i := range n {
			fmt.Fprintf(out, "M 100644 :1 d%d/%d.pem\n", i/100, i)
		}
	})
	if err != nil {
		return nil, err
	}
	all, err := b.fromRoot(dir)
	return []measure.Command{b.command("git", "git", dir), b.command("git --range", "git", "--range", all, dir)}, err
}

// lines makes files of n KB without a newline, of the forms that are the hardest for a scanner.
func lines(b *builder, n int) ([]measure.Command, error) {
	t := newText(3)
	forms := []struct {
		name  string
		piece func() string
	}{
		{"key=", func() string { return "key=" }},
		{"quotes", func() string { return `"key":"` }},
		{"begin", func() string { return "-----BEGIN RSA " + "PRIVATE KEY-----" }},
		{"zeros", func() string { return strings.Repeat("\x00", 64) }},
		{"jwt pieces", func() string { return "eyJ" + t.random(10, letters) + "." }},
		{"hosts", func() string { return "a://u:p@h " }},
		{"base64", func() string { return t.random(1000, letters) }},
		{"tokens", func() string { return `x="` + t.key() + `";` }},
		{"allow words", func() string { return "sluice:" + "allow " }},
		{"long secrets", func() string { return "api_key = " + t.random(40, letters) + " " }},
		{"ids", func() string { return "twilio AC" + t.random(32, "0123456789abcdef") + " " }},
		{"hex", func() string { return t.random(64, "0123456789abcdef") }},
		{"escapes", func() string { return `\u0041\x41%41&#65;` }},
		{"brackets", func() string { return "({[" }},
		{"backslashes", func() string { return `\"` }},
		{"data urls", func() string { return "url(data:;base64," + t.random(200, letters) + ")" }},
		{"passwords", func() string { return "password: " + t.random(12, letters) + ", " }},
		{"words", func() string { return words[t.rng.IntN(len(words))] + "_" }},
	}
	var all []measure.Command
	for i, form := range forms {
		name := fmt.Sprintf("lines/%d/input.js", i)
		_, err := b.file(name, func(out *bufio.Writer) {
			for size := 0; size < n<<10; {
				k, _ := io.WriteString(out, form.piece())
				size += k
			}
		})
		if err != nil {
			return nil, err
		}
		all = append(all, b.command("dir, "+form.name, "dir", b.path(name)))
	}
	return all, nil
}
