package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules/example"
)

// No report shows a token in an encoding in which it is found: who reads the report could decode it.
func TestNoEncodingLeaks(t *testing.T) {
	t.Parallel()
	token, err := example.Expand("ghp_{base62:30}{crc32}", 7)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	all := encodings()
	for i, e := range all {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.txt", i)), []byte("x = "+e.encode(token)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := newRunner(t, dir, func(*testing.T, string, string) {})
	found := 0
	places := r.run("", "dir", ".", "-q", "-f", "json")
	for i := range all {
		if strings.Contains(places, fmt.Sprintf(`"%d.txt"`, i)) {
			found++
		}
	}
	if found < len(all)*3/4 {
		t.Fatalf("it says little: only %d of %d are found", found, len(all))
	}
	for _, format := range []string{"text", "html", "json", "sarif", "csv", "junit"} {
		args := []string{"dir", ".", "-q", "-f", format}
		if format == "text" {
			args = append(args, "--all")
		}
		out := r.run("", args...)
		switch format {
		case "html":
			out = html.UnescapeString(out)
		case "json", "sarif":
			out = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(out)
		}
		if strings.Contains(out, token) || strings.Contains(out, token[8:30]) {
			t.Errorf("%s shows the token", format)
		}
		for _, e := range all {
			encoded := e.encode(token)
			if n := len(encoded); n > 30 && strings.Contains(out, encoded[n/4:3*n/4]) {
				t.Errorf("%s shows a token in %s", format, e.name)
			}
		}
	}
}
