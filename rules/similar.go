package rules

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Similar returns the id or the alias of a rule that looks most like id, for a person
// who may have mistyped it; "" if none does.
func (c *Config) Similar(id string) string { return nearest(id, c.names()) }

// maxSuggestions bounds the names of one file that are compared with all known
// ones. A file of a repository that nobody trusts can have a million.
const maxSuggestions = 10

// A suggester suggests known names for unknown ones.
type suggester struct {
	asked int
}

// didYouMean returns the end of an error about an unknown name: a question that
// names the nearest of the known names, or "". known returns these in a fixed order.
func (s *suggester) didYouMean(name string, known func() []string) string {
	if s.asked++; s.asked > maxSuggestions {
		return ""
	}
	if near := nearest(name, known()); looksLikeName(near) {
		return `; did you mean "` + near + `"?`
	}
	return ""
}

// nearest returns the known name that is the fewest edits away from name, and
// not more than a third of its letters; "" if there is none. Of two it takes the
// first.
func nearest(name string, known []string) string {
	if len(name) > maxName {
		return ""
	}
	best, least := "", max(len(name)/3, 1)+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}
