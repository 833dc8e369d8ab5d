package hooks

import (
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/oid"
)

const (
	idA  = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	idB  = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	none = "0000000000000000000000000000000000000000"
)

func id(t testing.TB, name string) oid.ID {
	t.Helper()
	id, err := parseID(name)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestParsePush(t *testing.T) {
	got, err := ParsePush(strings.NewReader(
		"refs/heads/x " + idA + " refs/heads/y " + idB + "\n" +
			"(delete) " + none + " refs/heads/gone " + idA + "\n" +
			"HEAD@{2 days ago} " + idB + " refs/tags/t " + none + "\n"))
	want := []RefUpdate{
		{Ref: "refs/heads/y", Old: id(t, idB), New: id(t, idA)},
		{Ref: "refs/heads/gone", Old: id(t, idA)},
		{Ref: "refs/tags/t", New: id(t, idB)},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestParseReceive(t *testing.T) {
	long := strings.Repeat("ab", 32)
	text := idA + " " + idB + " refs/heads/x\n" + none + " " + idB + " refs/heads/y\n" +
		strings.Repeat("0", 64) + " " + long + " refs/heads/sha256\n"
	got, err := ParseReceive(strings.NewReader(text))
	want := []RefUpdate{
		{Ref: "refs/heads/x", Old: id(t, idA), New: id(t, idB)},
		{Ref: "refs/heads/y", New: id(t, idB)},
		{Ref: "refs/heads/sha256", New: id(t, long)},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

// A line that is not understood is an error: the ref in it would go unjudged.
func TestParseFails(t *testing.T) {
	for _, line := range []string{"", "x", idA + " " + idB, idA + " " + idB + " ", idA[1:] + " " + idB + " refs/heads/x", idA + "  refs/heads/x"} {
		if got, err := ParseReceive(strings.NewReader(idA + " " + idB + " refs/heads/x\n" + line + "\n")); err == nil {
			t.Errorf("receive %q: got %v", line, got)
		}
		if got, err := ParsePush(strings.NewReader(line + "\n")); err == nil {
			t.Errorf("push %q: got %v", line, got)
		}
	}
	for _, args := range [][]string{nil, {"refs/heads/x", idA}, {"refs/heads/x", idA, "main"}} {
		if _, err := ParseUpdate(args); err == nil {
			t.Errorf("update %q: no error", args)
		}
	}
}

// Every line counts: there are as many updates as lines, or there is an error.
func FuzzParse(f *testing.F) {
	f.Add(idA + " " + idB + " refs/heads/x\n")
	f.Add("refs/heads/x " + idA + " refs/heads/y " + idB + "\n")
	f.Add("HEAD@{2 days ago} " + idB + " refs/tags/t " + none + "\n\n")
	f.Add("\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1
		if text == "" {
			lines = 0
		}
		if got, err := ParsePush(strings.NewReader(text)); err == nil && len(got) != lines {
			t.Errorf("push: %d of %d lines", len(got), lines)
		}
		got, err := ParseReceive(strings.NewReader(text))
		if err != nil {
			return
		}
		if len(got) != lines {
			t.Errorf("receive: %d of %d lines", len(got), lines)
		}
		for _, u := range got {
			again, err := ParseReceive(strings.NewReader(u.Line() + "\n"))
			if err != nil || len(again) != 1 || again[0] != u {
				t.Errorf("%+v reads again as %+v, %v", u, again, err)
			}
		}
	})
}
