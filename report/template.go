package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/template"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
)

// ParseTemplate returns the Writer of a format that a user describes by a template of Go's
// package text/template. docs/reference/templates.md has its fields, which are those of the json
// format, and its functions. None of them reads a file, the environment or a clock.
//
// name is that of the template's file. It and the line are in the error for a template
// that is wrong; a name of a field that does not exist is wrong too, and is found when the
// report is written.
func ParseTemplate(name, text string) (Writer, error) {
	t, err := template.New(name).Option("missingkey=error").Funcs(templateFunctions()).Parse(text)
	if err != nil {
		return nil, templateError(name, err)
	}
	return func(w io.Writer, r *finding.Report, _ Options) error {
		door := plain.NewWriter(w)
		b := bufio.NewWriter(door)
		err := t.Execute(b, templateData(r))
		if err == nil {
			err = errors.Join(b.Flush(), door.Flush())
		}
		if err != nil {
			return templateError(name, err)
		}
		return nil
	}, nil
}

// templateError says what text/template says, the name of the file, the line and what is
// wrong, or that the report could not be written.
func templateError(name string, err error) error {
	if text, ok := strings.CutPrefix(err.Error(), "template: "); ok {
		return &namedError{"template " + text, err}
	}
	return fmt.Errorf("write report by template %s: %w", name, err)
}

// namedError is an error in other words.
type namedError struct {
	text string
	err  error
}

func (e *namedError) Error() string { return e.text }
func (e *namedError) Unwrap() error { return e.err }
