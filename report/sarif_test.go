package report

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

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
		seen := map[string]bool{}
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
			if _, ok := result.PartialFingerprints[lineHash]; ok != (physical.Region == nil) {
				t.Fatalf("seed %d: nobody, or two, say which line it is", seed)
			}
			print := result.PartialFingerprints[fingerprintKey].(string)
			if seen[print] {
				t.Fatalf("seed %d: two results for %v", seed, print)
			}
			seen[print] = true
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
		{finding.Location{Provenance: finding.Provenance{Blob: id("a")}}, ".git/object/" + id("a").String()},
		{finding.Location{Path: "ignored", Provenance: finding.Provenance{Commit: id("c"), Kind: finding.KindCommitMessage}}, ".git/commit-message/" + id("c").String()},
		{finding.Location{}, "."},
	} {
		if got := sarifURI(&c.location); got != c.want {
			t.Errorf("%+v is at %q, not %q", c.location, got, c.want)
		}
	}
}

// TestSARIFPlace: a result points at the place that is still there, and has a line only
// if the file that is checked out has it.
func TestSARIFPlace(t *testing.T) {
	old := finding.Location{Path: "a", Span: finding.Span{StartLine: 1}, Provenance: finding.Provenance{Commit: id("1"), Reachable: true}}
	now := finding.Location{Path: "b", Span: finding.Span{StartLine: 2}, Line: "k = ***", Provenance: finding.Provenance{Commit: id("1"), Reachable: true, InHead: true}}
	result := sarifResult(&finding.Finding{Locations: []finding.Location{old, now}})
	if l := result.Locations[0].PhysicalLocation; *l.ArtifactLocation.URI != "b" || *l.Region.StartLine != 2 || *l.ContextRegion.Snippet.Text != now.Line {
		t.Errorf("it is at %+v", l)
	}
	if l := result.RelatedLocations[0]; *l.PhysicalLocation.ArtifactLocation.URI != "a" || l.PhysicalLocation.Region != nil || !strings.Contains(*l.Message.Text, "in line 1 there") {
		t.Errorf("it is related to %+v", l)
	}
	folder := finding.Location{Path: "a", Span: finding.Span{StartLine: 1}}
	if checkedOut(&old) || !checkedOut(&now) || !checkedOut(&folder) {
		t.Error("lines are those of another state")
	}
}

// TestSARIFLimits: GitHub refuses none of our files for its size, and what it would not
// take is counted.
func TestSARIFLimits(t *testing.T) {
	r := &finding.Report{Complete: true, Findings: make([]finding.Finding, sarifMaxResults+7)}
	for i := range r.Findings {
		r.Findings[i] = finding.Finding{RuleID: "r", Severity: finding.SeverityLow, Fingerprint: strconv.Itoa(i)}
	}
	last := &r.Findings[len(r.Findings)-1]
	last.Severity, last.LocationCount = finding.SeverityCritical, 5000
	for i := range 30 {
		last.Tags = append(last.Tags, strconv.Itoa(i))
	}
	for i := range 1000 {
		last.Locations = append(last.Locations, finding.Location{Path: strconv.Itoa(i)})
	}
	var log sarif.Report
	if err := json.Unmarshal([]byte(write(t, "sarif", r, Options{})), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	notes := run.Invocations[0].ToolExecutionNotifications
	if len(run.Results) != sarifMaxResults || len(notes) != 1 || !strings.HasPrefix(*notes[0].Message.Text, "7 secrets ") {
		t.Errorf("%d results, and %d notes", len(run.Results), len(notes))
	}
	first := run.Results[0]
	if first.PartialFingerprints[fingerprintKey] != last.Fingerprint || *first.OccurrenceCount != 5000 || len(first.Locations)+len(first.RelatedLocations) != sarifMaxLocations {
		t.Errorf("the first result has %d places of %d", len(first.Locations)+len(first.RelatedLocations), *first.OccurrenceCount)
	}
	if tags := run.Tool.Driver.Rules[0].Properties["tags"].([]any); len(tags) > sarifMaxTags || tags[0] != "secret" {
		t.Errorf("tags are %v", tags)
	}
}

// TestSARIFRun: each kind of scan has a category of its own, and the run says of which
// state of which repository it is.
func TestSARIFRun(t *testing.T) {
	categories := map[string]bool{}
	for _, k := range []finding.ScanKind{"", finding.ScanHistory, finding.ScanRange, finding.ScanStaged, finding.ScanPush, finding.ScanFolder, finding.ScanStdin, finding.ScanImage} {
		c := sarifCategory(&finding.Scan{Kind: k}, "")
		if categories[c] || !strings.HasSuffix(c, "/") {
			t.Errorf("%s is of category %s", k, c)
		}
		categories[c] = true
	}
	if got := sarifCategory(&finding.Scan{Kind: finding.ScanFolder}, "services/a/"); got != "sluice/services/a/" {
		t.Errorf("a category of one's own is %s", got)
	}
	for remote, want := range map[string]string{
		"https://github.com/acme/shop.git": "https://github.com/acme/shop.git",
		"git@github.com:acme/shop.git":     "ssh://git@github.com/acme/shop.git",
		"host:/srv/a b.git":                "ssh://host/srv/a%20b.git",
		"/srv/shop.git":                    "",
		"../shop":                          "",
		`C:\shop`:                          "",
		"":                                 "",
	} {
		if got := repositoryURI(remote); got != want {
			t.Errorf("%s is %q, not %q", remote, got, want)
		}
	}
	for version, semantic := range map[string]bool{"1.2.3": true, "v1.2.3-rc.1": true, "dev": false, "1.2": false} {
		if got := sarifDriver(finding.Tool{Version: version}).SemanticVersion; (got != nil) != semantic {
			t.Errorf("%s is a semantic version: %v", version, got != nil)
		}
	}
}

// The driver says which program it is: its version, its commit, and the day of that.
func TestSARIFNamesTheProgram(t *testing.T) {
	tool := finding.Tool{Name: "sluice", Version: "v1.2.3", Commit: "0123456789abcdef0123456789abcdef01234567", Date: "2026-01-02T03:04:05Z"}
	driver := sarifDriver(tool)
	if *driver.Version != "v1.2.3" || *driver.SemanticVersion != "1.2.3" || driver.Properties["commit"] != tool.Commit || driver.ReleaseDateUtc.Format(time.RFC3339) != tool.Date {
		t.Errorf("%+v", driver)
	}
	if driver := sarifDriver(finding.Tool{Name: "sluice", Date: "yesterday"}); driver.ReleaseDateUtc != nil || driver.Properties != nil || driver.Version != nil {
		t.Errorf("%+v", driver)
	}
}
