package baseline

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

func file(t *testing.T, entries ...Entry) *File {
	t.Helper()
	f := &File{}
	for _, e := range entries {
		if err := f.Set(e); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// Update keeps what people have written, and writes the first fingerprint.
func TestUpdate(t *testing.T) {
	f := file(t,
		Entry{Fingerprint: fp("a"), Rule: "r", State: Accepted, Until: "2026-01-01", Path: "old", Note: "n"},
		Entry{Fingerprint: fp("b"), Rule: "r", State: False, Path: "place"},
		Entry{Fingerprint: fp("d"), State: Known},
	)
	added := f.Update([]Found{
		{Fingerprints: []string{fp("a"), fp("1")}, Rule: "r", Path: "new"},
		{Fingerprints: []string{fp("c"), fp("b")}, Rule: "r", Path: "place"},
		{Fingerprints: []string{fp("e")}, Rule: "s", Path: "p"},
	})
	want := []Entry{
		{Fingerprint: fp("a"), Rule: "r", State: Accepted, Until: "2026-01-01", Path: "new", Note: "n"},
		{Fingerprint: fp("c"), Rule: "r", State: False, Path: "place"},
		{Fingerprint: fp("d"), State: Known},
		{Fingerprint: fp("e"), Rule: "s", State: Known, Path: "p"},
	}
	if added != 1 || !reflect.DeepEqual(f.Entries, want) {
		t.Errorf("%d added: %v", added, f.Entries)
	}
	all := []Found{{Fingerprints: []string{fp("1"), fp("c")}, Deployed: true}, {Fingerprints: []string{fp("a")}}}
	if n := f.Reported(all, "2026-02-02"); n != 1 {
		t.Errorf("%d are reported", n)
	}
	if stale := f.Prune(all); len(stale) != 2 || len(f.Entries) != 2 || stale[0].Fingerprint != fp("d") {
		t.Errorf("%v, left %v", stale, f.Entries)
	}
}

// The path of an entry does not depend on what only one clone has.
func TestPathOfFound(t *testing.T) {
	at := func(path string, kind finding.Kind, inHead, reachable bool) finding.Location {
		return finding.Location{Path: path, Provenance: finding.Provenance{Kind: kind, InHead: inHead, Reachable: reachable}}
	}
	for _, c := range []struct {
		want      string
		locations []finding.Location
	}{
		{"d/c", []finding.Location{at("a", finding.KindBlob, false, false), at("d/z", finding.KindBlob, true, true), at("d/c", finding.KindBlob, true, true), at("b", finding.KindBlob, false, true)}},
		{"b", []finding.Location{at("a", finding.KindBlob, false, false), at("b", finding.KindBlob, false, true), at("", finding.KindCommitMessage, false, true)}},
		{"(commit-message)", []finding.Location{at("", finding.KindCommitMessage, false, true)}},
		{"x", []finding.Location{at("root/x", finding.KindBlob, false, false)}},
	} {
		f := NewFound(&finding.Finding{Locations: c.locations}, nil, "", "root")
		if f.Path != c.want || f.Local != (c.want == "x") {
			t.Errorf("%+v, want %q", f, c.want)
		}
	}
}

var commit = oid.Make(make20())

func make20() []byte {
	raw := make([]byte, 20)
	raw[0] = 0xab
	return raw
}

// found is a finding of a secret on a line of a file.
func found(c, secret, path string, line int) Found {
	l := finding.Location{Path: path, Span: finding.Span{StartLine: line}, Provenance: finding.Provenance{Commit: commit, Kind: finding.KindBlob, InHead: true}}
	return NewFound(&finding.Finding{RuleID: "r", Locations: []finding.Location{l}}, []string{fp(c)}, secret, "")
}

func TestImport(t *testing.T) {
	id := commit.String()
	all := []Found{
		found("a", "value-of-a-123", "conf/a", 3),
		found("b", "value-of-b-123", "conf/b", 4),
		found("c", "value-of-c-123", "conf/c", 5),
		found("d", "value-of-d-123", "conf/d", 6),
	}
	all[3].places[0].inHead = false // it was there once
	sumOfA := newFoundIndex(all).sums[0]
	for name, c := range map[string]struct {
		text      string
		want      string // fingerprints and states
		unmatched int
	}{
		"gitleaks, by value":                      {`[{"RuleID":"g","Secret":"value-of-a-123","File":"other","StartLine":9}]`, "a known", 0},
		"gitleaks, more of it":                    {`[{"RuleID":"g","Secret":"key=value-of-a-123","File":"conf/a","StartLine":9}]`, "a known", 0},
		"gitleaks, elsewhere":                     {`[{"RuleID":"g","Secret":"key=value-of-a-123","File":"conf/b","StartLine":3}]`, "", 1},
		"gitleaks, redacted":                      {`[{"RuleID":"g","Secret":"REDACTED","File":"conf/b","StartLine":4,"Commit":"` + id + `"}]`, "b known", 0},
		"gitleaks, another line":                  {`[{"RuleID":"g","Secret":"REDACTED","File":"conf/b","StartLine":5,"Commit":"` + id + `"}]`, "", 1},
		"gitleaks, of a folder":                   {`[{"RuleID":"g","Secret":"REDACTED","File":"conf\\b","StartLine":4,"Commit":""}]`, "b known", 0},
		"gitleaks, gone":                          {`[{"RuleID":"g","Secret":"REDACTED","File":"conf/d","StartLine":6}]`, "", 1},
		"gitleaks, other secret":                  {`[{"RuleID":"g","Secret":"another-value","File":"conf/b","StartLine":4,"Commit":"` + id + `"}]`, "", 1},
		"gitleaks, nothing":                       {`[]`, "", 0},
		"gitleaks, null":                          {"null\n", "", 0},
		"detect-secrets, false":                   {`{"version":"1.4.0","results":{"conf/a":[{"type":"Secret Keyword","filename":"conf/a","hashed_secret":"` + sumOfA + `","line_number":1,"is_secret":false}]}}`, "a false", 0},
		"detect-secrets, true":                    {`{"results":{"conf/a":[{"type":"t","hashed_secret":"` + strings.ToUpper(sumOfA) + `","is_secret":true}]}}`, "a known", 0},
		"detect-secrets, line":                    {`{"results":{"conf/a":[{"type":"t","hashed_secret":"00","line_number":3}]}}`, "a known", 0},
		"detect-secrets, false of something else": {`{"results":{"conf/a":[{"type":"t","hashed_secret":"00","line_number":3,"is_secret":false}]}}`, "", 1},
		"two that disagree":                       {`{"results":{"x":[{"hashed_secret":"` + sumOfA + `","is_secret":false},{"hashed_secret":"` + sumOfA + `"}]}}`, "a known", 0},
		"trufflehog": {`{"level":"info","msg":"x"}` + "\n" +
			`{"SourceMetadata":{"Data":{"Git":{"commit":"` + id + `","file":"conf/c","line":5}}},"DetectorName":"d","Raw":"value-of-c-123","RawV2":""}` + "\n" +
			`{"SourceMetadata":{"Data":{"Filesystem":{"file":"conf/a"}}},"DetectorName":"d","Raw":"what","RawV2":"what:value-of-a-123"}`, "a known, c known", 0},
	} {
		imports, err := ReadImport([]byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		f := &File{}
		unmatched := f.Import(imports, all)
		var got []string
		for _, e := range f.Entries {
			got = append(got, e.Fingerprint[:1]+" "+string(e.State))
		}
		if s := strings.Join(got, ", "); s != c.want || len(unmatched) != c.unmatched {
			t.Errorf("%s: %q, %v unmatched", name, s, unmatched)
		}
		if slices.ContainsFunc(unmatched, func(im Imported) bool { return strings.Contains(im.String(), "value") }) {
			t.Errorf("%s: %v shows a secret", name, unmatched)
		}
	}
	for _, text := range []string{"", "what", "{", `{"results":[]}`, `[1]`, `{"schema":"sluice.report/v1"}`, `{"SourceMetadata":1}`} {
		if _, err := ReadImport([]byte(text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

// An import does not take back what people have written.
func TestImportOntoEntries(t *testing.T) {
	f := file(t, Entry{Fingerprint: fp("a"), State: Test, Path: "x", Note: "mine"}, Entry{Fingerprint: fp("0"), State: Known})
	imports, err := ReadImport([]byte(`[{"Secret":"value-of-a-123"}]`))
	if err != nil {
		t.Fatal(err)
	}
	f.Import(imports, []Found{found("a", "value-of-a-123", "conf/a", 3)})
	want := []Entry{{Fingerprint: fp("0"), State: Known}, {Fingerprint: fp("a"), Rule: "r", State: Test, Path: "conf/a", Note: "imported from gitleaks; mine"}}
	if !reflect.DeepEqual(f.Entries, want) {
		t.Errorf("%+v", f.Entries)
	}
}
