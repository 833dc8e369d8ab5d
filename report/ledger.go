package report

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/finding"
)

// scanned says how much was scanned: each quantity that is not 0, and always the
// bytes.
func scanned(r *finding.Report) []string {
	l := &r.Ledger
	blobs, files := "", ""
	if l.Commits > 0 && l.Blobs > 1 {
		blobs = " and messages" // a commit and a tag count as one of them
	}
	if r.Scan.Kind == finding.ScanHistory {
		files = " of the git folder" // those of commits are blobs
	}
	var parts []string
	for _, q := range []struct {
		n       int
		name    string
		further string
	}{{l.Commits, "commit", ""}, {l.Files, "file", files}, {l.Blobs, "blob", blobs}} {
		if q.n > 0 {
			parts = append(parts, plural(q.n, q.name)+q.further)
		}
	}
	return append(parts, size(l.Bytes))
}

// nothing reports whether there was nothing to scan, not even an empty file.
func nothing(r *finding.Report) bool {
	l := &r.Ledger
	return l.Commits+l.Files+l.Blobs+len(l.Skipped) == 0 && l.Bytes == 0
}

// setAside says how much was left out and how much was allowed, for the one line
// of a clean scan.
func setAside(r *finding.Report) []string {
	left, allowed, filtered := 0, 0, 0
	for _, s := range r.Ledger.Skipped {
		if !s.Incomplete {
			left += s.Count
		}
	}
	for _, s := range r.Ledger.Suppressed {
		switch {
		case s.Filtered():
			filtered += s.Count
		case s.By != finding.BelowConfidence:
			allowed += s.Count
		}
	}
	var parts []string
	if left > 0 {
		parts = append(parts, humanize.Comma(int64(left))+" left out")
	}
	if allowed > 0 {
		parts = append(parts, humanize.Comma(int64(allowed))+" allowed")
	}
	if filtered > 0 {
		parts = append(parts, humanize.Comma(int64(filtered))+" filtered out")
	}
	if n := lessSure(r); n > 0 {
		parts = append(parts, humanize.Comma(int64(n))+" with less confidence")
	}
	return parts
}

// lessSure counts the matches that are not shown because of their confidence.
func lessSure(r *finding.Report) int {
	for _, s := range r.Ledger.Suppressed {
		if s.By == finding.BelowConfidence {
			return s.Count
		}
	}
	return 0
}

// missed lists what was not scanned and should have been.
func missed(r *finding.Report) []string {
	var out []string
	for _, s := range r.Ledger.Skipped {
		if !s.Incomplete {
			continue
		}
		line := skipped(&s)
		if len(s.Examples) > 0 {
			line += ": " + printable(strings.Join(s.Examples, ", "))
			if s.Count > len(s.Examples) {
				line += ", ..."
			}
		}
		out = append(out, line)
	}
	for _, e := range r.Ledger.Errors {
		out = append(out, printable(e))
	}
	return out
}

// leftOut lists what was not scanned on purpose.
func leftOut(r *finding.Report) []string {
	var out []string
	for _, s := range r.Ledger.Skipped {
		if !s.Incomplete {
			out = append(out, skipped(&s))
		}
	}
	return out
}

// skipped describes a skip: "image (1,200, 33 MiB)".
func skipped(s *finding.Skip) string {
	amount := humanize.Comma(int64(s.Count))
	if s.Bytes > 0 {
		amount += ", " + size(s.Bytes)
	}
	return fmt.Sprintf("%s (%s)", printable(s.Reason), amount)
}

// suppressed lists the reasons for which matches are allowed, and how many.
func suppressed(r *finding.Report) []string {
	return reasons(r, func(s finding.Suppressed) bool { return s.By != finding.BelowConfidence && !s.Filtered() })
}

// filtered lists the filters that matches did not get through, and how many.
func filtered(r *finding.Report) []string { return reasons(r, finding.Suppressed.Filtered) }

func reasons(r *finding.Report, of func(finding.Suppressed) bool) []string {
	var out []string
	for _, s := range r.Ledger.Suppressed {
		if of(s) {
			out = append(out, fmt.Sprintf("%s (%s)", printable(s.By), humanize.Comma(int64(s.Count))))
		}
	}
	return out
}

// plural is a number with a noun: "1 file", "1,234 files", "2 branches".
func plural(n int, noun string) string {
	many := "" // by the rules of the library, which do not know this ending
	if strings.HasSuffix(noun, "ch") {
		many = noun + "es"
	}
	return humanize.Comma(int64(n)) + " " + english.PluralWord(n, noun, many)
}

// size is a number of bytes in binary units: "12 MiB".
func size(bytes int64) string { return humanize.IBytes(uint64(max(bytes, 0))) }
