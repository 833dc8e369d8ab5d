package finding

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/oid"
)

// fill sets every field of a struct, and every element of two in a list, to a
// value of its own that is not zero.
func fill(v reflect.Value, next *int) {
	*next++
	switch {
	case v.Type() == reflect.TypeFor[oid.ID]():
		raw := make([]byte, 20)
		raw[0] = byte(*next)
		v.Set(reflect.ValueOf(oid.Make(raw)))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" { // such a field is in no report
				fill(v.Field(i), next)
			}
		}
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), next)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), next)
		}
	case v.Kind() == reflect.String:
		v.SetString(fmt.Sprintf("text %d é", *next))
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(int64(*next))
	case v.CanFloat():
		v.SetFloat(float64(*next) / 4)
	}
}

func filled[T any]() T {
	var x T
	fill(reflect.ValueOf(&x).Elem(), new(int))
	return x
}

// TestJSONRoundTrip: what is read back equals what was written.
func TestJSONRoundTrip(t *testing.T) {
	roundTrip(t, filled[Report]())
	roundTrip(t, filled[Location]())
	roundTrip(t, Report{})
	roundTrip(t, Location{})
}

func roundTrip[T any](t *testing.T, want T) {
	t.Helper()
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got T
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s was read as\n%+v, not\n%+v", text, got, want)
	}
}

// TestJSONNames holds the fields to the names and the order that docs/reference/report.md
// promises.
func TestJSONNames(t *testing.T) {
	span := "start_line end_line start_column end_column"
	part := "rule_id rule_aliases description secret fingerprint facts " + span + " folded"
	place := "commit author_name author_email date message blob kind reachable removed_commit"
	for _, test := range []struct {
		name  string
		value any
		want  string
	}{
		{"report", filled[Report](), "schema tool scan complete ledger rules sources findings"},
		{"rules", filled[Rules](), "source count builtin builtin_off builtin_changed"},
		{"scan", filled[Scan](), "kind date key repository head branch"},
		{"exposure", filled[Exposure](), "introduced removed days in_head pushed branches tags paths settings"},
		{"source", filled[Source](), "name tool scan complete ledger rules"},
		{"share", filled[Share](), "source confidence severity severity_note verification exposure location_count"},
		{"tool", filled[Tool](), "name version"},
		{"ledger", filled[Ledger](), "source commits blobs files names bytes skipped errors suppressed notes baseline inline_allowed"},
		{"ledger without a baseline", Ledger{}, "source commits blobs files names bytes skipped errors suppressed notes"},
		{"baseline", filled[Baseline](), "source entries used by_place stale stale_count expired expired_count"},
		{"baseline entry", filled[BaselineEntry](), "fingerprint rule_id state path until"},
		{"skip", filled[Skip](), "reason count bytes examples incomplete"},
		{"suppressed", filled[Suppressed](), "by count"},
		{"finding", filled[Finding](), "rule_id rule_aliases description provider confidence severity severity_note verification fingerprint fingerprint_of secret redacted entropy match tags by_path also_rules can mode facts revoke rotate logs exposure locations location_count shares"},
		{"finding that says little", Finding{}, "rule_id description provider confidence severity verification fingerprint secret redacted entropy match tags also_rules exposure locations"},
		{"location", filled[Location](), "path " + span + " " + place + " removed_date in_head pushed branches tags branch_count tag_count ref setting owners line layers parts source"},
		{"location outside git", Location{}, "path " + span + " " + place + " in_head"},
		{"part", filled[Part](), part},
		{"part that says little", Part{}, strings.NewReplacer(" rule_aliases", "", " facts", "", " folded", "").Replace(part)},
	} {
		if got := strings.Join(keys(t, test.value), " "); got != test.want {
			t.Errorf("%s:\n%s, want\n%s", test.name, got, test.want)
		}
	}
}

// keys are the names of the members of an object, in the order in which they are
// written.
func keys(t *testing.T, v any) (names []string) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name.(string))
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	return names
}
