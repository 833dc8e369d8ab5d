package gitleaks

import (
	"strings"
	"testing"
)

func baselineOf(t *testing.T, entries ...Entry) *Baseline {
	t.Helper()
	b, err := ParseBaseline([]byte(written(t, "json", entries, Options{})))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestOwnReport: a report is a baseline in which every entry of it is known, whatever of
// the secrets it hides.
func TestOwnReport(t *testing.T) {
	for _, percent := range []int{0, 1, 20, 50, 99, 100} {
		hidden := sample()
		for i := range hidden {
			hidden[i].Line, hidden[i].Message = "", ""
		}
		Redact(hidden, percent)
		b := baselineOf(t, hidden...)
		for _, e := range sample() {
			if !b.Has(&e) {
				t.Errorf("with %d %% redacted, %s is not known", percent, e.Fingerprint)
			}
			e.Secret, e.Entropy = strings.ToUpper(e.Secret)+"?", 0.25
			if b.Has(&e) {
				t.Errorf("with %d %% redacted, another secret than %s is known", percent, e.Fingerprint)
			}
		}
	}
}

// TestBaselineFields says which fields must agree.
func TestBaselineFields(t *testing.T) {
	entry := sample()[0]
	for _, test := range []struct {
		name          string
		change        func(*Entry)
		known, hidden bool // with the secret in clear, and redacted
	}{
		{"nothing", func(*Entry) {}, true, true},
		{"Description", func(e *Entry) { e.Description = "x" }, true, true},
		{"columns", func(e *Entry) { e.StartColumn++; e.EndColumn++; e.EndLine++ }, true, true},
		{"Match", func(e *Entry) { e.Match = "x" }, true, true},
		{"Author", func(e *Entry) { e.Author, e.Email, e.Date, e.Message, e.Tags = "", "", "", "", nil }, true, true},
		{"StartLine", func(e *Entry) { e.StartLine++ }, true, false},
		{"Commit", func(e *Entry) { e.Commit = other }, true, false},
		{"RuleID", func(e *Entry) { e.RuleID = "x" }, true, false},
		{"Entropy", func(e *Entry) { e.Entropy += 0.001 }, true, false},
		{"Secret", func(e *Entry) { e.Secret = "abcdef654321"; e.Entropy++ }, false, false},
		{"File", func(e *Entry) { e.File = "x" }, false, false},
		{"a longer Secret", func(e *Entry) { e.Secret = "acme_" + e.Secret }, true, true},
		{"a shorter Secret", func(e *Entry) { e.Secret = e.Secret[:8] }, true, true},
		{"a very short Secret", func(e *Entry) { e.Secret = e.Secret[:7] }, false, true},
		{"a longer Secret elsewhere", func(e *Entry) { e.Secret = "acme_" + e.Secret; e.StartLine++ }, false, false},
	} {
		changed, redactedEntry := entry, []Entry{entry}
		test.change(&changed)
		Redact(redactedEntry, 100)
		if got := baselineOf(t, entry).Has(&changed); got != test.known {
			t.Errorf("%s: known is %v", test.name, got)
		}
		if got := baselineOf(t, redactedEntry...).Has(&changed); got != test.hidden {
			t.Errorf("%s, redacted: known is %v", test.name, got)
		}
	}
}

// Outside of git a line can change, so a secret that holds an old one may be new.
func TestBaselineOfFolder(t *testing.T) {
	known := Entry{RuleID: "r", File: "a", StartLine: 1, Match: `pass = "abcdefgh"`, Secret: "abcdefgh"}
	b := baselineOf(t, known)
	for _, test := range []struct {
		match, secret string
		want          bool
	}{
		{known.Match, "abcdefgh", true},
		{known.Match, `"abcdefgh"`, true},
		{`pass = "abcdefghi"`, "abcdefghi", false},
		{`pass = "xabcdefgh"`, "xabcdefgh", false},
	} {
		if got := b.Has(&Entry{RuleID: "r", File: "a", StartLine: 1, Match: test.match, Secret: test.secret}); got != test.want {
			t.Errorf("%s: known is %v", test.match, got)
		}
	}
}

func TestParseBaseline(t *testing.T) {
	for _, text := range []string{"[]", "null", "\ufeff[]", "[{}]", `[{"ruleid": "r", "Extra": 1}]`} {
		if b, err := ParseBaseline([]byte(text)); err != nil || b.Has(&sample()[0]) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "{}", "RuleID,StartLine\nr,x\n", "RuleID,\"\n", "[1]", `{"runs": []}`, `{"runs": [{"tool": {"driver": {"name": "other"}}}]}`} {
		if _, err := ParseBaseline([]byte(text)); err == nil {
			t.Errorf("%s is a baseline", text)
		}
	}
	if (*Baseline)(nil).Has(&sample()[0]) {
		t.Error("no baseline knows something")
	}
}

// FuzzBaseline: what is no baseline is an error, and a baseline knows its own entries.
func FuzzBaseline(f *testing.F) {
	f.Add([]byte(`[{"RuleID":"r","Secret":"REDACTED","Entropy":1.5,"StartLine":1},{"Secret":"a..."}]`))
	f.Add([]byte("RuleID,Secret,File,StartLine\nr,abcdefgh,f,1\n"))
	f.Add([]byte(`{"runs":[{"tool":{"driver":{"name":"gitleaks"}},"results":[{"ruleId":"r","locations":[{"physicalLocation":{"region":{"snippet":{"text":"a"}}}}]}]}]}`))
	f.Add([]byte(`[{"RuleID":"generic-api-key","Secret":"abcdefgh","Match":"abcdefgh"}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := ParseBaseline(text)
		if err != nil {
			return
		}
		entries, err := Read(text)
		if err != nil {
			t.Fatal(err)
		}
		for i := range entries {
			if _, hidden := Redacted(entries[i].Secret); !b.Has(&entries[i]) && !hidden {
				t.Errorf("%+v is not known", entries[i])
			}
		}
	})
}
