package baseline

import (
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// A Found is what a baseline needs to know of a finding.
type Found struct {
	Fingerprints []string // that the finding goes by; the first is the one to write down
	Rule         string
	Path         string // for people
	Deployed     bool   // the secret has a place in a deployed file
	Local        bool   // of a history: no other clone has it, because no ref leads to it, or it is in the git folder

	Secret string // in clear; for imports
	places []place
}

// A place is where a secret is, as reports of other tools name it.
type place struct {
	path, commit string
	line         int
	inHead       bool
}

// NewFound makes a Found of a finding, whose secret in clear may be redacted in it. Paths
// are written relative to the folder root; "" for as they are.
func NewFound(f *finding.Finding, fingerprints []string, secret, root string) Found {
	found := Found{Fingerprints: fingerprints, Rule: f.RuleID, Deployed: f.Deployed(), Local: true, Secret: secret}
	best := -1
	for i := range f.Locations {
		l := &f.Locations[i]
		path, rank := pathOf(l, root)
		if rank > best || rank == best && path < found.Path {
			found.Path, best = path, rank
		}
		found.Local = found.Local && (!l.Reachable || l.Kind.InGitFolder())
		p := place{path: relative(l.Path, root), line: l.StartLine, inHead: l.InHead}
		if !l.Commit.IsZero() {
			p.commit = l.Commit.String()
		}
		found.places = append(found.places, p)
	}
	return found
}

// pathOf returns how people call a place, and how good it is as a name for the finding.
// Files of HEAD are best: every clone has them. A text that is in no file is called by its
// kind.
func pathOf(l *finding.Location, root string) (path string, rank int) {
	switch {
	case !l.Kind.InFile() || l.Path == "":
		return "(" + string(l.Kind) + ")", 0
	case l.InHead:
		rank = 3
	case l.Reachable:
		rank = 2
	default:
		rank = 1
	}
	return relative(l.FullPath(), root), rank
}

func relative(path, root string) string {
	if root == "" {
		return path
	}
	return strings.TrimPrefix(path, strings.TrimSuffix(root, "/")+"/")
}

// Entry returns the entry that names the finding, under any of its fingerprints.
func (f *File) Entry(found Found) (Entry, bool) {
	for _, print := range found.Fingerprints {
		if e, ok := f.Get(print); ok {
			return e, true
		}
	}
	return Entry{}, false
}

// Update adds the findings that the file does not name, as known, and returns how many
// it has added. The others keep their states, days and notes. Their rules and paths
// are written anew, and so is a fingerprint that is not the first of the finding.
func (f *File) Update(all []Found) (added int) {
	var entries []Entry
	for _, found := range all {
		e, ok := f.Entry(found)
		if !ok {
			added++
			e.State = Known
		}
		entries = append(entries, found.entry(e))
	}
	f.replace(all, entries)
	return added
}

// entry returns an entry as one about the finding.
func (found Found) entry(e Entry) Entry {
	e.Fingerprint, e.Rule, e.Path = found.Fingerprints[0], found.Rule, found.Path
	return e
}

// replace removes all entries about some findings, and adds others.
func (f *File) replace(findings []Found, entries []Entry) {
	gone := fingerprintsOf(findings)
	kept := slices.DeleteFunc(f.Entries, func(e Entry) bool { return gone[e.Fingerprint] })
	f.Entries = tidy(append(kept, entries...))
}

func fingerprintsOf(findings []Found) map[string]bool {
	all := map[string]bool{}
	for _, found := range findings {
		for _, print := range found.Fingerprints {
			all[print] = true
		}
	}
	return all
}

// Prune removes the entries that name none of all findings, and returns them.
func (f *File) Prune(all []Found) (stale []Entry) {
	names := fingerprintsOf(all)
	var kept []Entry
	for _, e := range f.Entries {
		if names[e.Fingerprint] {
			kept = append(kept, e)
		} else {
			stale = append(stale, e)
		}
	}
	f.Entries = kept
	return stale
}

// Pin writes the first fingerprint of a finding into each entry that names it by another
// one, and returns how many such entries there were. An entry that named a place names the
// secret from then on, and does not cover another secret there.
func (f *File) Pin(all []Found) int {
	var findings []Found
	var entries []Entry
	for _, found := range all {
		if e, ok := f.Entry(found); ok && e.Fingerprint != found.Fingerprints[0] {
			findings, entries = append(findings, found), append(entries, found.entry(e))
		}
	}
	f.replace(findings, entries)
	return len(entries)
}

// Reported counts the findings that the file does not cover on a day.
func (f *File) Reported(all []Found, day string) (n int) {
	for _, found := range all {
		if e, ok := f.Entry(found); !ok || !e.Covers(day, found.Deployed) {
			n++
		}
	}
	return n
}
