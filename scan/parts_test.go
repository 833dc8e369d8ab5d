package scan_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
)

// acme has a secret key with an id and a host, and a token that only counts
// beside an id.
const acme = `
[[rules]]
id = "id"
description = "Acme key id"
regex = '(AC[0-9]{12})'
identifier = true
[[rules]]
id = "host"
description = "Acme host"
regex = 'acme_host=([a-z.]+)'
identifier = true
skipReport = true
[[rules]]
id = "secret"
regex = 'acme_secret=([a-z0-9]{12})'
confidence = "medium"
parts = [{id = "id", withinLines = 2}, {id = "host", withinLines = 2}]
[[rules]]
id = "token"
regex = 'token=([a-z0-9]{12})'
confidence = "high"
parts = [{id = "id", withinLines = 1, required = true}, {id = "secret", withinLines = 5}]
`

func scanAcme(t *testing.T, text string, o scan.Options) *scan.Report {
	t.Helper()
	cfg, err := rules.Parse("acme.toml", []byte(acme))
	if err != nil {
		t.Fatal(err)
	}
	d, err := detect.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r, err := scan.Run(context.Background(), &source.Stdin{Reader: strings.NewReader(text)}, d, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestParts(t *testing.T) {
	for _, test := range []struct {
		text string
		o    scan.Options
		want []string // rule line: part line, ...
	}{
		{"AC000000000001\n\nacme_secret=abcdefgh1234", scan.Options{}, []string{"secret 3: id 1 folded"}},
		{"acme_secret=abcdefgh1234\nAC000000000001\nacme_host=a.b", scan.Options{}, []string{"secret 1: id 2 folded, host 3"}},
		{"AC000000000001\n\n\nacme_secret=abcdefgh1234", scan.Options{}, []string{"id 1:", "secret 4:"}},
		{"acme_host=a.b", scan.Options{}, nil},
		{"token=abcdefgh1234", scan.Options{}, nil},
		{"AC000000000001 token=abcdefgh1234", scan.Options{}, []string{"token 1: id 1 folded"}},
		// A part that is a secret is a finding as well.
		{"AC000000000001 token=abcdefgh1234\nacme_secret=abcdefgh1234", scan.Options{},
			[]string{"token 1: id 1 folded, secret 2", "secret 2: id 1 folded"}},
		// An identifier is a finding where what has it as a part is left out.
		{"AC000000000001\nacme_secret=abcdefgh1234 # sluice:allow", scan.Options{}, []string{"id 1:"}},
		{"AC000000000001\nacme_secret=abcdefgh1234", scan.Options{MinConfidence: "medium"}, []string{"secret 2: id 1 folded"}},
		{"AC000000000001 token=abcdefgh1234\nacme_secret=abcdefgh1234", scan.Options{MinConfidence: "high"}, []string{"token 1: id 1, secret 2"}},
	} {
		var got []string
		for _, f := range scanAcme(t, test.text, test.o).Findings {
			var parts []string
			l := f.Locations[0]
			for _, p := range l.Parts {
				s := fmt.Sprintf("%s %d", p.RuleID, p.StartLine)
				if p.Folded {
					s += " folded"
				}
				parts = append(parts, s)
			}
			got = append(got, strings.TrimRight(fmt.Sprintf("%s %d: %s", f.RuleID, l.StartLine, strings.Join(parts, ", ")), " "))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

// TestPartsAreQuiet looks for the values of parts in every format, and for the
// finding's name, which they must not change.
func TestPartsAreQuiet(t *testing.T) {
	const secret = "acme_secret=abcdefgh1234\n"
	alone := scanAcme(t, secret, scan.Options{})
	r := scanAcme(t, "AC000000000001 acme_host=internal.example\n"+secret, scan.Options{})
	if len(r.Findings[0].Locations[0].Parts) != 2 || r.Findings[0].Fingerprint != alone.Findings[0].Fingerprint {
		t.Fatalf("%s\nand alone\n%s", encode(t, r), encode(t, alone))
	}
	for _, format := range report.Formats() {
		write, err := report.Lookup(format)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := write(&out, r, report.Options{Verbose: true}); err != nil {
			t.Fatal(err)
		}
		for _, value := range []string{"C000000000001", "internal", "abcdefgh1234"} {
			if strings.Contains(out.String(), value) {
				t.Errorf("%s shows %s:\n%s", format, value, &out)
			}
		}
	}
}
