package gitleaks

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/sluicesec/sluice/internal/plain"
)

// sample are entries of all kinds: in a commit, outside of git, of a path alone, from
// standard input, and with texts that try to act.
func sample() []Entry {
	commit := strings.Repeat("c", 40)
	return []Entry{
		{
			RuleID: "acme-token", Description: `An <acme> & "token", é`, StartLine: 3, EndLine: 3, StartColumn: 6, EndColumn: 21,
			Match: "acme_abcdef123456", Secret: "abcdef123456", File: "dir x/b#1.md", Commit: commit, Link: "https://example.com/x#L3",
			Entropy: 3.5849626, Author: "Ada", Email: "ada@example.org", Date: "2026-01-02T03:04:05Z", Message: "add \"it\", here\n\nbody",
			Tags: []string{"a b", "c,d"}, Fingerprint: commit + ":dir x/b#1.md:acme-token:3", Line: `key = "acme_abcdef123456" # mine`,
		},
		{
			RuleID: "block", StartLine: 1, EndLine: 3, StartColumn: 1, EndColumn: 4, Match: "BEGIN\n\tx, \"q\"\nEND", Secret: "BEGIN\n\tx, \"q\"\nEND",
			File: "a.txt", Entropy: 3.5, Tags: []string{}, Fingerprint: "a.txt:block:1",
		},
		{RuleID: "name", Description: "a name", Match: "file detected: my.key", File: "my.key", Tags: []string{}, Fingerprint: "my.key:name:0"},
		{RuleID: "acme-token", StartLine: 1, EndLine: 1, StartColumn: 1, EndColumn: 5, Match: "=cmd()", Secret: "cmd()", Entropy: 2, Tags: []string{}, Fingerprint: ":acme-token:1"},
		{
			RuleID: "acme-token", StartLine: 1, EndLine: 1, StartColumn: 2, EndColumn: 9, Match: "x\x1b[2J::error::\u202e", Secret: "\x1b[2J##vso[x]",
			File: "\n::error::.txt", Commit: commit, Author: "\x1b]8;;\x07", Message: "::stop::", Tags: []string{"##[x]"}, Fingerprint: "::x", Line: "\x1b[31m x\x1b[2J::error::\u202e",
		},
	}
}

func written(t *testing.T, format string, entries []Entry, o Options) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, format, entries, o); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String()
}

// public is an entry without what no report has.
func public(e Entry) Entry {
	e.Line, e.Names = "", nil
	return e
}

// read reads a report with Read.
func read(t *testing.T, text string) []Entry {
	t.Helper()
	entries, err := Read([]byte(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return entries
}

// inCSV is what a CSV report has of an entry.
func inCSV(e Entry) Entry {
	e = public(e)
	e.Description, e.Entropy, e.Tags = "", 0, nil
	return e
}

// inSARIF is what a SARIF report has of an entry.
func inSARIF(e Entry) Entry {
	e = public(e)
	e.Description, e.Entropy, e.Match, e.Link, e.Fingerprint = "", 0, "", "", ""
	return e
}

// TestReadBack: what JSON, CSV, SARIF and the failures of JUnit say of an entry is the entry.
func TestReadBack(t *testing.T) {
	want := sample()
	fromJSON, fromCSV := read(t, written(t, "JSON", want, Options{})), read(t, written(t, "csv", want, Options{}))
	fromSARIF := read(t, written(t, "sarif", want, Options{}))
	var suites struct {
		Suite struct {
			Failures int         `xml:"failures,attr"`
			Cases    []junitCase `xml:"testcase"`
		} `xml:"testsuite"`
	}
	text := written(t, "junit", want, Options{})
	if err := xml.Unmarshal([]byte(text), &suites); err != nil || suites.Suite.Failures != len(want) || len(suites.Suite.Cases) != len(want) {
		t.Fatalf("%v: %s", err, text)
	}
	for i := range want {
		if got := fromJSON[i]; !reflect.DeepEqual(got, public(want[i])) {
			t.Errorf("JSON:\n%#v is read as\n%#v", want[i], got)
		}
		if got := fromCSV[i]; !reflect.DeepEqual(got, inCSV(want[i])) {
			t.Errorf("CSV:\n%#v is read as\n%#v", want[i], got)
		}
		if got := fromSARIF[i]; !reflect.DeepEqual(got, inSARIF(want[i])) {
			t.Errorf("SARIF:\n%#v is read as\n%#v", want[i], got)
		}
		if got := read(t, "["+suites.Suite.Cases[i].Failure.Text+"]"); !reflect.DeepEqual(got[0], public(want[i])) {
			t.Errorf("JUnit:\n%#v is read as\n%#v", want[i], got)
		}
	}
}

// The bytes of these files are those that gitleaks writes.
func TestBytes(t *testing.T) {
	one := []Entry{{
		RuleID: "r", Description: "<d>", StartLine: 1, EndLine: 1, StartColumn: 2, EndColumn: 3, Match: "a\nb", Secret: "b", File: "f", Entropy: 1.921928, Fingerprint: "f:r:1",
	}}
	for _, test := range []struct {
		format  string
		entries []Entry
		want    string
	}{
		{"json", nil, "[]\n"},
		{"csv", nil, ""},
		{"junit", nil, xml.Header + "<testsuites>\n\t<testsuite failures=\"0\" name=\"gitleaks\" tests=\"0\" time=\"\"></testsuite>\n</testsuites>"},
		{"json", one, "[\n {\n  \"RuleID\": \"r\",\n  \"Description\": \"\\u003cd\\u003e\",\n  \"StartLine\": 1,\n  \"EndLine\": 1,\n  \"StartColumn\": 2,\n  \"EndColumn\": 3,\n" +
			"  \"Match\": \"a\\nb\",\n  \"Secret\": \"b\",\n  \"File\": \"f\",\n  \"SymlinkFile\": \"\",\n  \"Commit\": \"\",\n  \"Entropy\": 1.921928,\n  \"Author\": \"\",\n" +
			"  \"Email\": \"\",\n  \"Date\": \"\",\n  \"Message\": \"\",\n  \"Tags\": [],\n  \"Fingerprint\": \"f:r:1\"\n }\n]\n"},
		{"csv", one, "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,StartColumn,EndColumn,Author,Message,Date,Email,Fingerprint,Tags\n" +
			"r,,f,,b,\"a\nb\",1,1,2,3,,,,,f:r:1,\n"},
	} {
		if got := written(t, test.format, test.entries, Options{}); got != test.want {
			t.Errorf("%s is\n%s\nnot\n%s", test.format, got, test.want)
		}
	}
	junit := written(t, "junit", one, Options{})
	for _, want := range []string{
		"\t\t<testcase classname=\"&lt;d&gt;\" file=\"f\" name=\"r has detected a secret in file f, line 1.\" time=\"\">\n\t\t\t<failure message=\"r has detected a secret in file f, line 1.\" type=\"&lt;d&gt;\">{&#xA;&#x9;&#34;RuleID&#34;: &#34;r&#34;,",
		"&#xA;}</failure>\n\t\t</testcase>\n\t</testsuite>\n</testsuites>",
	} {
		if !strings.Contains(junit, want) {
			t.Errorf("%s has no %s", junit, want)
		}
	}
}

// validSARIF returns what the official schema says of a text.
func validSARIF(t testing.TB) func(string) error {
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
	return func(text string) error {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			return err
		}
		return schema.Validate(doc)
	}
}

func TestSARIF(t *testing.T) {
	valid := validSARIF(t)
	rules := []Rule{{"acme-token", "An acme token"}, {"block", "[]"}}
	for _, entries := range [][]Entry{nil, sample()} {
		for _, rules := range [][]Rule{nil, rules} {
			text := written(t, "sarif", entries, Options{Rules: rules})
			if err := valid(text); err != nil {
				t.Errorf("%v: %s", err, text)
			}
		}
	}
	text := written(t, "sarif", sample(), Options{Rules: rules})
	var log sarifLog
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	if run := log.Runs[0]; run.Tool.Driver.Name != "gitleaks" || len(run.Tool.Driver.Rules) != 3 || len(run.Results) != len(sample()) {
		t.Errorf("%s", text)
	}
	for _, want := range []string{
		`"text": "acme-token has detected secret for file dir x/b#1.md at commit cccccccccccccccccccccccccccccccccccccccc."`,
		`"uri": "dir%20x/b%231.md"`, `"commitMessage": "add \"it\", here\n\nbody"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in %s", want, text)
		}
	}
	if n := strings.Count(text, `"region"`); n != len(sample())-1 {
		t.Errorf("%d of %d results have a region", n, len(sample()))
	}
	if valid(strings.Replace(text, `"startLine": 3`, `"startLine": 0`, 1)) == nil {
		t.Error("the schema accepts any line")
	}
}

func TestTemplate(t *testing.T) {
	const text = `{{range .}}{{.RuleID}} {{.Line | trunc 3}} {{.Secret | b64enc}} {{.Tags | join "+" | quote}}{{"\n"}}{{end}}{{len .}}`
	if got := written(t, "template", sample()[:1], Options{Template: text}); got != "acme-token key YWJjZGVmMTIzNDU2 \"a b+c,d\"\n1" {
		t.Errorf("%q", got)
	}
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		if CheckTemplate(`{{`+name+` "HOME"}}`) == nil {
			t.Errorf("a template can use %s", name)
		}
	}
	for _, bad := range []string{"{{range .}}{{.Nothing}}{{end}}", "{{ .", `{{range .}}{{substr 5 2 .Secret}}{{end}}`} {
		if err := Write(&strings.Builder{}, "template", sample(), Options{Template: bad}); err == nil {
			t.Errorf("%s is a template", bad)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	var unknown *FormatError
	if err := Write(&strings.Builder{}, "xml", nil, Options{}); !errors.As(err, &unknown) || unknown.Format != "xml" {
		t.Error(err)
	}
}

// FuzzFormats: whatever an entry holds, JSON and CSV read back equal, a template sees it
// as it is, SARIF is valid, and the terminal and a CI system get nothing that acts.
func FuzzFormats(f *testing.F) {
	for _, e := range sample() {
		f.Add(e.Match, e.Secret, e.File, e.Message, e.Line, e.StartLine)
	}
	f.Add("a\r\nb", "\xff", "x\x00y", "<!--]]>", "{{.}}", -1)
	f.Add("", "", "//a b/c", "", "", 1)
	valid := validSARIF(f)
	f.Fuzz(func(t *testing.T, match, secret, file, message, line string, number int) {
		e := Entry{
			RuleID: "r", Match: match, Secret: secret, File: file, Message: message, Line: line, StartLine: max(number, 0), EndLine: max(number, 0), StartColumn: 1, EndColumn: 1,
			Tags: []string{}, Commit: secret, Author: message,
		}
		entries := []Entry{e, e}
		if text := written(t, "template", entries, Options{Template: "{{range .}}{{.Match}}{{.Secret}}{{.Line}}{{end}}"}); text != strings.Repeat(match+secret+line, 2) {
			t.Errorf("the template says %q", text)
		}
		if err := valid(written(t, "sarif", entries, Options{})); err != nil {
			t.Error(err)
		}
		utf := true
		for _, s := range []string{match, secret, file, message} {
			utf = utf && utf8.ValidString(s)
		}
		if got := read(t, written(t, "json", entries, Options{})); utf && !reflect.DeepEqual(got[1], public(e)) {
			t.Errorf("JSON: %#v is read as %#v", e, got[1])
		}
		if got := read(t, written(t, "csv", entries, Options{})); !strings.Contains(match+secret+file+message, "\r\n") && !reflect.DeepEqual(got[1], inCSV(e)) {
			t.Errorf("CSV: %#v is read as %#v", e, got[1])
		}
		var suites any
		if err := xml.Unmarshal([]byte(written(t, "junit", entries, Options{})), &suites); err != nil {
			t.Error(err)
		}
		for _, color := range []bool{false, true} {
			var b bytes.Buffer
			if err := Print(&b, &e, color); err != nil {
				t.Fatal(err)
			}
			var again bytes.Buffer
			door := plain.NewWriter(&again).Colored()
			if _, err := door.Write(b.Bytes()); err != nil || again.String() != b.String() {
				t.Errorf("what is printed acts: %q", b.String())
			}
		}
	})
}
