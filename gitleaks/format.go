package gitleaks

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Formats returns the names of the formats that Write knows.
func Formats() []string { return []string{"json", "csv", "junit", "sarif", "template"} }

// A FormatError is the error of Write for a format that it does not know.
type FormatError struct{ Format string }

func (e *FormatError) Error() string {
	return fmt.Sprintf("%q is no report format: use one of %s", e.Format, strings.Join(Formats(), ", "))
}

// Options are what some formats need besides the entries.
type Options struct {
	Template string // of the format template: its text, see CheckTemplate
	Rules    []Rule // of the format sarif: the rules of the scan, in their order; those of the entries are added
}

// A Rule is a rule as the SARIF report lists it.
type Rule struct{ ID, Description string }

// Write writes entries in a format of gitleaks. The case of its name does not matter.
//
// JSON, CSV and a template get the texts of the entries as they are, so that programs
// read what was found. Where a terminal or a CI system shows them, w must be a
// plain.Writer.
func Write(w io.Writer, format string, entries []Entry, o Options) error {
	b := bufio.NewWriter(w)
	var err error
	switch strings.ToLower(format) {
	case "json":
		err = writeJSON(b, entries)
	case "csv":
		err = writeCSV(b, entries)
	case "junit":
		err = writeJUnit(b, entries)
	case "sarif":
		err = writeSARIF(b, entries, o.Rules)
	case "template":
		err = writeTemplate(b, entries, o.Template)
	default:
		return &FormatError{format}
	}
	return errors.Join(err, b.Flush())
}
