package report

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// The elements of a JUnit XML report. Ant's junitreport invented the format, and
// the schema of Jenkins' xUnit plugin (junit-10.xsd) defines it. GitLab and others
// also read "file" and "line".
type (
	junitSuites struct {
		XMLName  xml.Name   `xml:"testsuites"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Suite    junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Timestamp  string          `xml:"timestamp,attr,omitempty"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		Classname string        `xml:"classname,attr"`
		File      string        `xml:"file,attr,omitempty"`
		Line      int           `xml:"line,attr,omitempty"`
		Failure   *junitProblem `xml:"failure"`
		Error     *junitProblem `xml:"error"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",cdata"`
	}
)

// writeJUnit writes each finding as a test that failed. One more test is for the
// scan itself. It has an error if the scan is not complete. Without it a clean
// report would be empty, which some CI systems treat as a failure.
func writeJUnit(w *bufio.Writer, r *finding.Report, _ Options) error {
	suite := junitSuite{Name: printable(r.Ledger.Source), Tests: len(r.Findings) + 1, Failures: len(r.Findings)}
	if isDay(r.Scan.Date) {
		suite.Timestamp = r.Scan.Date + "T00:00:00"
	}
	suite.Properties = []junitProperty{
		{"complete", strconv.FormatBool(r.Complete)},
		{"scan.kind", printable(string(r.Scan.Kind))},
		{"scan.repository", printable(r.Scan.Repository)},
		{"scan.head", printable(r.Scan.Head)},
		{"scan.branch", printable(r.Scan.Branch)},
		{"rules.source", printable(r.Rules.Source)},
		{"rules.count", strconv.Itoa(r.Rules.Count)},
		{"rules.builtin", strconv.Itoa(r.Rules.Builtin)},
		{"rules.builtin_off", strconv.Itoa(r.Rules.BuiltinOff)},
		{"rules.builtin_changed", strconv.Itoa(r.Rules.BuiltinChanged)},
	}
	whole := junitCase{Name: "everything was scanned", Classname: "scan"}
	if !r.Complete {
		suite.Errors = 1
		whole.Error = &junitProblem{
			Message: "the scan is not complete", Type: "incomplete",
			Text: strings.Join(missed(r), "\n"),
		}
	}
	suite.Cases = []junitCase{whole}
	frame, err := xml.MarshalIndent(junitSuites{
		Name: "sluice", Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Suite: suite,
	}, "", "  ")
	if err != nil {
		return err
	}
	end := bytes.LastIndex(frame, []byte("\n  </testsuite>"))

	w.WriteString(xml.Header)
	w.Write(frame[:end])
	e := xml.NewEncoder(w)
	e.Indent("    ", "  ")
	for i := range r.Findings {
		if i == 0 {
			w.WriteString("\n") // the encoder writes it before the others
		}
		if err := e.EncodeElement(junitFinding(&r.Findings[i]), xml.StartElement{Name: xml.Name{Local: "testcase"}}); err != nil {
			return err
		}
	}
	w.Write(frame[end:])
	return w.WriteByte('\n')
}

// junitPlaces is how many places of a finding are listed.
const junitPlaces = 100

// junitName is the name of a finding's test. CI systems keep the past of a test by its
// name, so it has no line, and the fingerprint makes it unique.
func junitName(f *finding.Finding, l *finding.Location) string {
	where := *l
	where.Span = finding.Span{}
	return place(&where) + " " + printable(f.Fingerprint)
}

func junitFinding(f *finding.Finding) junitCase {
	places := locations(f)
	lines := []string{"secret: " + printable(f.Secret)}
	for _, part := range parts(f) {
		lines = append(lines, "with: "+part)
	}
	if text := strings.TrimSpace(places[0].Line); text != "" {
		lines = append(lines, "line: "+printable(text))
	}
	if f.SeverityNote != "" {
		lines = append(lines, "severity: "+printable(f.SeverityNote))
	}
	if s := exposure(f); s != "" {
		lines = append(lines, "exposure: "+s)
	}
	for i := range places[:min(len(places), junitPlaces)] {
		lines = append(lines, "at: "+strings.Join(describe(&places[i]), "; "))
	}
	if more := max(len(places), f.LocationCount) - junitPlaces; more > 0 {
		lines = append(lines, "and "+plural(more, "more place"))
	}
	lines = append(lines, advice(f)...)
	lines = append(lines, "fingerprint: "+printable(f.Fingerprint))
	line := places[0].StartLine
	if places[0].InMember() { // it is no line of the file
		line = 0
	}
	return junitCase{
		Name: junitName(f, &places[0]), Classname: printable(f.RuleID),
		File: printable(places[0].Path), Line: line,
		Failure: &junitProblem{
			Message: printable(f.Description), Type: printable(string(f.Severity)), Text: strings.Join(lines, "\n"),
		},
	}
}
