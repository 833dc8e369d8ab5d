package report

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"
	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

// A GroupBy says by what the text report groups findings. A finding is in one group
// only: that of its worst place, or of the first commit that brought it.
type GroupBy string

// The ways to group.
const (
	ByRule   GroupBy = "rule"
	ByPath   GroupBy = "path"
	ByAuthor GroupBy = "author"
	ByCommit GroupBy = "commit"
)

// GroupBys lists the ways to group.
func GroupBys() []GroupBy { return []GroupBy{ByRule, ByPath, ByAuthor, ByCommit} }

// groups writes all findings in groups: each in one line, or in full.
func (t *text) groups(all []judged) {
	left := len(all)
	if t.options.Limit > 0 {
		left = min(left, t.options.Limit)
	}
	for _, g := range groupsBy(all, t.options.GroupBy.name) {
		t.paragraphIn(g.name+": "+g.counts(), color.Bold)
		shown := min(left, len(g.findings))
		left -= shown
		for _, f := range g.findings[:shown] {
			if t.options.All || t.options.Verbose {
				t.finding(f)
			} else {
				t.listed(f)
			}
		}
		if more := len(g.findings) - shown; more > 0 {
			t.bullet("and " + plural(more, "more secret"))
		}
		t.WriteString("\n")
	}
}

// name returns the name of the group that a finding is in, which is printable.
func (by GroupBy) name(f *judged) string {
	origin := first(f.Finding)
	if origin == nil {
		origin = f.worst
	}
	switch by {
	case ByPath:
		if !f.worst.Kind.InFile() || f.worst.Path == "" {
			return "in no file"
		}
		return printable(f.worst.FullPath())
	case ByAuthor:
		who := printable(strings.TrimSpace(origin.AuthorName + " <" + origin.AuthorEmail + ">"))
		if who == "<>" {
			return "author unknown"
		}
		return who
	case ByCommit:
		if origin.Commit.IsZero() {
			return "in no commit"
		}
		return strings.TrimSpace(fmt.Sprintf("%s %s %s", abbreviate(origin.Commit), day(origin.Date), subject(origin.Message)))
	default:
		return printable(f.RuleID) + " (" + sentence(f.Description) + ")"
	}
}

// counts says how many secrets a group has, and how urgent they are.
func (g *group) counts() string {
	var parts []string
	for _, c := range []struct {
		n  int
		is string
	}{{g.now, "now"}, {g.history, "in the history"}, {g.aside, "in tests and the like"}} {
		switch c.n {
		case 0:
		case g.total():
			parts = append(parts, c.is)
		default:
			parts = append(parts, humanize.Comma(int64(c.n))+" "+c.is)
		}
	}
	return plural(g.total(), "secret") + ", " + english.WordSeries(parts, "and") + "; worst: " + printable(string(g.severity()))
}

// listed writes a finding in one line: where it is, since when, and as much of its source
// line as there is room.
func (t *text) listed(f *judged) {
	at := briefPlace(f.worst)
	if t.options.GroupBy == ByPath && f.worst.Kind == finding.KindBlob && f.worst.Path != "" && f.worst.StartLine > 0 {
		at = fmt.Sprintf("line %d", f.worst.StartLine) // the heading has the path
	}
	parts := []string{at}
	if t.options.GroupBy != ByRule {
		parts = []string{printable(f.RuleID), at}
	}
	if when := f.Exposure.Introduced; when != "" {
		parts = append(parts, "since "+day(when))
	}
	const widest, gap = len(finding.SeverityCritical), "  "
	room := t.width() - len(gap) - widest - len(gap)
	line := strings.Join(parts, gap)
	secret, source := printable(f.Secret), sourceText(f)
	if source == "" {
		source = secret
	}
	if left := room - columns(line+gap); left >= columns(secret) {
		line += gap + around(source, secret, left)
	}
	severity := printable(string(f.Severity))
	blanks := strings.Repeat(" ", max(widest-columns(severity), 0))
	fmt.Fprintf(t, "%s%s%s%s%s\n", gap, t.paint(severity, severityColors(f.Severity)...), blanks, gap, shortenRight(line, room))
}
