package gitleaks

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"

	"github.com/sluicesec/sluice/internal/plain"
)

// The elements of JUnit's XML as gitleaks writes them: an entry is a test that failed. The
// attributes time are always empty.
type (
	junitCase struct {
		XMLName   xml.Name     `xml:"testcase"`
		Classname string       `xml:"classname,attr"`
		File      string       `xml:"file,attr"`
		Name      string       `xml:"name,attr"`
		Time      string       `xml:"time,attr"`
		Failure   junitFailure `xml:"failure"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes one suite of tests. The text of each failure is the entry as JSON.
func writeJUnit(w *bufio.Writer, entries []Entry) error {
	fmt.Fprintf(w, "%s<testsuites>\n\t<testsuite failures=%q name=\"gitleaks\" tests=%[2]q time=\"\">", xml.Header, fmt.Sprint(len(entries)))
	encoder := xml.NewEncoder(w)
	encoder.Indent("\t\t", "\t")
	for i := range entries {
		if i == 0 {
			w.WriteByte('\n') // the encoder writes it before the others
		}
		test, err := newJUnitCase(&entries[i])
		if err != nil {
			return err
		}
		if err := encoder.Encode(test); err != nil {
			return err
		}
	}
	if len(entries) > 0 {
		w.WriteString("\n\t")
	}
	_, err := w.WriteString("</testsuite>\n</testsuites>")
	return err
}

func newJUnitCase(e *Entry) (*junitCase, error) {
	text, err := json.MarshalIndent(filled(e), "", "\t")
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s has detected a secret in file %s, line %d", e.RuleID, e.File, e.StartLine)
	if e.Commit != "" {
		name += ", at commit " + e.Commit
	}
	name += "."
	return &junitCase{
		Classname: e.Description, File: e.File, Name: name,
		Failure: junitFailure{Message: name, Type: e.Description, Text: string(plain.JSON(text))},
	}, nil
}
