package report

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v2/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/sluicesec/sluice/finding"
)

func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "testdata", "schema", "sarif-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSARIFSchema(t *testing.T) {
	schema := sarifSchema(t)
	validate := func(text string) error {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(doc)
	}
	reports := []*finding.Report{sample(), clean()}
	for seed := range uint64(100) {
		reports = append(reports, random(seed))
	}
	for i, r := range reports {
		if err := validate(write(t, "sarif", r, Options{})); err != nil {
			t.Fatalf("report %d: %v", i, err)
		}
	}
	bad := strings.Replace(write(t, "sarif", sample(), Options{}), `"level": "error"`, `"level": "fatal"`, 1)
	if validate(bad) == nil {
		t.Error("the schema accepts any level")
	}
}

// TestSARIFResults holds to what GitHub code scanning asks of results, beyond
// the schema.
func TestSARIFResults(t *testing.T) {
	for seed := range uint64(200) {
		r := random(seed)
		var log sarif.Report
		if err := json.Unmarshal([]byte(write(t, "sarif", r, Options{})), &log); err != nil {
			t.Fatal(err)
		}
		run := log.Runs[0]
		if *run.Invocations[0].ExecutionSuccessful != r.Complete {
			t.Fatalf("seed %d: executionSuccessful is %v", seed, !r.Complete)
		}
		type key struct{ fingerprint, uri string }
		seen := map[key]bool{}
		occurrences := 0
		for _, result := range run.Results {
			if run.Tool.Driver.Rules[*result.RuleIndex].ID != *result.RuleID {
				t.Fatalf("seed %d: rule index %d is not that of %s", seed, *result.RuleIndex, *result.RuleID)
			}
			physical := result.Locations[0].PhysicalLocation
			uri := *physical.ArtifactLocation.URI
			if u, err := url.Parse(uri); err != nil || u.RawQuery != "" || u.Fragment != "" || u.Path == "" {
				t.Fatalf("seed %d: URI %q is parsed as %+v, %v", seed, uri, u, err)
			}
			if physical.Region != nil && physical.Region.StartLine == nil {
				t.Fatalf("seed %d: a region without a line", seed)
			}
			k := key{result.PartialFingerprints[fingerprintKey].(string), uri}
			if seen[k] {
				t.Fatalf("seed %d: two results for %v", seed, k)
			}
			seen[k] = true
			occurrences += len(result.Properties["occurrences"].([]any))
		}
		if occurrences != places(r) {
			t.Fatalf("seed %d: %d occurrences for %d locations", seed, occurrences, places(r))
		}
	}
}

func TestSARIFURI(t *testing.T) {
	for _, c := range []struct {
		location finding.Location
		want     string
	}{
		{finding.Location{Path: "a/b c.txt"}, "a/b%20c.txt"},
		{finding.Location{Path: "a#b?c%d"}, "a%23b%3Fc%25d"},
		{finding.Location{Path: "日本"}, "%E6%97%A5%E6%9C%AC"},
		{finding.Location{Path: "\xff\n"}, "%FF%0A"},
		{finding.Location{Path: "12:30"}, "./12:30"},
		{finding.Location{Path: "/etc/x y"}, "file:///etc/x%20y"},
		{finding.Location{Path: "C:/x y"}, "file:///C:/x%20y"},
		{finding.Location{Provenance: finding.Provenance{Blob: id("a")}}, ".git/objects/aa/" + id("a").String()[2:]},
		{finding.Location{Path: "ignored", Provenance: finding.Provenance{Commit: id("c"), Kind: finding.KindCommitMessage}}, ".git/objects/cc/" + id("c").String()[2:]},
		{finding.Location{}, "."},
	} {
		if got := sarifURI(&c.location); got != c.want {
			t.Errorf("%+v is at %q, not %q", c.location, got, c.want)
		}
	}
}

// TestSARIFRepresentative: a result points at the place that still stands.
func TestSARIFRepresentative(t *testing.T) {
	groups := byPath(locations(&finding.Finding{Locations: []finding.Location{
		{Path: "a", Span: finding.Span{StartLine: 1}}, {Path: "b", Span: finding.Span{StartLine: 2}}, {Path: "a", Span: finding.Span{StartLine: 3}, Provenance: finding.Provenance{Reachable: true}},
		{Path: "a", Span: finding.Span{StartLine: 4}, Provenance: finding.Provenance{Reachable: true, InHead: true}}, {Path: "a", Span: finding.Span{StartLine: 5}, Provenance: finding.Provenance{Reachable: true, InHead: true}},
	}}))
	if len(groups) != 2 || groups[0][0].StartLine != 4 || len(groups[0]) != 4 || groups[1][0].StartLine != 2 {
		t.Errorf("groups are %+v", groups)
	}
}
