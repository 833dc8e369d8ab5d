package report

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/sluicesec/sluice/finding"
)

// gitLabFacts is what GitLab demands of a secret detection report of version 15.2.1, as
// far as we write it. It is in our own words, and refuses what GitLab does not know.
const gitLabFacts = `{
	"$defs": {
		"some": {"type": "string", "minLength": 1},
		"time": {"type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$"},
		"link": {"type": "string", "pattern": "^(https?|ftp)://.+"},
		"line": {"type": "integer", "minimum": 1},
		"tool": {
			"type": "object", "additionalProperties": false, "required": ["id", "name", "version", "vendor"],
			"properties": {
				"id": {"$ref": "#/$defs/some"}, "name": {"$ref": "#/$defs/some"}, "version": {"$ref": "#/$defs/some"}, "url": {"$ref": "#/$defs/link"},
				"vendor": {"type": "object", "additionalProperties": false, "required": ["name"], "properties": {"name": {"$ref": "#/$defs/some"}}}
			}
		},
		"detail": {
			"type": "object", "required": ["type"],
			"oneOf": [
				{"required": ["value"], "properties": {"type": {"enum": ["text", "value"]}, "value": {"type": "string"}}},
				{"required": ["value"], "properties": {"type": {"const": "commit"}, "value": {"$ref": "#/$defs/some"}}},
				{"required": ["items"], "properties": {"type": {"const": "list"}, "items": {"type": "array", "items": {"$ref": "#/$defs/detail"}}}}
			]
		}
	},
	"type": "object", "additionalProperties": false, "required": ["scan", "version", "vulnerabilities"],
	"properties": {
		"version": {"const": "15.2.1"},
		"scan": {
			"type": "object", "additionalProperties": false, "required": ["analyzer", "scanner", "start_time", "end_time", "status", "type"],
			"properties": {
				"analyzer": {"$ref": "#/$defs/tool"}, "scanner": {"$ref": "#/$defs/tool"},
				"start_time": {"$ref": "#/$defs/time"}, "end_time": {"$ref": "#/$defs/time"},
				"status": {"enum": ["success", "failure"]}, "type": {"const": "secret_detection"},
				"messages": {"type": "array", "items": {
					"type": "object", "additionalProperties": false, "required": ["level", "value"],
					"properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": {"$ref": "#/$defs/some"}}
				}}
			}
		},
		"vulnerabilities": {"type": "array", "items": {
			"type": "object", "additionalProperties": false, "required": ["id", "identifiers", "location"],
			"properties": {
				"id": {"$ref": "#/$defs/some"}, "name": {"type": "string", "minLength": 1, "maxLength": 255},
				"description": {"type": "string", "maxLength": 1048576}, "solution": {"type": "string", "maxLength": 7000},
				"severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
				"identifiers": {"type": "array", "minItems": 1, "items": {
					"type": "object", "additionalProperties": false, "required": ["type", "name", "value"],
					"properties": {"type": {"$ref": "#/$defs/some"}, "name": {"$ref": "#/$defs/some"}, "value": {"$ref": "#/$defs/some"}}
				}},
				"links": {"type": "array", "items": {
					"type": "object", "additionalProperties": false, "required": ["url"],
					"properties": {"name": {"type": "string"}, "url": {"$ref": "#/$defs/link"}}
				}},
				"location": {
					"type": "object", "additionalProperties": false, "required": ["commit"],
					"properties": {
						"file": {"$ref": "#/$defs/some"}, "start_line": {"$ref": "#/$defs/line"}, "end_line": {"$ref": "#/$defs/line"},
						"commit": {"type": "object", "additionalProperties": false, "required": ["sha"], "properties": {
							"author": {"type": "string"}, "date": {"type": "string"}, "message": {"type": "string"}, "sha": {"$ref": "#/$defs/some"}
						}}
					}
				},
				"raw_source_code_extract": {"type": "string"},
				"tracking": {
					"type": "object", "additionalProperties": false, "required": ["type", "items"],
					"properties": {"type": {"const": "source"}, "items": {"type": "array", "items": {
						"type": "object", "additionalProperties": false, "required": ["signatures"],
						"properties": {
							"file": {"type": "string"}, "start_line": {"type": "number"}, "end_line": {"type": "number"},
							"signatures": {"type": "array", "minItems": 1, "items": {
								"type": "object", "additionalProperties": false, "required": ["algorithm", "value"],
								"properties": {"algorithm": {"const": "rule_value"}, "value": {"type": "string"}}
							}}
						}
					}}}
				},
				"details": {"type": "object", "additionalProperties": {"required": ["name"], "properties": {"name": {"$ref": "#/$defs/some"}}, "$ref": "#/$defs/detail"}}
			}
		}}
	}
}`

// validator returns a check of a JSON text against a schema.
func validator(t *testing.T, schema string) func(text string) error {
	t.Helper()
	parse := func(text string) any {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%v, in\n%s", err, text)
		}
		return doc
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", parse(schema)); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) error { return compiled.Validate(parse(text)) }
}

func readGitLab(t *testing.T, r *finding.Report) gitLabReport {
	t.Helper()
	var got gitLabReport
	if err := json.Unmarshal([]byte(write(t, "gitlab", r, Options{})), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestGitLabSchema(t *testing.T) {
	validate := validator(t, gitLabFacts)
	reports := []*finding.Report{sample(), clean(), {}}
	for seed := range uint64(100) {
		reports = append(reports, random(seed))
	}
	for i, r := range reports {
		if err := validate(write(t, "gitlab", r, Options{})); err != nil {
			t.Fatalf("report %d: %v", i, err)
		}
		got := readGitLab(t, r)
		if len(got.Vulnerabilities) != len(r.Findings) || (got.Scan.Status == "success") != r.Complete {
			t.Errorf("report %d: %d vulnerabilities for %d findings, %s for complete=%v", i, len(got.Vulnerabilities), len(r.Findings), got.Scan.Status, r.Complete)
		}
	}
	if validate(strings.Replace(write(t, "gitlab", sample(), Options{}), `"Critical"`, `"Fatal"`, 1)) == nil {
		t.Error("any severity is accepted")
	}
}

// Texts of any length stay within what GitLab takes.
func TestGitLabLimits(t *testing.T) {
	long := strings.Repeat("é`word ", 1<<18)
	f := finding.Finding{RuleID: "r", Description: long, Rotate: long, Locations: make([]finding.Location, 1000), LocationCount: 5000}
	r := &finding.Report{Findings: []finding.Finding{f}}
	if err := validator(t, gitLabFacts)(write(t, "gitlab", r, Options{})); err != nil {
		t.Error(err)
	}
	others := readGitLab(t, r).Vulnerabilities[0].Details.Others.Items
	if last := others[len(others)-1].Value; len(others) != gitLabPlaces+1 || last != "and 4,949 more" {
		t.Errorf("%d other places, the last is %q", len(others), last)
	}
}

// TestGitLabIdentity: what GitLab tells vulnerabilities apart by is different for each
// finding, and does not change when lines do.
func TestGitLabIdentity(t *testing.T) {
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	before, moved := sample(), sample()
	for i := range moved.Findings {
		for j := range moved.Findings[i].Locations {
			l := &moved.Findings[i].Locations[j]
			l.Span = l.Below(7)
		}
	}
	seen := map[string]bool{}
	now := readGitLab(t, moved).Vulnerabilities
	for i, v := range readGitLab(t, before).Vulnerabilities {
		if seen[v.ID] || !uuid.MatchString(v.ID) {
			t.Errorf("id %s", v.ID)
		}
		seen[v.ID] = true
		if v.ID != now[i].ID || v.Tracking.Items[0].Signatures[0] != now[i].Tracking.Items[0].Signatures[0] || v.Identifiers[0] != now[i].Identifiers[0] {
			t.Errorf("%s is another vulnerability after its line has moved", v.Name)
		}
	}
}

// TestGitLabPlace: a place is one that GitLab can show.
func TestGitLabPlace(t *testing.T) {
	scan := &finding.Scan{Head: id("5").String()}
	span := finding.Span{StartLine: 3, EndLine: 3}
	for _, c := range []struct {
		name string
		l    finding.Location
		want gitLabLocation
	}{
		{"deleted file", finding.Location{Path: "a", Span: span, Provenance: finding.Provenance{Commit: id("c"), RemovedCommit: id("d")}}, gitLabLocation{File: "a", StartLine: 3, EndLine: 3, Commit: gitLabCommit{SHA: id("c").String()}}},
		{"message", finding.Location{Span: span, Provenance: finding.Provenance{Commit: id("c"), Kind: finding.KindCommitMessage}}, gitLabLocation{Commit: gitLabCommit{SHA: id("c").String()}}},
		{"note", finding.Location{Path: "ab/cd", Span: span, Provenance: finding.Provenance{Commit: id("c"), Kind: finding.KindNote}}, gitLabLocation{Commit: gitLabCommit{SHA: id("c").String()}}},
		{"member", finding.Location{Path: "a.zip", Span: span, Layers: []string{"zip!in"}, Provenance: finding.Provenance{Commit: id("c")}}, gitLabLocation{File: "a.zip", Commit: gitLabCommit{SHA: id("c").String()}}},
		{"folder", finding.Location{Path: "a", Span: span}, gitLabLocation{File: "a", StartLine: 3, EndLine: 3, Commit: gitLabCommit{SHA: scan.Head}}},
	} {
		if got := gitLabPlace(&c.l, scan); got != c.want {
			t.Errorf("%s: %+v, not %+v", c.name, got, c.want)
		}
	}
	if got := gitLabPlace(&finding.Location{}, &finding.Scan{}); strings.Trim(got.Commit.SHA, "0") != "" || got.Commit.SHA == "" {
		t.Errorf("outside git: %+v", got)
	}
}
