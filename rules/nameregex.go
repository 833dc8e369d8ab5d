package rules

import "regexp/syntax"

// nameRegex returns a regex over paths that fits those whose last element, the name
// of the file, fits a regex. An empty one, and what does not compile, is returned as
// it is.
func nameRegex(expr string) string {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil || expr == "" {
		return expr
	}
	withinName(re)
	return "(?:" + re.String() + `)[^/]*$`
}

// withinName changes a regex so that it fits within one element of a path: what was
// the beginning of the text is the beginning of the element, and nothing but a slash
// in the regex fits a slash.
func withinName(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpBeginText:
		start, _ := syntax.Parse(`(?:^|/)`, syntax.Perl)
		*re = *start
		return
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		*re = syntax.Regexp{Op: syntax.OpCharClass, Rune: []rune{0, '/' - 1, '/' + 1, 0x10ffff}}
	case syntax.OpCharClass:
		re.Rune = withoutSlash(re.Rune)
		if len(re.Rune) == 0 {
			re.Op = syntax.OpNoMatch
		}
	}
	for _, sub := range re.Sub {
		withinName(sub)
	}
}

// withoutSlash takes the slash out of a list of ranges.
func withoutSlash(ranges []rune) []rune {
	var kept []rune
	for i := 0; i+1 < len(ranges); i += 2 {
		low, high := ranges[i], ranges[i+1]
		if low > '/' || high < '/' {
			kept = append(kept, low, high)
			continue
		}
		if low < '/' {
			kept = append(kept, low, '/'-1)
		}
		if high > '/' {
			kept = append(kept, '/'+1, high)
		}
	}
	return kept
}
