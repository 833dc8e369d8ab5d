package report

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// A Writer writes a report to w in one format. It does not change the report. It
// returns an error if w does.
type Writer func(w io.Writer, r *finding.Report, o Options) error

// Options change how the formats for people look, text and markdown. The other formats
// are for programs, and depend on no more than Category.
type Options struct {
	Width       int     // columns to wrap at; 0 for the width of files
	Height      int     // lines that the report shall have, if it shows the most urgent findings only; 0 for the height of files
	Color       bool    // use terminal colours
	Verbose     bool    // show every location and step, and every example of what was not scanned
	ShowSecrets bool    // warn that the report shows secrets in clear
	All         bool    // show every finding in full
	Limit       int     // how many findings are shown in full or listed; 0 for as many as fit, or all of them
	GroupBy     GroupBy // list the findings in groups; "" for none
	Category    string  // of a SARIF run; "" for the kind of scan
	Bytes       int     // the most bytes of the markdown format; 0 for what a comment on GitHub may have
}

// A format writes a report. It need not check the errors of w: w keeps the first
// one, and Flush returns it.
type format func(w *bufio.Writer, r *finding.Report, o Options) error

var formats = map[string]format{
	"compact":  writeCompact,
	"csv":      writeCSV,
	"gitlab":   writeGitLab,
	"gitleaks": writeGitleaks,
	"html":     writeHTML,
	"incident": writeIncident,
	"json":     writeJSON,
	"jsonl":    writeJSONL,
	"junit":    writeJUnit,
	"markdown": writeMarkdown,
	"sarif":    writeSARIF,
	"text":     writeText,
}

// Formats returns the names of all formats, sorted.
func Formats() []string {
	return slices.Sorted(maps.Keys(formats))
}

// Lookup returns the Writer of the format with this name. For an unknown name its
// error lists all formats.
func Lookup(name string) (Writer, error) {
	write, ok := formats[name]
	if !ok {
		return nil, fmt.Errorf("unknown report format %q (one of %s)", name, strings.Join(Formats(), ", "))
	}
	return func(w io.Writer, r *finding.Report, o Options) error {
		if !knowsSources(name) {
			r = underSources(r)
		}
		return buffered(w, name+" report", func(b *bufio.Writer) error { return write(b, r, o) })
	}, nil
}

// buffered writes something to w through a buffer. Its error says what.
func buffered(w io.Writer, what string, write func(b *bufio.Writer) error) error {
	b := bufio.NewWriter(w)
	err := write(b)
	if err == nil {
		err = b.Flush()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}
