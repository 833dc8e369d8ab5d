package detect

import "slices"

// withParts leaves out the matches whose rules require a part that is not
// there.
func (d *Detector) withParts(matches []TextMatch) []TextMatch {
	byRule := map[string][]int{} // indexes of matches, in order
	for i := range matches {
		if matches[i].Allowed == "" {
			byRule[matches[i].Rule.ID] = append(byRule[matches[i].Rule.ID], i)
		}
	}
	var kept []TextMatch
	for i := range matches {
		whole := true
		for _, part := range matches[i].Rule.Required {
			whole = whole && slices.ContainsFunc(byRule[part.ID], func(k int) bool {
				return k != i && near(&matches[i], &matches[k], part.WithinLines, part.WithinColumns)
			})
		}
		if whole {
			kept = append(kept, matches[i])
		}
	}
	return kept
}

// near reports whether two matches are within some lines and columns of each
// other; 0 means any number.
func near(a, b *TextMatch, lines, columns int) bool {
	if lines > 0 && (b.from.line-a.to.line > lines || a.from.line-b.to.line > lines) {
		return false
	}
	apart := a.from.column - b.from.column
	return columns == 0 || max(apart, -apart) <= columns
}
