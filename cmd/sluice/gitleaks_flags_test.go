package main

import (
	"slices"
	"testing"
	"time"

	"github.com/sluicesec/sluice/finding"
)

func TestSplitOptions(t *testing.T) {
	for text, want := range map[string][]string{
		"":                              nil,
		"  -1 ":                         {"-1"},
		"--all -- a b":                  {"--all", "--", "a", "b"},
		`--since="2 weeks ago" HEAD`:    {"--since=2 weeks ago", "HEAD"},
		`--grep 'it"s' ''`:              {"--grep", `it"s`, ""},
		`-- src\main "a b"c`:            {"--", `src\main`, "a bc"},
		"--no-merges\n--first-parent\t": {"--no-merges", "--first-parent"},
	} {
		if got, err := splitOptions(text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
	if got, err := splitOptions(`--grep "two`); err == nil {
		t.Errorf("a quote that does not end: %q", got)
	}
}

func TestPercentage(t *testing.T) {
	for text, want := range map[string]percentage{"100": 100, "20": 20, "0": 0, "1": 1, "150": 100, "true": 100, "false": 0} {
		var p percentage
		if err := p.Set(text); err != nil || p != want {
			t.Errorf("%s: %d, %v; want %d", text, p, err, want)
		}
	}
	for _, text := range []string{"", "-1", "much", "1.5"} {
		if err := new(percentage).Set(text); err == nil {
			t.Errorf("%q is a percentage", text)
		}
	}
}

// TestGitleaksVerdict: leaks have the code that the user asks for. A scan that is not
// complete has neither that code nor 0.
func TestGitleaksVerdict(t *testing.T) {
	for exitCode := -1; exitCode <= 300; exitCode++ {
		g := gitleaksFlags{exitCode: exitCode}
		whole, part := &finding.Report{Complete: true}, &finding.Report{}
		if got := g.verdict(whole, 1); got != exitCode&0xff {
			t.Errorf("--exit-code %d: %d for leaks", exitCode, got)
		}
		if got := g.verdict(whole, 0); got != 0 {
			t.Errorf("--exit-code %d: %d for no leaks", exitCode, got)
		}
		if got := g.verdict(part, 0); got == 0 || got == exitCode&0xff && exitCode != 1 {
			t.Errorf("--exit-code %d: %d for a scan that is not complete", exitCode, got)
		}
		if got := g.verdict(part, 1); got == 0 {
			t.Errorf("--exit-code %d: %d for leaks in a part", exitCode, got)
		}
	}
}

func TestScanned(t *testing.T) {
	for bytes, want := range map[int64]string{
		0: "scanned ~0 bytes (0) in 5ms", 93: "scanned ~93 bytes (93 bytes) in 5ms", 26514: "scanned ~26514 bytes (26.51 KB) in 5ms",
		2000018: "scanned ~2000018 bytes (2 MB) in 5ms", 3030185: "scanned ~3030185 bytes (3.03 MB) in 5ms",
	} {
		if got := scanned(bytes, 5*time.Millisecond); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for d, want := range map[time.Duration]string{1234567: "1.23ms", 57*time.Second + 123456789: "57.1s", 812: "812ns", 0: "0s"} {
		if got := shortTime(d); got != want {
			t.Errorf("%d: %q, want %q", d, got, want)
		}
	}
}

func TestIsGitleaks(t *testing.T) {
	for program, want := range map[string]bool{"gitleaks": true, "/usr/bin/gitleaks": true, "./Gitleaks.exe": true, "sluice": false, "gitleaks8": false, "/gitleaks/sluice": false} {
		if got := isGitleaks(program); got != want {
			t.Errorf("%s: %v", program, got)
		}
	}
}
