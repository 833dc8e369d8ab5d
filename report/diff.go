package report

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report/compare"
)

// A DiffWriter writes the difference of two reports to w in one format. Everything that
// holds for a Writer holds for it.
type DiffWriter func(w io.Writer, d *compare.Difference, o Options) error

type diffFormat func(w *bufio.Writer, d *compare.Difference, o Options) error

var diffFormats = map[string]diffFormat{
	"json":     writeDiffJSON,
	"markdown": writeDiffMarkdown,
	"text":     writeDiffText,
}

// DiffFormats returns the names of the formats of a difference, sorted.
func DiffFormats() []string { return slices.Sorted(maps.Keys(diffFormats)) }

// LookupDiff returns the DiffWriter of the format with this name.
func LookupDiff(name string) (DiffWriter, error) {
	write, ok := diffFormats[name]
	if !ok {
		return nil, fmt.Errorf("unknown format %q of a difference (one of %s)", name, strings.Join(DiffFormats(), ", "))
	}
	return func(w io.Writer, d *compare.Difference, o Options) error {
		return buffered(w, name+" difference", func(b *bufio.Writer) error { return write(b, d, o) })
	}, nil
}

// counted says how many findings are new, gone, changed and unchanged.
func counted(d *compare.Difference) string {
	certain := func(r *finding.Report, n int) string {
		if n > 0 && !r.Complete {
			return " (not certain)"
		}
		return ""
	}
	return fmt.Sprintf("%d new%s, %d gone%s, %d changed, %d unchanged",
		len(d.Added), certain(d.Old.Report, len(d.Added)), len(d.Gone), certain(d.New.Report, len(d.Gone)), len(d.Changed), d.Unchanged)
}

// headings are those of what is new and of what is gone. Where one report is not
// complete, what the other has may be in what was not scanned.
func headings(d *compare.Difference) (added, gone string) {
	added, gone = "New", "Gone"
	if !d.Old.Report.Complete {
		added += ", but not for certain"
	}
	if !d.New.Report.Complete {
		gone += ", but not for certain"
	}
	return added, gone
}

// sideOf describes a report in one line.
func sideOf(s *compare.Side) string {
	parts := []string{printable(s.Name)}
	if s.Name == "" {
		parts[0] = "unknown source"
	}
	if s.Report.Scan.Date != "" {
		parts = append(parts, printable(s.Report.Scan.Date))
	}
	if head := s.Report.Scan.Head; head != "" {
		parts = append(parts, "HEAD "+short(head))
	}
	parts = append(parts, plural(s.Findings, "finding"))
	if !s.Report.Complete {
		parts = append(parts, "not complete")
	}
	return strings.Join(parts, ", ")
}

// urgentFirst returns findings in the order of their risk, the greatest first.
func urgentFirst(all []*finding.Finding) []*finding.Finding {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, finding.CompareRisk)
	return sorted
}

// changesByRisk likewise.
func changesByRisk(all []compare.Change) []compare.Change {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b compare.Change) int { return finding.CompareRisk(a.New, b.New) })
	return sorted
}

// changed says what has changed of a finding, a phrase for each change.
func changed(c *compare.Change) []string {
	var all []string
	for _, f := range c.Fields {
		switch {
		case f.Name == "in_head" && f.New == "yes":
			all = append(all, "HEAD has it now")
		case f.Name == "in_head":
			all = append(all, "HEAD has it no more")
		case f.Name == "pushed" && f.New == "yes":
			all = append(all, "another repository has it now")
		case f.Name == "pushed":
			all = append(all, "no remote-tracking ref leads to it any more")
		default:
			all = append(all, printable(f.Name)+" was "+printable(f.Old)+", is "+printable(f.New))
		}
	}
	for i, l := range c.Places {
		if i == shownLocations {
			all = append(all, "and "+plural(len(c.Places)-i, "more new place"))
			break
		}
		all = append(all, "new place: "+placeInSource(l))
	}
	if c.Lost > 0 {
		all = append(all, plural(c.Lost, "place")+" less")
	}
	return all
}
