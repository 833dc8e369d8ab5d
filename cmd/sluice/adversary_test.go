//go:build long && unix

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const (
	maxCPU    = 20  // seconds, of user and system
	maxMemory = 512 // MiB
)

// No input of a megabyte makes the program take more than 20 seconds of the
// processor or 512 MiB.
func TestNoSmallInputIsExpensive(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "sluice")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	random := func(n int, alphabet string) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		return string(b)
	}
	repeat := func(piece func() string) []byte {
		var b bytes.Buffer
		for b.Len() < 1<<20 {
			b.WriteString(piece())
		}
		return b.Bytes()[:1<<20]
	}
	same := func(piece string) []byte { return repeat(func() string { return piece }) }
	for name, text := range map[string][]byte{
		"key=":         same("key="),
		"quotes":       same(`"key":"`),
		"begin":        same("-----BEGIN RSA " + "PRIVATE KEY-----\n"),
		"zeros":        make([]byte, 1<<20),
		"newlines":     same("\n"),
		"jwt pieces":   repeat(func() string { return "eyJ" + random(10, letters) + "." }),
		"hosts":        same("a://u:p@h "),
		"base64":       repeat(func() string { return random(1000, letters) }),
		"one line":     repeat(func() string { return `x="ghp_` + random(36, letters) + `";` }),
		"allow words":  same("sluice:" + "allow "),
		"long secrets": repeat(func() string { return "api_key = " + random(40, letters) + " " }),
		"passwords":    repeat(func() string { return "password: " + random(12, letters) + ", " }),
		"ids":          repeat(func() string { return "twilio AC" + random(32, "0123456789abcdef") + " " }),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "input")
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
			measure(t, binary, "dir", "-q", "-f", "json", "-o", os.DevNull, file)
			measure(t, binary, "rules", "explain", file)
		})
	}
	for name, rules := range map[string]string{
		"literals":      many(20_000, func(i int) string { return fmt.Sprintf("tok%05d[a-z]{10}", i) }),
		"no literals":   many(10_000, func(i int) string { return fmt.Sprintf("[a-z]{3}[0-9]{%d}", i%50+3) }),
		"1,000 of them": many(1000, func(i int) string { return fmt.Sprintf("[a-z]{3}[0-9]{%d}", i%50+3) }),
		"alternatives":  many(30, func(i int) string { return strings.Repeat(fmt.Sprintf("[a-c]ok%06d[a-z]{3}|", i), 350) + "x" }),
		"repetitions":   many(100, func(int) string { return "tok(?:(?:[a-z]{31}|[b-f]{30}){31})" }),
		"groups":        many(1, func(int) string { return strings.Repeat("(", 2000) + strings.Repeat(")", 2000) }),
	} {
		t.Run("rules, "+name, func(t *testing.T) {
			dir := t.TempDir()
			config, file := filepath.Join(dir, "rules.toml"), filepath.Join(dir, "input")
			if err := os.WriteFile(config, []byte(rules), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, repeat(func() string { return random(100, letters+" =\n") }), 0o600); err != nil {
				t.Fatal(err)
			}
			measure(t, binary, "dir", "-q", "-c", config, "-f", "json", "-o", os.DevNull, file)
		})
	}
}

// many is a rule file.
func many(n int, regex func(i int) string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[[rules]]\nid='r%d'\nregex='''%s'''\n", i, regex(i))
	}
	return b.String()
}

// measure runs a command, and holds it to the bounds.
func measure(t *testing.T, binary string, args ...string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Stdout = nil
	_ = cmd.Run() // any exit code will do
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Skip("this system tells nothing about processes")
	}
	cpu := (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	memory := usage.Maxrss >> 10 // Linux counts in KiB
	if cpu > maxCPU || memory > maxMemory {
		t.Errorf("%s: %.1f s and %d MiB", strings.Join(args[:2], " "), cpu, memory)
	}
	t.Logf("%s: %.1f s, %d MiB", args[0], cpu, memory)
}
