package main

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// value makes a value that nobody has seen before.
func value(r *rand.Rand) string {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789"
	var b strings.Builder
	for range 24 {
		b.WriteByte(letters[r.IntN(len(letters))])
	}
	return b.String()
}

// at makes a place as a report has it, so that it has all fields.
func at(t *testing.T, commit, file string, line int, secret string) place {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"RuleID": "r", "Secret": secret, "File": file, "Commit": commit, "StartLine": line, "EndLine": line, "Entropy": 4.5,
	})
	if err != nil {
		t.Fatal(err)
	}
	var p place
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// reported makes the side of sluice, with all values reported but those of low.
func reported(places []place, low ...string) side {
	s := side{places: places, known: map[string]*known{}}
	for _, p := range places {
		s.known[p.Secret] = &known{reported: !slices.Contains(low, p.Secret)}
	}
	return s
}

var nothingElse = outside{
	why:   func(place) string { return noRule },
	merge: func(commit string) bool { return commit == "merge" },
}

func causes(all []unmatched) (list []string) {
	for _, u := range all {
		list = append(list, u.cause)
	}
	return list
}

// Every entry that one tool alone has gets one cause.
func TestCauses(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, test := range []struct {
		name         string
		theirs, ours func(a, b string) []place
		low          bool // sluice has little confidence in the first value
		lost, more   []string
	}{
		{name: "the same place",
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			ours:   func(a, _ string) []place { return []place{at(t, "c", "./f", 3, a)} }},
		{name: "another line",
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			ours:   func(a, _ string) []place { return []place{at(t, "c", "f", 9, a)} },
			lost:   []string{sameCommit}, more: []string{sameCommit}},
		{name: "another commit",
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			ours:   func(a, _ string) []place { return []place{at(t, "d", "f", 3, a)} },
			lost:   []string{sameFile}, more: []string{sameFile}},
		{name: "another file",
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			ours:   func(a, _ string) []place { return []place{at(t, "c", "g", 3, a)} },
			lost:   []string{elsewhere}, more: []string{elsewhere}},
		{name: "another boundary",
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a+"==")} },
			ours:   func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			lost:   []string{boundary}, more: []string{boundary}},
		{name: "another value of the line",
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			ours:   func(_, b string) []place { return []place{at(t, "c", "f", 3, b)} },
			lost:   []string{sameLines}, more: []string{sameLines}},
		{name: "low confidence", low: true,
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			ours:   func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			lost:   []string{belowMedium}},
		{name: "low confidence, beside another value", low: true,
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			ours:   func(a, b string) []place { return []place{at(t, "c", "f", 3, a), at(t, "c", "f", 3, b)} },
			lost:   []string{belowMedium}, more: []string{sameLines}},
		{name: "nothing",
			theirs: func(a, _ string) []place { return []place{at(t, "c", "f", 3, a)} },
			ours:   func(_, b string) []place { return []place{at(t, "c", "f", 9, b)} },
			lost:   []string{notReported + noRule}, more: []string{nothingOnLines}},
		{name: "a merge",
			theirs: func(_, _ string) []place { return nil },
			ours:   func(_, b string) []place { return []place{at(t, "merge", "f", 9, b)} },
			more:   []string{merged}},
	} {
		a, b := value(r), value(r)
		ours := reported(test.ours(a, b))
		if test.low {
			ours = reported(test.ours(a, b), a)
		}
		got := pair(side{places: test.theirs(a, b)}, ours, nothingElse)
		if !slices.Equal(causes(got.lost), test.lost) || !slices.Equal(causes(got.more), test.more) {
			t.Errorf("%s: lost for %q, want %q; more for %q, want %q", test.name, causes(got.lost), test.lost, causes(got.more), test.more)
		}
		if got.theirs != got.shared+len(got.lost) || got.ours != got.shared+len(got.more) {
			t.Errorf("%s: %d and %d entries, %d shared, %d lost, %d more", test.name, got.theirs, got.ours, got.shared, len(got.lost), len(got.more))
		}
	}
}

// What gitleaks does not look into is the cause for what is found there.
func TestKinds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, test := range []struct {
		location finding.Location
		want     string
	}{
		{finding.Location{Provenance: finding.Provenance{Kind: finding.KindCommitMessage, Reachable: true}}, inMessage},
		{finding.Location{Provenance: finding.Provenance{Kind: finding.KindGitFile, Reachable: true}}, besideFiles},
		{finding.Location{Provenance: finding.Provenance{Kind: finding.KindBlob, Reachable: true}, Layers: []string{"zip!a"}}, inArchive},
		{finding.Location{Provenance: finding.Provenance{Kind: finding.KindBlob, Reachable: true}, Layers: []string{"base64"}}, encoded},
		{finding.Location{Provenance: finding.Provenance{Kind: finding.KindBlob}}, unreachable},
		{finding.Location{Provenance: finding.Provenance{Kind: finding.KindBlob, Reachable: true}}, nothingOnLines},
	} {
		p := at(t, test.location.Commit.String(), "f", 3, value(r))
		ours := reported([]place{p})
		test.location.StartLine = 3
		ours.known[p.Secret].at = []finding.Location{test.location}
		if got := causes(pair(side{}, ours, nothingElse).more); !slices.Equal(got, []string{test.want}) {
			t.Errorf("%+v: %q, want %q", test.location, got, test.want)
		}
	}
}

// A field counts as equal only where both reports say the same of it, in whatever escapes.
func TestFields(t *testing.T) {
	p, q := at(t, "c", "f", 3, "v"), at(t, "c", "f", 3, "v")
	if err := json.Unmarshal([]byte(`{"Secret": "\u0076", "File": "f", "Commit": "c", "StartLine": 3, "EndLine": 3}`), &q); err != nil {
		t.Fatal(err)
	}
	q.fields["Entropy"] = json.Number("4.25")
	delete(q.fields, "RuleID")
	q.fields["Link"] = ""
	equal := map[string]int{}
	compareFields(equal, &p, &q)
	want := map[string]int{"Secret": 1, "File": 1, "Commit": 1, "StartLine": 1, "EndLine": 1, "Entropy": 0, "RuleID": 0, "Link": 0}
	if !maps.Equal(equal, want) {
		t.Errorf("got %v, want %v", equal, want)
	}
}

// No value is in what is printed, unless it is asked for.
func TestNoValueIsShown(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	a, b := value(r), value(r)
	var s summary
	runs := [2][]took{{{1, 1}}, {{1, 1}}}
	s.add("repo", runs, pair(side{places: []place{at(t, "c", "f", 3, a)}}, reported([]place{at(t, "c", "g", 3, b)}), nothingElse))
	for _, clear := range []bool{false, true} {
		var out strings.Builder
		if err := s.write(&out, options{list: true, showSecrets: clear}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), a) != clear || strings.Contains(out.String(), b) != clear {
			t.Errorf("values shown: want %t in\n%s", clear, out.String())
		}
	}
}

// Of a partial clone, the paths of absent blobs are left out, whatever is in their names.
func TestExclude(t *testing.T) {
	here, gone := strings.Repeat("a", 40), strings.Repeat("b", 40)
	log := strings.Join([]string{
		":100644 100644 " + here + " " + gone + " M", "big file[1].bin",
		":000000 100644 " + strings.Repeat("0", 40) + " " + here + " A", "small.txt",
	}, "\x00") + "\x00"
	if got, want := exclude([]byte(log), map[string]bool{gone: true}), " :(exclude,glob)big?file?1?.bin"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
