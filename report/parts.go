package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// parts names the parts of a finding for people, each once, by the most
// pressing location that has it.
func parts(f *finding.Finding) []string {
	var lines []string
	seen := map[string]bool{}
	for _, l := range locations(f) {
		for _, p := range l.Parts {
			if seen[p.Fingerprint] {
				continue
			}
			seen[p.Fingerprint] = true
			line := partName(&p) + " " + printable(p.Secret)
			if p.StartLine != l.StartLine {
				line += fmt.Sprintf(" in line %d", p.StartLine)
			}
			if len(p.Facts) > 0 {
				line += ", which says: " + printable(strings.Join(p.Facts, "; "))
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// partName says what a part is, in words of its rule.
func partName(p *finding.Part) string { return sentence(cmp.Or(p.Description, p.RuleID)) }

// A row is a finding at one of its locations.
type row struct {
	finding  *finding.Finding
	location *finding.Location
}

// locationRows lists findings for formats with a row for each location. Those
// know no parts, so an identifier that was folded has a row of its own again,
// with what else is known of the finding that has it.
func locationRows(r *finding.Report) []row {
	var all []row
	for i := range r.Findings {
		f := &r.Findings[i]
		for _, l := range locations(f) {
			all = append(all, row{f, &l})
			for _, p := range l.Parts {
				if p.Folded {
					all = append(all, folded(*f, l, &p))
				}
			}
		}
	}
	return all
}

// folded is the row of a part of f at l.
func folded(f finding.Finding, l finding.Location, p *finding.Part) row {
	f.RuleID, f.Description, f.Fingerprint = p.RuleID, p.Description, p.Fingerprint
	f.Secret, f.Match, f.Entropy = p.Secret, p.Secret, 0
	f.Verification, f.Tags, f.AlsoRules = finding.Unverified, nil, nil
	l = at(l, p)
	return row{&f, &l}
}

// at is where a part of a location stands.
func at(l finding.Location, p *finding.Part) finding.Location {
	l.Span, l.Parts = p.Span, nil
	return l
}
