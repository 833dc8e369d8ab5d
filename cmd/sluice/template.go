package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/source"
)

// templateFormat is the format of --template. Its Writer is not in package report: the
// user has written it.
const templateFormat = "template"

// templated returns the formats to write, of which --template is one, and the Writer of
// the template. A template that is wrong is an error before the scan, as far as it can be
// known then.
func (f *scanFlags) templated() ([]string, report.Writer, error) {
	asked := slices.Contains(f.formats, templateFormat)
	if f.template == "" {
		if asked {
			return nil, nil, errors.New("-f template needs --template FILE")
		}
		return f.formats, nil, nil
	}
	text, err := os.ReadFile(f.template)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read the template %s: %w", f.template, source.Cause(err))
	}
	write, err := report.ParseTemplate(filepath.Base(f.template), string(text))
	if err != nil {
		return nil, nil, err
	}
	if asked {
		return f.formats, write, nil
	}
	return append(slices.Clone(f.formats), templateFormat), write, nil
}
