package gitleaks

import (
	"bufio"
	"fmt"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

// CheckTemplate returns an error if a text is no template. A template is of Go's package
// text/template, gets the list of entries, and has the functions of
// github.com/Masterminds/sprig, as in gitleaks. Like gitleaks, it has none that reads the
// environment or asks the network: env, expandenv and getHostByName.
func CheckTemplate(text string) error {
	_, err := parseTemplate(text)
	return err
}

func parseTemplate(text string) (*template.Template, error) {
	functions := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(functions, name)
	}
	t, err := template.New("report").Funcs(functions).Parse(text)
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
