package scan

import (
	"math/rand/v2"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

func at(path string) source.Place {
	return source.Place{Path: path, Provenance: finding.Provenance{Kind: finding.KindBlob}}
}

func TestSettingOf(t *testing.T) {
	folder := at("/home/docs/test/src/app.env")
	folder.Root = "/home/docs/test"
	more, left, note := at("tests/a.py"), at("tests/a.py"), at("tests/a.py")
	more.More, left.LeftOver, note.Kind = true, true, finding.KindNote
	for _, test := range []struct {
		name  string
		place source.Place
		kind  finding.Kind
		want  setting
	}{
		{"deployed", at("app.env"), finding.KindBlob, deployed},
		{"no path", at(""), finding.KindBlob, deployed},
		{"test", at("tests/a.py"), finding.KindBlob, inTest},
		{"example", at(".env.example"), finding.KindBlob, inExample},
		{"document", at("README.md"), finding.KindBlob, inDocumentation},
		{"vendored", at("vendor/a/b.go"), finding.KindBlob, inVendored},
		{"path", at("tests/id_rsa"), finding.KindPath, inTest},
		{"folders above what is scanned", folder, finding.KindBlob, deployed},
		{"more places", more, finding.KindBlob, inTest},
		{"left over", left, finding.KindBlob, isLeftOver},
		{"message", at("tests/a.py"), finding.KindCommitMessage, deployed},
		{"note", note, finding.KindBlob, deployed},
	} {
		if got := settingOf(&sighting{place: test.place}, test.kind); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got.words(), test.want.words())
		}
	}
}

// TestSeverityTable holds the severities to the table in the code.
func TestSeverityTable(t *testing.T) {
	proven := finding.Finding{Verification: finding.ProvenOffline, Revoke: "https://acme.example"}
	own := finding.Finding{Verification: finding.ProvenOffline} // a key that no service issued
	for _, test := range []struct {
		of   finding.Finding
		at   setting
		want [4]finding.Severity // of a rule that is critical, high, medium, low
	}{
		{finding.Finding{}, deployed, [4]finding.Severity{"critical", "high", "medium", "low"}},
		{finding.Finding{}, inTest, [4]finding.Severity{"medium", "low", "low", "low"}},
		{finding.Finding{}, inVendored, [4]finding.Severity{"medium", "low", "low", "low"}},
		{own, inExample, [4]finding.Severity{"medium", "low", "low", "low"}},
		{proven, inTest, [4]finding.Severity{"high", "medium", "low", "low"}},
		{proven, inDocumentation, [4]finding.Severity{"high", "medium", "low", "low"}},
		{proven, isLeftOver, [4]finding.Severity{"low", "low", "low", "low"}},
	} {
		for i, of := range []finding.Severity{"critical", "high", "medium", "low"} {
			f := test.of
			f.Severity = of
			if got := test.at.severity(&f); got != test.want[i] {
				t.Errorf("%s in %s is %s, want %s", of, test.at.words(), got, test.want[i])
			}
		}
	}
}

// TestSeverityOfPlaces: the order of the places means nothing, no place raises the
// severity of the rule, one more place never lowers that of the finding, one deployed
// file keeps it, and a note is there exactly if it was lowered.
func TestSeverityOfPlaces(t *testing.T) {
	all := []source.Place{at("tests/a.py"), at("examples/a.py"), at("README.md"), at("vendor/a.go"), at("app.env"), at("left.env")}
	all[5].LeftOver = true
	for _, severity := range finding.Severities() {
		for _, verdict := range []proof.Verdict{proof.Unknown, proof.Proven} {
			for chosen := 1; chosen < 1<<len(all); chosen++ {
				var places []source.Place
				for i, p := range all {
					if chosen&(1<<i) != 0 {
						places = append(places, p)
					}
				}
				f := judged(severity, verdict, places, 1000)
				if f.Severity.Compare(severity) > 0 {
					t.Errorf("%s was raised to %s at %d places", severity, f.Severity, len(places))
				}
				if chosen&(1<<4) != 0 && f.Severity != severity {
					t.Errorf("%s is %s, although it is in a deployed file", severity, f.Severity)
				}
				if (f.SeverityNote != "") != (f.Severity != severity) {
					t.Errorf("%s is %s with the note %q", severity, f.Severity, f.SeverityNote)
				}
				for i := range places {
					fewer := append(append([]source.Place{}, places[:i]...), places[i+1:]...)
					if len(fewer) > 0 && judged(severity, verdict, fewer, 1000).Severity.Compare(f.Severity) > 0 {
						t.Errorf("one more place lowers %s to %s", severity, f.Severity)
					}
				}
				confidence := f.Confidence
				rand.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
				if g := judged(severity, verdict, places, 1); g.Severity != f.Severity || g.SeverityNote != f.SeverityNote || g.Confidence != confidence {
					t.Errorf("%s is %s (%s) or %s (%s), as the order of its places is", severity, f.Severity, f.SeverityNote, g.Severity, g.SeverityNote)
				}
			}
		}
	}
}

// judged is the finding of a secret at some places, of which it lists at most the
// given number.
func judged(severity finding.Severity, verdict proof.Verdict, places []source.Place, most int) finding.Finding {
	r := &rules.Rule{ID: "acme", Severity: severity, Confidence: finding.ConfidenceMedium, Provider: "acme"}
	h := hit{Match: engine.Match{Rule: r, Secret: "secret", Text: "secret"}, kind: finding.KindBlob}
	providers := func() map[string]rules.Provider {
		return map[string]rules.Provider{"acme": {Revoke: "https://acme.example"}}
	}
	fs := newFindings(providers, proofs{keyOfHit(&h): {Verdict: verdict}}, most, finding.Scan{})
	for _, p := range places {
		fs.add(newSighting(nil, []hit{h}, p))
	}
	list, _ := fs.list()
	return list[0]
}

// TestSeverityOfUnknownPlaces: a secret of which not all places are known may be in a
// deployed file.
func TestSeverityOfUnknownPlaces(t *testing.T) {
	p := at("tests/a.py")
	p.More = true
	if f := judged("critical", proof.Unknown, []source.Place{p}, 10); f.Severity != "critical" {
		t.Errorf("it is %s", f.Severity)
	}
}

func TestSeverityNote(t *testing.T) {
	left := at("left.env")
	left.LeftOver = true
	for _, test := range []struct {
		places []source.Place
		want   string
	}{
		{[]source.Place{at("app.env"), at("tests/a.py")}, ""},
		{[]source.Place{at("tests/a.py")}, "only in tests; elsewhere it would be critical"},
		{[]source.Place{at("a.md"), at("tests/a.py")}, "only in tests and documentation; elsewhere it would be critical"},
		{[]source.Place{left, at("vendor/a.go"), at(".env.example")}, "only in examples, vendored code and objects left over in this clone; elsewhere it would be critical"},
	} {
		if f := judged(finding.SeverityCritical, proof.Unknown, test.places, 1000); f.SeverityNote != test.want {
			t.Errorf("%q, want %q", f.SeverityNote, test.want)
		}
	}
}
