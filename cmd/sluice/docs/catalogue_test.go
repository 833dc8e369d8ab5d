package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

func page(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, os.DirFS(rulesDir)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCatalogueIsCurrent(t *testing.T) {
	have, err := os.ReadFile(catalogue)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != page(t) {
		t.Error("docs/reference/rules.md is not what the rules say: run go generate ./...")
	}
}

// Every rule stands in the catalogue once, in a row of as many cells as the
// table has.
func TestEveryRuleHasItsRow(t *testing.T) {
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for line := range strings.Lines(page(t)) {
		cells := strings.Split(strings.ReplaceAll(line, `\|`, ""), "|")
		if len(cells) == 8 {
			rows[strings.Trim(cells[2], " `")]++
		}
	}
	for _, r := range cfg.Rules {
		if rows[r.ID] != 1 {
			t.Errorf("rule %s has %d rows", r.ID, rows[r.ID])
		}
	}
}
