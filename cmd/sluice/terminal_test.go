package main

import (
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/scan"
)

// What forces colours works without a terminal, and NO_COLOR comes first.
func TestColor(t *testing.T) {
	for set, want := range map[string]bool{
		"":                           false,
		"FORCE_COLOR=1":              true,
		"FORCE_COLOR=0":              false,
		"CLICOLOR_FORCE=1":           true,
		"CLICOLOR_FORCE=0":           false,
		"FORCE_COLOR=1 TERM=dumb":    true,
		"FORCE_COLOR=1 NO_COLOR=1":   false,
		"CLICOLOR_FORCE=1 NO_COLOR=": true,
	} {
		if got := withVariables(set).color(); got != want {
			t.Errorf("%q: %t", set, got)
		}
	}
}

// COLUMNS says how wide the text may be; without it and a terminal nobody does.
func TestWidth(t *testing.T) {
	for set, want := range map[string]int{"": 0, "COLUMNS=60": 60, "COLUMNS=1000": widest, "COLUMNS=x": 0, "COLUMNS=-1": 0} {
		if got := withVariables(set).width(); got != want {
			t.Errorf("%q: %d", set, got)
		}
	}
}

func withVariables(set string) environment {
	return environment{stdout: plain.NewWriter(&strings.Builder{}), getenv: func(name string) string {
		for v := range strings.FieldsSeq(set) {
			if value, ok := strings.CutPrefix(v, name+"="); ok {
				return value
			}
		}
		return ""
	}}
}

// The bar says what is done, in which units, and how long it will take.
func TestBar(t *testing.T) {
	m := moment{phase: scan.Objects, objects: 25_000, total: 100_000, bytes: 50e6, secrets: 1, elapsed: 2 * time.Second}
	if got := m.phaseText() + " | " + m.rateText(); got != "contents: 25,000 of 100,000 objects | 50 MB, 25 MB/s, 1 secret, 6s left" {
		t.Error(got)
	}
	m = moment{phase: scan.Files, objects: 1200, bytes: 3e6, elapsed: time.Second}
	if got := m.phaseText() + " | " + m.rateText(); got != "files: 1,200 | 3.0 MB, 3 MB/s, 0 secrets" {
		t.Error(got)
	}
	m.phase = scan.Locating
	if got := m.phaseText() + " | " + m.rateText(); got != "finding out where the secrets are | 0 secrets" {
		t.Error(got)
	}
}
