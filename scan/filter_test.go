package scan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// filtered runs the stage over findings that are given as "rule severity path path...",
// and returns what is left in the same form, and the counts.
func filtered(t *testing.T, f Filter, findings ...string) (left []string, counts string) {
	t.Helper()
	r := &finding.Report{}
	for _, s := range findings {
		words := strings.Fields(s)
		one := finding.Finding{RuleID: words[0], Severity: finding.Severity(words[1])}
		for _, path := range words[2:] {
			l := finding.Location{Path: path, Provenance: finding.Provenance{Kind: finding.KindBlob}}
			if path == "-" {
				l.Path, l.Kind = "", finding.KindCommitMessage
			}
			if archive, member, ok := strings.Cut(path, "!"); ok {
				l.Path, l.Layers = archive, []string{"zip!" + member}
			}
			one.Locations = append(one.Locations, l)
		}
		r.Findings = append(r.Findings, one)
	}
	if err := (filter{f, hasMore}).apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		s := f.RuleID + " " + string(f.Severity)
		for _, l := range f.Locations {
			s += " " + l.FullPath()
			if l.Path == "" {
				s += "-"
			}
		}
		left = append(left, s)
	}
	return left, strings.Trim(fmt.Sprint(r.Ledger.Suppressed), "[]")
}

func TestFilter(t *testing.T) {
	all := []string{"aws-key critical a/x.env b/y.env", "aws-id low a/x.env", "jwt high src/web/app.js lib.zip!in/.env", "jwt medium -"}
	for _, c := range []struct {
		filter Filter
		want   []string
		counts string
	}{
		{Filter{}, all, ""},
		{Filter{MinSeverity: "low"}, all, ""},
		{Filter{MinSeverity: "high"}, []string{all[0], all[2]}, "{below --min-severity 2}"},
		{Filter{Rules: []string{"aws-*"}}, all[:2], "{not of --rule 3}"},
		{Filter{Rules: []string{"aws-id", "jwt"}}, all[1:], "{not of --rule 2}"},
		{Filter{Paths: []string{"a"}}, []string{"aws-key critical a/x.env", all[1]}, "{not at --path 4}"},
		{Filter{Paths: []string{"a/"}}, []string{"aws-key critical a/x.env", all[1]}, "{not at --path 4}"},
		{Filter{Paths: []string{"./src/**"}}, []string{"jwt high src/web/app.js"}, "{not at --path 5}"},
		{Filter{Paths: []string{"src/web"}}, []string{"jwt high src/web/app.js"}, "{not at --path 5}"},
		{Filter{Paths: []string{"/src"}}, []string{"jwt high src/web/app.js"}, "{not at --path 5}"},
		{Filter{Paths: []string{"/web"}}, nil, "{not at --path 6}"},
		{Filter{Paths: []string{"*.env"}}, []string{all[0], all[1], "jwt high lib.zip!in/.env"}, "{not at --path 2}"},
		{Filter{Paths: []string{"*.zip"}}, []string{"jwt high lib.zip!in/.env"}, "{not at --path 5}"},
		{Filter{Paths: []string{"*.env", "!b"}}, []string{"aws-key critical a/x.env", all[1], "jwt high lib.zip!in/.env"}, "{not at --path 3}"},
		{Filter{Paths: []string{"!b", "*.env"}}, []string{"aws-key critical a/x.env", all[1], "jwt high lib.zip!in/.env"}, "{not at --path 3}"},
		{Filter{Paths: []string{"!*.{env,js}"}}, all[3:], "{not at --path 5}"},
		{Filter{MinSeverity: "high", Rules: []string{"aws-*"}, Paths: []string{"a"}}, []string{"aws-key critical a/x.env"}, "{below --min-severity 2} {not at --path 1} {not of --rule 2}"},
	} {
		got, counts := filtered(t, c.filter, all...)
		if !slices.Equal(got, c.want) || counts != c.counts {
			t.Errorf("%+v:\n%q %s, not\n%q %s", c.filter, got, counts, c.want, c.counts)
		}
	}
}

// A finding stays with the identifier that is folded into it.
func TestFilterKeepsFoldedParts(t *testing.T) {
	r := &finding.Report{Findings: []finding.Finding{{RuleID: "key", Locations: []finding.Location{{Parts: []finding.Part{{RuleID: "id", Folded: true}, {RuleID: "host"}}}}}}}
	for id, left := range map[string]int{"id": 1, "host": 0} {
		copied := *r
		copied.Findings = slices.Clone(r.Findings)
		if err := (filter{Filter{Rules: []string{id}}, hasMore}).apply(t.Context(), &copied); err != nil {
			t.Fatal(err)
		}
		if len(copied.Findings) != left {
			t.Errorf("%s: %d findings are left, not %d", id, len(copied.Findings), left)
		}
	}
}

// What is left of a finding and what was filtered out are all of its places, also those
// that are not listed. One that may be at a place that is not listed stays.
func TestFilterCountsPlacesThatAreNotListed(t *testing.T) {
	locations := []finding.Location{{Path: "a"}, {Path: "b"}}
	for path, want := range map[string][2]int{"a": {9, 1}, "c": {10, 0}, "*": {10, 0}} {
		r := &finding.Report{Findings: []finding.Finding{{LocationCount: 10, Locations: slices.Clone(locations)}}}
		if err := (filter{Filter{Paths: []string{path}}, hasMore}).apply(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, f := range r.Findings {
			left += f.LocationCount
		}
		if (path == "c") != (len(r.Ledger.Notes) == 1) {
			t.Errorf("%s: notes %q", path, r.Ledger.Notes)
		}
		if left != want[0] || counted(r)[finding.OtherPath] != want[1] {
			t.Errorf("%s: %d places are left and %d filtered out, not %v", path, left, counted(r)[finding.OtherPath], want)
		}
	}
}

// hasMore is findings.unlisted, without a source that leaves out places.
func hasMore(f *finding.Finding) bool { return f.LocationCount > 0 }

func TestFilterChecks(t *testing.T) {
	for _, f := range []Filter{{MinSeverity: "severe"}, {Rules: []string{"["}}, {Paths: []string{"a["}}, {Paths: []string{"!"}}, {Paths: []string{""}}} {
		if err := f.check([]string{"jwt"}); err == nil {
			t.Errorf("%+v is no error", f)
		}
	}
	var unknown *UnknownRuleError
	if err := (&Filter{Rules: []string{"jwt", "j*x"}}).check([]string{"jwt"}); !errors.As(err, &unknown) || unknown.ID != "j*x" {
		t.Errorf("a glob without a rule: %v", err)
	}
	if err := (&Filter{MinSeverity: "low", Rules: []string{"j*"}, Paths: []string{"!a/**", "b"}}).check([]string{"jwt"}); err != nil {
		t.Error(err)
	}
}

// An alias of a rule does where its id does, also of an identifier.
func TestFilterByAlias(t *testing.T) {
	folded := []finding.Location{{Parts: []finding.Part{{RuleID: "id", Aliases: []string{"other-id"}, Folded: true}}}}
	f := finding.Finding{RuleID: "jwt", Aliases: []string{"other-jwt"}, Locations: folded}
	for glob, want := range map[string]bool{"jwt": true, "other-j*": true, "other-id": true, "id": true, "another": false} {
		if got := (filter{Filter: Filter{Rules: []string{glob}}}).hasRule(&f); got != want {
			t.Errorf("%s: %t", glob, got)
		}
	}
}
