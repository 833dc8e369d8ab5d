package scan

import (
	"slices"

	"github.com/sluicesec/sluice/rules"
)

// later holds the places at which commits add a line with a secret again, for the secrets
// whose first places are allowed. An allowlist that names the commit which brought a secret
// says nothing about a later commit that adds it again. Such a place is reported only then:
// elsewhere it is the same secret in the same file. A nil *later holds nothing.
type later struct {
	allowed  map[identity]bool // secrets that an allowlist allows at some place, by path or commit
	findings *findings
}

// newLater returns a later for findings. What it gets is made like theirs.
func newLater(of *findings) *later {
	l := &later{map[identity]bool{}, newFindings(of.providers, of.proofs, of.most, of.scan)}
	l.findings.hits = of.hits
	return l
}

// allow notes a hit that is allowed at its place, but not in itself.
func (l *later) allow(h *hit) {
	if l != nil && h.Allowed == "" {
		l.allowed[identify(h)] = true
	}
}

// add adds what a commit adds again.
func (l *later) add(s *sighting) {
	if l != nil {
		l.findings.add(s)
	}
}

// join adds to all the findings that an allowlist has left no other place. The places at
// which they are added again become their places.
func (l *later) join(all *findings) {
	if l == nil {
		return
	}
	for who, f := range l.findings.all {
		if all.all[who] != nil || !l.allowed[who] {
			continue
		}
		all.all[who], all.severe[who], all.exposures[who] = f, l.findings.severe[who], l.findings.exposures[who]
		delete(all.again, who)
		secrets := []secretOf{{f.RuleID, f.Secret}}
		for i := range f.Locations {
			for _, p := range f.Locations[i].Parts {
				secrets = append(secrets, secretOf{p.RuleID, p.Secret})
			}
		}
		for _, s := range secrets {
			if at, ok := l.findings.places[s]; ok {
				addPlace(all.places, s.rule, s.secret, at)
			}
			if l.findings.more[s] {
				all.more[s] = true
			}
		}
	}
}

// namesCommits reports whether an allowlist names commits.
func namesCommits(lists []rules.Allowlist) bool {
	return slices.ContainsFunc(lists, func(a rules.Allowlist) bool { return len(a.Commits) > 0 })
}
