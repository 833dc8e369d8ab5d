package gitleaks

import (
	"bufio"
	"fmt"
	"text/template"
)

// CheckTemplate returns an error if a text is no template. A template is of Go's package
// text/template, gets the list of entries, and has functions of sprig, as in gitleaks.
func CheckTemplate(text string) error {
	_, err := parseTemplate(text)
	return err
}

func parseTemplate(text string) (*template.Template, error) {
	t, err := template.New("report").Funcs(templateFunctions()).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the report template is wrong: %w", err)
	}
	return t, nil
}

func writeTemplate(w *bufio.Writer, entries []Entry, text string) error {
	t, err := parseTemplate(text)
	if err != nil {
		return err
	}
	if err := t.Execute(w, entries); err != nil {
		return fmt.Errorf("the report template fails: %w", err)
	}
	return nil
}
