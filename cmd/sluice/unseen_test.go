package main

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestUnseen: docs/explain/what-it-does-not-see.md names every line of the coverage table of which
// nothing is found, and no other.
func TestUnseen(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(documentRoot, "docs", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	missed := map[string]bool{}
	for line := range strings.Lines(read("reference/coverage.md")) {
		if cells := strings.Split(line, " | "); len(cells) == 5 && strings.Contains(line, string("| "+isMissed)) {
			missed[strings.TrimPrefix(cells[0], "| ")] = true
		}
	}
	if len(missed) < 10 {
		t.Fatalf("only %d lines of the coverage table are not found", len(missed))
	}
	_, table, _ := strings.Cut(read("explain/what-it-does-not-see.md"), "| not found | why |")
	table, _, _ = strings.Cut(table, "\n\n")
	named := map[string]bool{}
	for line := range strings.Lines(table) {
		cell, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !ok || strings.HasPrefix(cell, "---") {
			continue
		}
		for name := range strings.SplitSeq(html.UnescapeString(cell), ", ") {
			named[name] = true
			if !missed[name] {
				t.Errorf("the page names %q, which is found, or no line of the table", name)
			}
		}
	}
	for name := range missed {
		if !named[name] {
			t.Errorf("the page does not name %q", name)
		}
	}
}

// TestReadmeFigures: each figure of the comparison in README.md is on a page that says how
// it was measured.
func TestReadmeFigures(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join(documentRoot, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "## Beside other scanners")
	table, _, _ = strings.Cut(table, "\n## ")
	var measured strings.Builder
	pages, err := filepath.Glob(filepath.Join(documentRoot, "benchmarks", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, filepath.Join(documentRoot, "docs", "explain", "model.md")) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		measured.Write(text)
	}
	figures := regexp.MustCompile(`\b(\d+,\d{3}|\d+\.\d+)\b( s)?`).FindAllStringSubmatch(table, -1)
	for _, f := range figures {
		if figure := strings.TrimPrefix(f[1], "0."); !strings.Contains(measured.String(), figure) {
			t.Errorf("no page has the figure %s of README.md", f[1])
		}
	}
	if len(figures) < 15 {
		t.Errorf("only %d figures", len(figures))
	}
}
