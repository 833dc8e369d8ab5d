package report

import (
	"net/url"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// advice says what to do about a finding, step by step, each a sentence.
func advice(f *finding.Finding) []string {
	if !uncommitted(f) {
		return revocation(f)
	}
	var steps []string
	if slices.ContainsFunc(f.Locations, func(l finding.Location) bool { return l.Reachable }) {
		steps = append(steps, "Take it out before you commit: so far no commit holds it.")
	}
	if slices.ContainsFunc(f.Locations, func(l finding.Location) bool { return !l.Reachable }) {
		steps = append(steps, "Delete what is left over: `git gc --prune=now` deletes it, with all else that no ref, reflog, stash or index leads to.")
	}
	return append(steps, "If others have seen it, it is no secret any more. "+strings.Join(replacement(f), " "))
}

// revocation says how to make a leaked secret of the finding's rule worthless.
func revocation(f *finding.Finding) []string {
	steps := replacement(f)
	if f.Logs != "" {
		steps = append(steps, "See whether it was used: "+printable(f.Logs))
	}
	return steps
}

// replacement says who can revoke a secret, and how it is replaced.
func replacement(f *finding.Finding) []string {
	var steps []string
	switch {
	case f.Revoke != "":
		steps = append(steps, revoke(f))
	case f.Rotate == "":
		steps = append(steps, "Find out from the code around it who issued it, revoke it there, and keep the new one out of the repository.")
	}
	if f.Rotate != "" {
		steps = append(steps, printable(f.Rotate))
	}
	return steps
}

// revoke says where a secret is revoked. The page that a rule names may be the one
// where that is done, the front page of the service, or its documentation.
func revoke(f *finding.Finding) string {
	where := printable(f.Revoke)
	u, err := url.Parse(f.Revoke)
	switch {
	case err != nil || u.Host == "" || f.Provider == "":
		return "Revoke it: " + where
	case isDocumentation(u):
		return "Revoke it at " + sentence(f.Provider) + ", which has documentation at " + where
	default:
		return "Revoke it at " + sentence(f.Provider) + ": " + where
	}
}

// isDocumentation reports whether a page tells about a service, and is not part of
// it. That is how such pages are commonly named.
func isDocumentation(u *url.URL) bool {
	words := append(strings.Split(u.Hostname(), "."), strings.Split(u.Path, "/")...)
	return slices.ContainsFunc(words, func(w string) bool {
		switch strings.ToLower(w) {
		case "docs", "doc", "apidocs", "documentation", "help", "support", "learn", "howto", "guide", "guides", "manual",
			"reference", "api-reference", "articles":
			return true
		}
		return false
	})
}
