package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// parts describes the parts of a finding for people, each once, at the most
// urgent location that lists it.
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

// partName says what a part is, in the words of its rule.
func partName(p *finding.Part) string { return sentence(cmp.Or(p.Description, p.RuleID)) }
