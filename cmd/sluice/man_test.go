package main

import (
	"bytes"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/plain"
)

// silent is an environment of a process that nobody sees.
func silent() environment {
	none := plain.NewWriter(io.Discard)
	return environment{stdin: strings.NewReader(""), stdout: none, stderr: none, getenv: func(string) string { return "" }}
}

// Every page is one that the programs that show manuals take without a warning.
func TestManPages(t *testing.T) {
	t.Parallel()
	checks := [][]string{
		{"groff", "-man", "-ww", "-z", "-Tutf8"},
		{"mandoc", "-T", "lint", "-W", "warning"},
	}
	pages, err := manPages(silent(), build{Version: "v1.2.3", Date: "2026-01-02T03:04:05Z"})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < 30 {
		t.Fatalf("there are only %d pages", len(pages))
	}
	for _, check := range checks {
		if _, err := exec.LookPath(check[0]); err != nil {
			t.Logf("%s is not installed, so it has not checked the pages", check[0])
			continue
		}
		for _, p := range pages {
			cmd := exec.Command(check[0], check[1:]...)
			cmd.Stdin = strings.NewReader(p.text)
			if out, err := cmd.CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
				t.Errorf("%s: %s: %v\n%s", p.file, check[0], err, out)
			}
		}
	}
}
