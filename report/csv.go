package report

import (
	"bufio"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// csvHeader names the columns as the json format names the fields. A new column comes
// at the end, because programs know columns by their number.
func csvHeader() []string {
	return []string{
		"rule_id", "description", "provider", "severity", "confidence", "verification", "secret", "fingerprint",
		"path", "start_line", "start_column", "end_line", "end_column", "kind",
		"commit", "author_name", "author_email", "date", "message",
		"blob", "reachable", "in_head", "removed_commit", "ref", "layers",
		"setting", "owners", "line", "removed_date",
		"introduced", "removed", "days", "pushed", "branches", "tags", "paths", "settings", // of all places
		"source",
	}
}

// writeCSV writes a header and a row for each location, as RFC 4180 says, except
// that lines end in LF. Of a commit's message it writes the first line.
func writeCSV(w *bufio.Writer, r *finding.Report, _ Options) error {
	c := csv.NewWriter(w)
	c.Write(csvHeader())
	for at := range rows(r) {
		row := csvRow(at.finding, at.location)
		for j := range row {
			row[j] = cell(row[j])
		}
		c.Write(row)
	}
	c.Flush()
	return c.Error()
}

func csvRow(f *finding.Finding, l *finding.Location) []string {
	e := &f.Exposure
	return []string{
		f.RuleID, f.Description, f.Provider, string(f.Severity), string(f.Confidence), string(f.Verification), f.Secret, f.Fingerprint,
		l.Path, strconv.Itoa(l.StartLine), strconv.Itoa(l.StartColumn), strconv.Itoa(l.EndLine), strconv.Itoa(l.EndColumn), string(l.Kind),
		l.Commit.String(), l.AuthorName, l.AuthorEmail, l.Date, subject(l.Message),
		l.Blob.String(), strconv.FormatBool(l.Reachable), strconv.FormatBool(l.InHead), l.RemovedCommit.String(), l.Ref, strings.Join(l.Layers, "/"),
		string(l.Setting), strings.Join(l.Owners, " "), l.Line, l.RemovedDate,
		e.Introduced, e.Removed, strconv.Itoa(e.Days), strconv.FormatBool(e.Pushed), strconv.Itoa(e.Branches), strconv.Itoa(e.Tags), strconv.Itoa(e.Paths), settings(e),
		l.Source,
	}
}

// settings lists what the places of a secret are for: "deployed test".
func settings(e *finding.Exposure) string {
	var out []string
	for _, s := range e.Settings {
		out = append(out, string(s))
	}
	return strings.Join(out, " ")
}

// formulaStarts are the characters, in their common and full-width forms, with
// which a spreadsheet formula begins (OWASP, "CSV Injection"). OWASP also names
// control characters; printable escapes those.
const formulaStarts = "=+-@＝＋－＠"

// cell makes text safe to open in a spreadsheet.
func cell(s string) string {
	s = printable(s)
	if strings.IndexAny(strings.TrimLeft(s, " "), formulaStarts) == 0 { // some programs skip spaces
		return "'" + s
	}
	return s
}
