package report

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// TestReadJSON: what is read back equals what was written.
func TestReadJSON(t *testing.T) {
	for seed := range uint64(200) {
		first := write(t, "json", random(seed), Options{})
		r, err := ReadJSON(strings.NewReader(first))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		second := write(t, "json", r, Options{})
		if first != second {
			t.Fatalf("seed %d: writing what was read gives another text", seed)
		}
		again, err := ReadJSON(strings.NewReader(second))
		if err != nil || !reflect.DeepEqual(r, again) {
			t.Fatalf("seed %d: reading again gives another report, %v", seed, err)
		}
	}
	want := withoutNulls(sample())
	got, err := ReadJSON(strings.NewReader(write(t, "json", sample(), Options{})))
	if err != nil {
		t.Fatal(err)
	}
	notUTF8 := func(f finding.Finding) bool {
		return strings.HasPrefix(f.Fingerprint, "b2") || strings.HasPrefix(f.Fingerprint, "d7")
	}
	got.Findings, want.Findings = slices.DeleteFunc(got.Findings, notUTF8), slices.DeleteFunc(want.Findings, notUTF8)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, not %+v", got, want)
	}
}

func TestReadJSONErrors(t *testing.T) {
	whole := write(t, "json", clean(), Options{})
	for name, text := range map[string]string{
		"empty":          "",
		"not JSON":       "findings",
		"cut short":      whole[:len(whole)/2],
		"another schema": `{"schema":"sluice.report/v2"}`,
		"no schema":      `{}`,
		"an array":       `[]`,
		"two reports":    whole + whole,
		"junk behind":    whole + "}",
	} {
		r, err := ReadJSON(strings.NewReader(text))
		if err == nil {
			t.Errorf("%s: read %+v without an error", name, r)
		} else if strings.Contains(err.Error(), "%!") {
			t.Errorf("%s: error is %q", name, err)
		}
	}
	if _, err := ReadJSON(strings.NewReader(`{"schema":"` + finding.SchemaV1 + `","later":1}` + "\n ")); err != nil {
		t.Errorf("an unknown field: %v", err)
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add(write(f, "json", clean(), Options{}))
	f.Add(`{"schema":"` + finding.SchemaV1 + `","findings":[{"tags":null}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadJSON(strings.NewReader(text))
		if err != nil {
			return
		}
		written := write(t, "json", r, Options{})
		again, err := ReadJSON(strings.NewReader(written))
		if err != nil {
			t.Fatalf("%v, of\n%s", err, written)
		}
		if rewritten := write(t, "json", again, Options{}); rewritten != written {
			t.Fatalf("written\n%s\nthen\n%s", written, rewritten)
		}
	})
}

func TestListsAreNeverNull(t *testing.T) {
	for _, name := range []string{"json", "jsonl", "sarif", "gitlab", "gitleaks"} {
		for _, r := range []*finding.Report{{Schema: finding.SchemaV1}, sample(), clean()} {
			if got := write(t, name, r, Options{}); strings.Contains(got, "null") {
				t.Errorf("%s has null:\n%s", name, got)
			}
		}
	}
}

// TestJSONL: the lines of the jsonl format are the parts of the json format.
func TestJSONL(t *testing.T) {
	for seed := range uint64(100) {
		whole, err := ReadJSON(strings.NewReader(write(t, "json", random(seed), Options{})))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(write(t, "jsonl", random(seed), Options{}), "\n"), "\n")
		if len(lines) != len(whole.Findings)+1 {
			t.Fatalf("seed %d: %d lines for %d findings", seed, len(lines), len(whole.Findings))
		}
		var joined finding.Report
		if err := json.Unmarshal([]byte(lines[len(lines)-1]), &joined); err != nil {
			t.Fatal(err)
		}
		joined.Findings = []finding.Finding{}
		for _, line := range lines[:len(lines)-1] {
			var f finding.Finding
			if err := json.Unmarshal([]byte(line), &f); err != nil {
				t.Fatal(err)
			}
			joined.Findings = append(joined.Findings, f)
		}
		if !reflect.DeepEqual(&joined, whole) {
			t.Errorf("seed %d: joined %+v, whole %+v", seed, joined, whole)
		}
	}
}
