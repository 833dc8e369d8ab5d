package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-isatty"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/source"
)

func formatList() string { return strings.Join(report.Formats(), ", ") }

// An output is one report to write.
type output struct {
	path    string // "" is standard output
	format  string
	stdout  *plain.Writer
	encode  report.Writer
	options report.Options
}

// reports pairs the formats with the files, in order. A file without a format
// gets the one that its extension names, or else text.
func (f *scanFlags) reports(env environment) ([]output, error) {
	n := max(len(f.formats), len(f.outputs), 1)
	outputs := make([]output, n)
	stdout := 0
	for i := range outputs {
		o := output{stdout: env.stdout, options: report.Options{Verbose: f.verbose, Color: f.color(env), ShowSecrets: f.showSecrets}}
		if i < len(f.outputs) {
			o.path = f.outputs[i]
			o.options.Color = false
		}
		if o.path == "" || o.path == "-" {
			o.path = ""
			stdout++
		}
		format := "text"
		if i < len(f.formats) {
			format = f.formats[i]
		} else if ext := strings.TrimPrefix(filepath.Ext(o.path), "."); ext != "" {
			if _, err := report.Lookup(ext); err == nil {
				format = ext
			}
		}
		var err error
		o.format = format
		if o.encode, err = report.Lookup(format); err != nil {
			return nil, err
		}
		outputs[i] = o
	}
	if stdout > 1 {
		return nil, errors.New("two reports go to standard output: give each -f but one an -o FILE")
	}
	return outputs, nil
}

func (f *scanFlags) color(env environment) bool {
	file := env.stdout.OSFile()
	return file != nil && !f.noColor && env.getenv("NO_COLOR") == "" && env.getenv("TERM") != "dumb" && isatty.IsTerminal(file.Fd())
}

func writeAll(outputs []output, r *finding.Report) error {
	for _, o := range outputs {
		if err := o.write(r); err != nil {
			return err
		}
	}
	return nil
}

func (o output) write(r *finding.Report) error {
	if o.path == "" {
		if err := o.to(o.stdout, r); err != nil {
			return fmt.Errorf("cannot write the report to standard output: %w", err)
		}
		return nil
	}
	if err := o.toFile(r); err != nil {
		return fmt.Errorf("cannot write the report to %s: %w", o.path, source.Cause(err))
	}
	return nil
}

func (o output) to(w io.Writer, r *finding.Report) error {
	door := plain.NewWriter(w)
	if o.options.Color && o.format == "text" {
		door = door.Colored()
	}
	buf := bufio.NewWriterSize(door, 64<<10)
	if err := o.encode(buf, r, o.options); err != nil {
		return err
	}
	return errors.Join(buf.Flush(), door.Flush())
}

// toFile writes a file beside the target and renames it, so that nobody reads
// half a report as a whole one. A target that is not a regular file, such as a
// pipe, is written directly.
func (o output) toFile(r *finding.Report) error {
	if info, err := os.Stat(o.path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(o.path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(o.to(f, r), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(o.path), ".sluice-*")
	if err != nil {
		return err
	}
	err = errors.Join(o.to(f, r), f.Close())
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), o.path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
