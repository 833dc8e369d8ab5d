package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report/compare"
	"github.com/sluicesec/sluice/report/merge"
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
		"UTF-16":         "\xff\xfe{\x00",
		"two lists":      `{"findings":[],"findings":[],"schema":"` + finding.SchemaV1 + `"}`,
		"a number":       `{"schema":"` + finding.SchemaV1 + `","complete":1}`,
		"no list":        `{"schema":"` + finding.SchemaV1 + `","findings":{}}`,
		"deep":           `{"schema":"` + finding.SchemaV1 + `","x":` + strings.Repeat("[", 1000),
		"SARIF":          write(t, "sarif", clean(), Options{}),
		"a line is cut":  strings.TrimSuffix(write(t, "jsonl", sample(), Options{}), "}\n"),
		"a line is gone": write(t, "jsonl", sample(), Options{})[:strings.LastIndex(strings.TrimSuffix(write(t, "jsonl", sample(), Options{}), "\n"), "\n")+1],
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

// TestReadJSONL: both formats are read as the same report.
func TestReadJSONL(t *testing.T) {
	for seed := range uint64(100) {
		whole := write(t, "json", random(seed), Options{})
		r, err := ReadJSON(strings.NewReader(write(t, "jsonl", random(seed), Options{})))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got := write(t, "json", r, Options{}); got != whole {
			t.Fatalf("seed %d: read\n%s\nnot\n%s", seed, got, whole)
		}
	}
	for _, text := range []string{"\xef\xbb\xbf" + write(t, "json", sample(), Options{}), strings.ReplaceAll(write(t, "jsonl", sample(), Options{}), "\n", "\r\n")} {
		if _, err := ReadJSON(strings.NewReader(text)); err != nil {
			t.Errorf("as Windows writes it: %v", err)
		}
	}
}

// TestConvert: every format of a report that was read is that of the report itself. JSON
// has no bytes that are not UTF-8, so they are replaced beforehand.
func TestConvert(t *testing.T) {
	for seed := range uint64(60) {
		r := random(seed)
		valid(reflect.ValueOf(r))
		back, err := ReadJSON(strings.NewReader(write(t, "json", r, Options{})))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range Formats() {
			if got, want := write(t, name, back, Options{}), write(t, name, r, Options{}); got != want {
				t.Errorf("seed %d: %s of what was read is\n%s\nnot\n%s", seed, name, got, want)
			}
		}
	}
}

// valid makes all texts in a value UTF-8.
func valid(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		valid(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				valid(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			valid(v.Index(i))
		}
	case reflect.String:
		v.SetString(strings.ToValidUTF8(v.String(), "?"))
	}
}

// TestLimits: a report that would take all memory is refused before it does.
func TestLimits(t *testing.T) {
	begin := `{"schema":"` + finding.SchemaV1 + `","findings":[`
	for name, text := range map[string][2]string{
		"findings":  {begin, "{},"},
		"blanks":    {begin, " "},
		"text":      {begin + `"`, "x"},
		"lists":     {begin, "["},
		"members":   {begin[:1], `"x":1,`},
		"tags":      {begin + `{"tags":[`, `"",`},
		"locations": {begin, `{"locations":[` + strings.Repeat("{},", 1000) + "{}]},"},
		"lines":     {"", "{\"rule_id\":\"x\"}\n"},
	} {
		in := &reportReader{values: newValues(io.MultiReader(strings.NewReader(text[0]), &endlessReader{text: text[1]}))}
		in.most = limits{bytes: 10 << 20, objects: 10_000, members: 50_000, value: 1 << 20, depth: 9}
		if err := in.read(); !errors.Is(err, errTooLarge) || len(in.findings) > 10_000 {
			t.Errorf("endless %s: %v, after %d findings", name, err, len(in.findings))
		}
	}
}

// An endlessReader repeats a text.
type endlessReader struct {
	text string
	at   int
}

func (r *endlessReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.text[r.at]
		r.at = (r.at + 1) % len(r.text)
	}
	return len(p), nil
}

func FuzzReadJSON(f *testing.F) {
	f.Add(write(f, "jsonl", clean(), Options{}))
	f.Add(write(f, "json", sample(), Options{}))
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
		for _, name := range Formats() {
			write(t, name, r, Options{Verbose: true, Width: 80})
		}
		d := compare.Reports(r, again)
		if len(d.Added)+len(d.Gone)+len(d.Changed) > 0 {
			t.Fatalf("with itself, %d are new, %d gone, %d changed", len(d.Added), len(d.Gone), len(d.Changed))
		}
		for _, name := range DiffFormats() {
			writeDiff(t, name, d, Options{})
		}
		merged, _ := merge.Reports([]*finding.Report{r})
		write(t, "json", merged, Options{})
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

// BenchmarkReadJSON reads 100,000 findings.
func BenchmarkReadJSON(b *testing.B) {
	var text bytes.Buffer
	w, _ := Lookup("json")
	if err := w(&text, many(100_000), Options{}); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	peak()
	before := cpu()
	for b.Loop() {
		if _, err := ReadJSON(bytes.NewReader(text.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu()-before)/float64(b.N), "cpu-s/op")
	b.ReportMetric(peak(), "peak-MB")
}
