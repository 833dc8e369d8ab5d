package rules

import "strings"

// betterleaks is about a key of betterleaks, and reports whether k is one. Its
// expressions leave out findings, and to pass over them would be to report what
// somebody has judged already. (https://github.com/betterleaks/betterleaks/pull/100)
func (f *fitter) betterleaks(at, key, k string, value any) bool {
	if key != "" && key != "rules" {
		return false
	}
	full := strings.TrimPrefix(key+"."+k, ".")
	switch strings.ToLower(k) {
	case "filter", "prefilter":
		if s, ok := value.(string); !ok || s == "" {
			return false
		}
		f.fail(at, "key %q is an expression of betterleaks, which cannot be read here: write what it leaves out as [[allowlists]]", full)
	case "validate":
		f.note(at, "key %q is of betterleaks: it counts for nothing, since no finding is tried at its service", full)
	case "tokenefficiency":
		f.note(at, "key %q is of betterleaks: it counts for nothing, so more is found", full)
	default:
		return false
	}
	return true
}
