package baseline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// IgnoreName is the name of the file in which people write by hand what is not to be
// reported, beside the baseline. sluice writes only the baseline.
//
//	# comment
//	91e704e585f357532ff5ef79900baa9e              # a checksum
//	testdata/**/*.pem                             # keys of tests
//	docs/ rule=generic-password until=2026-12-31  # samples, until the rewrite
//
// A line names a finding by its fingerprint, or files by a pattern. A pattern is that of a
// path from the root on, in which * is any part of a name and ** any folders; one that ends
// with a slash is of all that is below. It covers a secret only if the file covers all
// places of it: a secret that somebody copies from a test to a program is reported.
const IgnoreName = ".sluiceignore"

// An Ignore is a line of such a file.
type Ignore struct {
	Line        int    // its number, from 1
	Fingerprint string // of a finding; "" for a pattern
	Pattern     string // of paths
	Rule        string // it counts for this rule alone; "" for any
	Until       string // the last day on which it counts: 2026-01-31; "" for always
	Note        string
}

// maxIgnores bounds the lines of a file: each is tried on each place of a finding.
const maxIgnores = 10_000

// ParseIgnore reads the lines of the file that is called name.
func ParseIgnore(name string, text []byte) (all []Ignore, err error) {
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		i, err := parseIgnore(strings.TrimPrefix(strings.TrimSpace(line), "\ufeff"))
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n, err)
		}
		if i != (Ignore{}) {
			i.Line = n
			all = append(all, i)
		}
		if len(all) > maxIgnores {
			return nil, fmt.Errorf("%s has more than %d lines: write patterns for folders, or use a baseline", name, maxIgnores)
		}
	}
	return all, nil
}

func parseIgnore(line string) (i Ignore, err error) {
	if line == "" || line[0] == '#' {
		return i, nil
	}
	what := line
	if at := strings.Index(line, " #"); at >= 0 {
		what, i.Note = line[:at], strings.TrimSpace(line[at+2:])
	}
	words := strings.Fields(what)
	for _, w := range words[1:] {
		key, value, _ := strings.Cut(w, "=")
		switch {
		case key == "rule" && value != "":
			i.Rule = value
		case key == "until" && isDay(value):
			i.Until = value
		case key == "until":
			return i, fmt.Errorf("%s is no date: write it like until=2026-12-31", w)
		default:
			return i, fmt.Errorf("%q is not known here: behind a fingerprint or a pattern come rule=ID, until=DATE and # with a reason (a pattern cannot hold a space: write ? for it)", w)
		}
	}
	if isFingerprint(words[0]) {
		i.Fingerprint = words[0]
		return i, nil
	}
	i.Pattern = strings.TrimPrefix(words[0], "/")
	if strings.HasSuffix(i.Pattern, "/") {
		i.Pattern += "**/*"
	}
	switch {
	case strings.HasPrefix(i.Pattern, "!"):
		return i, fmt.Errorf("%q: a pattern cannot take back another one; narrow the other", words[0])
	case i.Pattern == "" || !doublestar.ValidatePattern(i.Pattern):
		return i, fmt.Errorf("%q is no pattern of paths: write one like testdata/**/*.pem", words[0])
	}
	return i, nil
}

// Counts reports whether the line counts on a day for a rule, of which all names are given.
func (i *Ignore) Counts(day string, rule ...string) bool {
	return (i.Until == "" || day <= i.Until) && (i.Rule == "" || slices.Contains(rule, i.Rule))
}

// Covers reports whether a pattern covers a path. None covers "", which stands for a text
// that is in no file, such as a message.
func (i *Ignore) Covers(path string) bool {
	return i.Pattern != "" && path != "" && doublestar.MatchUnvalidated(i.Pattern, path)
}
