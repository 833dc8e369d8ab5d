package remedy

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report"
)

// A writer writes for people in a hurry: short steps, numbered, and commands as they are
// to be typed.
type writer struct {
	*bufio.Writer
	width int
}

// para writes a paragraph. mark is before its first line, and as many blanks before the
// others.
func (w *writer) para(mark, s string) {
	for _, line := range report.Wrap(plain.Text(s), w.width-len(mark)) {
		fmt.Fprintf(w, "%s%s\n", mark, line)
		mark = strings.Repeat(" ", len(mark))
	}
}

// field writes a label and what it says, if that is anything.
func (w *writer) field(label, s string) {
	if strings.TrimSpace(s) != "" {
		w.para(fmt.Sprintf("   %-12s ", label), s)
	}
}

func (w *writer) step(s string)       { w.para("   - ", s) }
func (w *writer) command(line string) { fmt.Fprintf(w, "        %s\n", line) }
func (w *writer) gap()                { fmt.Fprintln(w) }

// WriteText writes the plan for people, without values, at most width columns wide as far
// as commands allow. files are those that were written.
func (p *Plan) WriteText(out io.Writer, width int, files []string) error {
	w := &writer{bufio.NewWriter(out), width}
	n := len(p.secrets)
	w.para("", fmt.Sprintf("%s to deal with%s, the most urgent first. Revoke before you delete: a revoked secret is worthless wherever it lies, and a deleted one may have been copied. With --fingerprint or --rule, only some of them are shown and handled.", report.Count(n, "secret"), p.counts()))
	w.overview(p)
	explained := map[string]int{}
	for i, s := range p.secrets {
		w.gap()
		fmt.Fprintf(w, "%d of %d  %s  %s (%s)\n", i+1, n, strings.ToUpper(plain.Text(string(s.Severity))), report.Sentence(s.Description), plain.Text(s.RuleID))
		w.facts(p, s)
		w.replace(s, i+1, explained)
		w.local(p, s)
	}
	w.gap()
	p.writeHistory(w, files)
	p.writeClone(w)
	p.writeEnd(w)
	return w.Flush()
}

// counts says how many of the secrets are in HEAD, and how many were pushed.
func (p *Plan) counts() string {
	head, pushed := 0, 0
	for _, s := range p.secrets {
		if s.Exposure.InHead {
			head++
		}
		if s.pushed() {
			pushed++
		}
	}
	if len(p.secrets) == 1 {
		return ""
	}
	return fmt.Sprintf(" (%d in HEAD, %d pushed)", head, pushed)
}

// overview lists many secrets, a line for each.
func (w *writer) overview(p *Plan) {
	const few, most = 3, 30
	if len(p.secrets) <= few {
		return
	}
	w.gap()
	for i, s := range p.secrets {
		if i == most {
			fmt.Fprintf(w, "%9s\n", fmt.Sprintf("and %d more", len(p.secrets)-i))
			break
		}
		where := ""
		if len(s.places) > 0 {
			where = " at " + report.Place(s.places[0].Location)
		}
		w.para(fmt.Sprintf("%3d  %-8s  ", i+1, strings.ToUpper(plain.Text(string(s.Severity)))), s.RuleID+where)
	}
}

// shownPlaces is how many places of a secret are shown.
const shownPlaces = 3

func (w *writer) facts(p *Plan, s *secret) {
	w.field("fingerprint", s.Fingerprint)
	w.field("others can", s.Can)
	w.field("it says", strings.Join(s.Facts, "; "))
	w.field("exposed", p.exposed(s))
	label := "at"
	for i, at := range s.places {
		if i == shownPlaces {
			w.field("", fmt.Sprintf("and %s", report.Count(max(len(s.places), s.LocationCount)-i, "more place")))
			break
		}
		w.field(label, report.Place(at.Location)+at.where.note())
		if i == 0 {
			w.field("", strings.TrimSpace(at.Line))
		}
		w.field("", report.Origin(at.Location))
		label = ""
	}
	w.field("owner", strings.Join(owners(s), ", "))
}

// note says of a place that is not simply in the history where it is.
func (x where) note() string {
	switch x {
	case inStash:
		return " (only in a stash)"
	case inNote:
		return " (in a note)"
	case inReflog:
		return " (only a reflog leads there)"
	case unreachable:
		return " (nothing leads there any more)"
	case inIndex:
		return " (staged, not committed)"
	}
	return ""
}

// exposed says since when a secret was exposed, and to whom.
func (p *Plan) exposed(s *secret) string {
	var parts []string
	if lasted := report.Lasted(s.Finding); lasted != "" {
		parts = append(parts, lasted)
	} else if first := exposedFirst(s); first != "" {
		parts = append(parts, "since "+first)
	}
	if s.Exposure.InHead {
		parts = append(parts, "still in HEAD")
	}
	if n := s.Exposure.Branches; n > 0 {
		parts = append(parts, "in "+report.Count(n, "branch")+names(s, func(l *finding.Location) []string { return l.Branches }))
	}
	if n := s.Exposure.Tags; n > 0 {
		parts = append(parts, "in "+report.Count(n, "tag")+names(s, func(l *finding.Location) []string { return l.Tags }))
	}
	switch {
	case s.pushed():
		parts = append(parts, "pushed: everybody who can or could read the remote may have it")
	case p.url != "" && s.in(inHistory):
		parts = append(parts, "no push known")
	case p.request.Repo.WorkTree == "" && s.in(inHistory):
		parts = append(parts, "everybody who can or could fetch from here may have it")
	}
	return strings.Join(parts, "; ")
}

// names lists the first few refs of a secret, in brackets.
func names(s *secret, of func(*finding.Location) []string) string {
	var all []string
	for _, at := range s.places {
		all = append(all, of(at.Location)...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 3 {
		all = append(all[:3], "...")
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, ", ") + ")"
}

func owners(s *secret) []string {
	var all []string
	for _, at := range s.places {
		all = append(all, at.Owners...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
