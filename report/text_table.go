package report

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

// A tally counts findings by how urgent they are. Each finding counts once.
type tally struct {
	now     int // in deployed files of HEAD, or of what the next commit or a folder holds
	history int // in deployed files, and only in the history
	aside   int // only in tests and their like
}

func (c *tally) add(f *judged) {
	switch {
	case !f.deployed:
		c.aside++
	case f.now:
		c.now++
	default:
		c.history++
	}
}

func (c *tally) total() int { return c.now + c.history + c.aside }

// A group is some of the findings, in the order of risk.
type group struct {
	name     string
	findings []*judged
	tally
}

// groupsBy puts findings into groups by their name. The group with the most urgent
// finding comes first.
func groupsBy(all []judged, name func(*judged) string) []*group {
	var groups []*group
	byName := map[string]*group{}
	for i := range all {
		f := &all[i]
		n := name(f)
		g := byName[n]
		if g == nil {
			g = &group{name: n}
			byName[n] = g
			groups = append(groups, g)
		}
		g.findings = append(g.findings, f)
		g.add(f)
	}
	return groups
}

// first returns the most urgent finding of a group.
func (g *group) first() *judged { return g.findings[0] }

// severity returns the highest severity in a group. It need not be that of the most
// urgent finding: what HEAD holds is more urgent than what only the history has.
func (g *group) severity() finding.Severity {
	worst := g.first().Severity
	for _, f := range g.findings[1:] {
		if f.Severity.Compare(worst) > 0 {
			worst = f.Severity
		}
	}
	return worst
}

// A column of the table is a row of cells, the first of which is its heading.
type column struct {
	cells []string
	right bool // the cells end below each other, as numbers do
}

func (c *column) width() int {
	w := 0
	for _, cell := range c.cells {
		w = max(w, columns(cell))
	}
	return w
}

// pad returns a cell with blanks to the width of its column.
func (c *column) pad(row, width int) string {
	cell := c.cells[row]
	blanks := strings.Repeat(" ", max(width-columns(cell), 0))
	if c.right {
		return blanks + cell
	}
	return cell + blanks
}

// table counts the findings by their rules, in at most a number of rows. The last row
// has the rules for which there is no room. Whole columns without a number are left
// out, and so is on narrow terminals what needs most room.
func (t *text) table(r *finding.Report, all []judged, most int) {
	rules := groupsBy(all, func(f *judged) string { return f.RuleID })
	rows := rules
	if len(rules) > most {
		rest := &group{name: "and " + plural(len(rules)-most+1, "other rule")}
		for _, g := range rules[most-1:] {
			rest.findings = append(rest.findings, g.findings...)
			rest.now, rest.history, rest.aside = rest.now+g.now, rest.history+g.history, rest.aside+g.aside
		}
		rows = append(rules[:most-1:most-1], rest)
	}

	rule := column{cells: []string{"rule"}}
	counts := []column{{cells: []string{"now"}, right: true}, {cells: []string{"history"}, right: true}, {cells: []string{"tests etc."}, right: true}}
	severity, place := column{cells: []string{"worst"}}, column{cells: []string{"most urgent place"}}
	for _, g := range rows {
		rule.cells = append(rule.cells, printable(g.name))
		for i, n := range []int{g.now, g.history, g.aside} {
			counts[i].cells = append(counts[i].cells, humanize.Comma(int64(n)))
		}
		severity.cells = append(severity.cells, printable(string(g.severity())))
		place.cells = append(place.cells, briefPlace(g.first().worst))
	}
	shown := []column{rule}
	for i, c := range counts {
		if i == 0 && inGit(r) || !empty(c) {
			shown = append(shown, c)
		}
	}
	t.rows(append(shown, severity, place))
	t.WriteString("\n")
}

// empty reports whether a column of numbers has only zeros.
func empty(c column) bool {
	for _, cell := range c.cells[1:] {
		if cell != "0" {
			return false
		}
	}
	return true
}

// rows writes the rows of a table. The last column is cut at its beginning, or left
// out if there is hardly any room; then the first one is cut.
func (t *text) rows(table []column) {
	const gap, leastPlace = 2, 16
	first, last := &table[0], &table[len(table)-1]
	room := t.width()
	for i := range table[1 : len(table)-1] {
		room -= gap + table[i+1].width()
	}
	widest := first.width()
	if room-widest-gap < leastPlace {
		table = table[:len(table)-1]
		widest = min(widest, room)
	} else {
		for i, cell := range last.cells {
			last.cells[i] = shortenPath(cell, room-widest-gap)
		}
	}
	for i, cell := range first.cells {
		first.cells[i] = shortenRight(cell, widest)
	}
	for row := range first.cells {
		var cells []string
		for i := range table {
			width := table[i].width()
			if i == 0 {
				width = widest
			}
			cells = append(cells, table[i].pad(row, width))
		}
		line := strings.TrimRight(strings.Join(cells, strings.Repeat(" ", gap)), " ")
		if row == 0 {
			line = t.paint(line, color.Faint)
		}
		fmt.Fprintln(t, line)
	}
}

// briefPlace is place without the column.
func briefPlace(l *finding.Location) string {
	brief := *l
	brief.StartColumn = 0
	return place(&brief)
}

// inGit reports whether what was scanned has commits.
func inGit(r *finding.Report) bool {
	switch r.Scan.Kind {
	case finding.ScanFolder, finding.ScanStdin, finding.ScanImage, finding.ScanStaged:
		return false
	}
	return r.Ledger.Commits > 0 || r.Scan.Kind != ""
}
