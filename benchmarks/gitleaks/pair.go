package main

import (
	"reflect"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// The causes for which one tool has an entry and the other has none. What is not reported
// at all has the words of [explainer.why] behind notReported.
const (
	sameCommit     = "the value is reported at another line of the file in that commit"
	sameFile       = "the value is reported in the same file, for another commit"
	elsewhere      = "the value is reported, in other files alone"
	belowMedium    = "below medium confidence"
	boundary       = "the value begins or ends elsewhere"
	sameLines      = "another value on these lines is reported"
	notReported    = "not reported: "
	inMessage      = "in the text of a commit, tag, note or ref"
	besideFiles    = "in a path, a file of the git folder or a leftover object"
	inArchive      = "in an archive or a compressed file"
	encoded        = "in encoded text"
	unreachable    = "in an object that no ref leads to"
	merged         = "brought by a merge"
	nothingOnLines = "nothing on these lines"
)

// An unmatched is a place that one tool reports and the other does not.
type unmatched struct {
	place
	cause string
}

// A result is what comes out of the comparison of two reports.
type result struct {
	theirs, ours int            // entries; those of sluice below medium confidence do not count
	shared       int            // entries at one place with one value
	values       int            // different values of gitleaks
	found        int            // those of them that sluice reports
	equal        map[string]int // how many shared entries are equal in a field
	lost, more   []unmatched
}

// An outside says what a report does not.
type outside struct {
	why   func(place) string       // why sluice does not report what is at a place
	merge func(commit string) bool // whether a commit is a merge
}

// spot is where entries of both tools are the same.
type spot struct{ commit, file, secret string }

func (p *place) spot() spot { return spot{p.Commit, p.File, p.Secret} }

// index finds the places of a report by what they hold and where they are.
type index struct {
	bySpot  map[spot][]*place
	byValue map[string][]*place
	byFile  map[string][]*place
}

func newIndex(places []place) index {
	x := index{map[spot][]*place{}, map[string][]*place{}, map[string][]*place{}}
	for i := range places {
		p := &places[i]
		x.bySpot[p.spot()] = append(x.bySpot[p.spot()], p)
		x.byValue[p.Secret] = append(x.byValue[p.Secret], p)
		x.byFile[p.File] = append(x.byFile[p.File], p)
	}
	return x
}

// pair compares what the tools report at one target.
func pair(theirs, ours side, c outside) result {
	reported, below := ours.split()
	r := result{theirs: len(theirs.places), ours: len(reported), equal: map[string]int{}}
	their, our, low := newIndex(theirs.places), newIndex(reported), newIndex(below)
	r.values = len(their.byValue)
	for value := range their.byValue {
		if k := ours.known[value]; k != nil && k.reported {
			r.found++
		}
	}
	for i := range theirs.places {
		p := &theirs.places[i]
		if q := our.at(p); q != nil {
			r.shared++
			compareFields(r.equal, p, q)
			continue
		}
		cause := our.cause(p)
		if cause == "" || cause == sameLines {
			if k := ours.known[p.Secret]; k != nil && !k.reported {
				cause = belowMedium
			} else if cause == "" && low.cause(p) != "" {
				cause = belowMedium
			}
		}
		if cause == "" {
			cause = notReported + c.why(*p)
		}
		r.lost = append(r.lost, unmatched{*p, cause})
	}
	for i := range reported {
		q := &reported[i]
		if their.at(q) != nil {
			continue
		}
		cause := ours.kind(q)
		if cause == "" && c.merge(q.Commit) {
			cause = merged
		}
		if cause == "" {
			cause = their.cause(q)
		}
		if cause == "" {
			cause = nothingOnLines
		}
		r.more = append(r.more, unmatched{*q, cause})
	}
	return r
}

// split parts the entries of sluice into those that it reports by default and those that
// it does not.
func (s side) split() (reported, below []place) {
	for _, p := range s.places {
		if k := s.known[p.Secret]; k == nil || k.reported {
			reported = append(reported, p)
		} else {
			below = append(below, p)
		}
	}
	return reported, below
}

// at returns an entry at the place of p with its value, or nil. A match can begin on
// another line than its value; then lines of the two do not have to meet, if there is no
// choice.
func (x index) at(p *place) *place {
	all := x.bySpot[p.spot()]
	for _, q := range all {
		if q.StartLine == p.StartLine {
			return q
		}
	}
	for _, q := range all {
		if q.overlaps(p) {
			return q
		}
	}
	return nil
}

// cause says what the other tool reports in place of p; "" for nothing.
func (x index) cause(p *place) string {
	switch {
	case len(x.bySpot[p.spot()]) > 0:
		return sameCommit
	case len(x.byValue[p.Secret]) > 0:
		for _, q := range x.byValue[p.Secret] {
			if q.File == p.File {
				return sameFile
			}
		}
		return elsewhere
	}
	cause := ""
	for _, q := range x.byFile[p.File] {
		switch {
		case within(q.Secret, p.Secret) || within(p.Secret, q.Secret):
			return boundary
		case q.Commit == p.Commit && q.overlaps(p):
			cause = sameLines
		}
	}
	return cause
}

// within reports whether a value is a part of another. A short one is by chance.
func within(part, whole string) bool {
	const least = 6
	return len(part) >= least && strings.Contains(whole, part)
}

// kind says what is special about the place of p, which is one of sluice's; "" for a
// file's own text that a ref leads to.
func (s side) kind(p *place) string {
	for i := range s.known[p.Secret].locations() {
		l := &s.known[p.Secret].at[i]
		if l.StartLine != p.StartLine || l.Commit.String() != p.Commit {
			continue
		}
		switch {
		case !l.Kind.InFile():
			return inMessage
		case l.Kind != finding.KindBlob:
			return besideFiles
		case l.InMember():
			return inArchive
		case len(l.Layers) > 0:
			return encoded
		case !l.Reachable:
			return unreachable
		}
		return ""
	}
	return ""
}

func (k *known) locations() []finding.Location {
	if k == nil {
		return nil
	}
	return k.at
}

// compareFields counts the fields in which two entries are equal. A field that an entry
// lacks is equal to one that the other lacks, too.
func compareFields(equal map[string]int, p, q *place) {
	for name, value := range p.fields {
		if reflect.DeepEqual(value, q.fields[name]) {
			equal[name]++
		} else {
			equal[name] += 0
		}
	}
	for name := range q.fields {
		equal[name] += 0
	}
}
