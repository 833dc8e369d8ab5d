package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

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
	pager   *pager // shows what is longer than the terminal; nil for none
}

// reports returns the reports to write.
func (f *scanFlags) reports(env environment) ([]output, error) {
	formats, written, err := f.templated()
	if err != nil {
		return nil, err
	}
	all, err := pairs(formats, f.outputs)
	if err != nil {
		return nil, err
	}
	var files, stdout []output
	for _, p := range all {
		o := f.output(env, p.format, p.file)
		if o.encode = written; p.format != templateFormat {
			if o.encode, err = report.Lookup(p.format); err != nil {
				return nil, err
			}
		}
		if p.file == "" {
			stdout = append(stdout, o)
		} else {
			files = append(files, o)
		}
	}
	return append(files, stdout...), nil // the user may look at the pager for a long time
}

// unpaged takes the pager from the outputs.
func unpaged(outputs []output) {
	for i := range outputs {
		outputs[i].pager = nil
	}
}

// output returns an output of a format, without the function that encodes it.
func (f *scanFlags) output(env environment, format, file string) output {
	o := output{path: file, format: format, stdout: env.stdout, options: report.Options{
		Verbose: f.verbose, ShowSecrets: f.showSecrets, Category: f.sarifCategory,
		All: f.view.all, Limit: f.view.limit, GroupBy: report.GroupBy(f.view.groupBy),
	}}
	if file == "" {
		o.options.Color = !f.view.noColor && env.color()
		o.options.Width = env.width()
		o.options.Height = max(env.height()-1, 0) // the last line is for the next command
		if format == "text" && !f.view.noPager {
			o.pager = env.pager()
		}
	}
	return o
}

func writeAll(outputs []output, r *finding.Report) error {
	if len(r.Findings) > manyFindings {
		defer collectEarly()()
	}
	for _, o := range outputs {
		if err := o.write(r); err != nil {
			return err
		}
	}
	return nil
}

func (o output) write(r *finding.Report) error {
	if o.path == "" {
		if err := o.toStdout(r); err != nil {
			return fmt.Errorf("cannot write the report to standard output: %w", err)
		}
		return nil
	}
	if err := o.toFile(r); err != nil {
		return fmt.Errorf("cannot write the report to %s: %w", o.path, source.Cause(err))
	}
	return nil
}

// toStdout writes the report to standard output, or to the pager if there is one and
// the terminal is too small.
func (o output) toStdout(r *finding.Report) error {
	if o.pager == nil {
		return o.to(o.stdout, r)
	}
	var b bytes.Buffer
	if err := o.to(&b, r); err != nil {
		return err
	}
	if o.pager.show(b.Bytes()) {
		return nil
	}
	_, err := o.colored(o.stdout).Write(b.Bytes())
	return errors.Join(err, o.stdout.Flush())
}

// colored returns w so that the colours of the report get through it.
func (o output) colored(w *plain.Writer) *plain.Writer {
	if o.options.Color && o.format == "text" {
		return w.Colored()
	}
	return w
}

func (o output) to(w io.Writer, r *finding.Report) error {
	door := o.colored(plain.NewWriter(w))
	buf := bufio.NewWriterSize(door, 64<<10)
	if err := o.encode(buf, r, o.options); err != nil {
		return err
	}
	return errors.Join(buf.Flush(), door.Flush())
}

// toFile writes the report for its owner alone.
func (o output) toFile(r *finding.Report) error {
	return writeFile(o.path, owner, func(w io.Writer) error { return o.to(w, r) })
}

// Who can read a file: as the umask has it, or its owner alone.
const (
	everyone = 0o666
	owner    = 0o600
)

// writeFile writes a file beside the target, and renames it: nobody reads half a report
// as a whole one, and the mode of an old file does not count. perm is everyone or owner;
// in the second case the umask does not count either.
//
// A link is replaced, not followed: in a repository of somebody else it could lead
// anywhere. What is no file, such as a pipe, is written to as it is. So is all below
// /dev and /proc, where links stand for what the process has open.
func writeFile(path string, perm os.FileMode, write func(io.Writer) error) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() && (info.Mode()&os.ModeSymlink == 0 || isDevice(path)) {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return err
		}
		door := plain.NewWriter(f)
		return errors.Join(write(door), door.Flush(), f.Close())
	}
	f, err := beside(path, perm)
	if err != nil {
		return err
	}
	err = write(f)
	if perm == owner {
		err = errors.Join(err, f.Chmod(owner))
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// beside creates a file beside a path.
func beside(path string, perm os.FileMode) (*os.File, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".sluice-*")
	if err != nil || perm == owner {
		return f, err
	}
	// A second file of this name gets the mode that the umask leaves.
	name := f.Name()
	if err := errors.Join(f.Close(), os.Remove(name)); err != nil {
		return nil, err
	}
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
}

// isDevice reports whether a path is below /dev or /proc.
func isDevice(path string) bool {
	abs, err := filepath.Abs(path)
	return err == nil && (strings.HasPrefix(abs, "/dev/") || strings.HasPrefix(abs, "/proc/"))
}
