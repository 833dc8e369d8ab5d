package engine

import (
	"context"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// Rules with WholeFile need no literal: the path of a file says that they are
// worth asking. So they do not take part in the scan of bytes whose path is not
// known. What they find in a file is a match like any other from then on. Resolve
// judges the path of each, as it does for every rule with a path.

// IsWhole reports whether some rule with WholeFile is for files with this path and
// of this size in bytes. They are worth a call of RawFile. A path of "" is none.
func (d *Detector) IsWhole(path string, size int64) bool {
	return size <= rules.MaxWholeFile && d.WantsWhole(path)
}

// WantsWhole is IsWhole for a file whose size is not known yet.
func (d *Detector) WantsWhole(path string) bool {
	return path != "" && d.wholeNames.passesPath(path) && anyMatches(d.wholePaths(), []byte(path))
}

// FindsWhole reports whether a rule with WholeFile that is for this path has a match
// in data that passes its filter: less work than RawFile, and nearly always no.
func (d *Detector) FindsWhole(path string, data []byte, c content.Class) bool {
	for _, i := range d.whole {
		a := d.anchor(i)
		if !a.path.Matches([]byte(path)) {
			continue
		}
		for match, secret := range d.findWhole(i, data, c) {
			if a.filterMatch(found{at: match.Start, anchor: i}, data, match, secret, match.Start).confirmed {
				return true
			}
		}
	}
	return false
}

// RawFile is RawContext for all of a file whose path IsWhole: it asks the rules
// with WholeFile, too. It asks all of them, so that the result is the same for all
// paths that the file has.
func (s *Scanner) RawFile(ctx context.Context, data []byte, c content.Class) (*Raw, error) {
	if err := s.scanAll(ctx, data, c); err != nil {
		return nil, err
	}
	s.scanWhole(data, c)
	return s.result(data, c), nil
}

// scanWhole runs the rules of whole files over one.
func (s *Scanner) scanWhole(data []byte, c content.Class) {
	for _, i := range s.d.whole {
		a := s.d.anchor(i)
		s.work += int64(len(data))
		for match, secret := range s.d.findWhole(i, data, c) {
			if f := a.filterMatch(found{at: match.Start, anchor: i}, data, match, secret, match.Start); f.confirmed {
				s.unanchored = append(s.unanchored, f)
			}
		}
	}
}

// findWhole returns what the regex of a rule of whole files matches in one, before
// its filter.
func (d *Detector) findWhole(anchor int32, data []byte, c content.Class) func(yield func(match, secret pattern.Span) bool) {
	a := d.anchor(anchor)
	if c != content.Text && !a.rule.Binary {
		return func(func(match, secret pattern.Span) bool) {}
	}
	return a.pattern.FindAll(data)
}

// droppedWhole returns the matches of the rules of whole files that their filters
// drop.
func (d *Detector) droppedWhole(data []byte, c content.Class) (dropped []found) {
	for _, i := range d.whole {
		a := d.anchor(i)
		for match, secret := range d.findWhole(i, data, c) {
			f := a.filterMatch(found{at: match.Start, anchor: i}, data, match, secret, match.Start)
			if !f.confirmed {
				f.match, f.secret = relativeTo(match.Start, match), relativeTo(match.Start, secret)
				dropped = append(dropped, f)
			}
		}
	}
	return dropped
}

// joinWholePaths makes the regexes of which one matches a path that some rule of
// whole files is for.
func (d *Detector) joinWholePaths() []*pattern.Regex {
	joined, err := newRegexes(anyOf(d.wholeExprs()))
	if err == nil {
		return joined
	}
	var each []*pattern.Regex // regexes that are too large to be joined
	for _, i := range d.whole {
		each = append(each, d.anchor(i).path)
	}
	return each
}

// wholeExprs returns the paths of the rules of whole files.
func (d *Detector) wholeExprs() (exprs []string) {
	for _, i := range d.whole {
		exprs = append(exprs, d.anchor(i).rule.Path)
	}
	return exprs
}

// forOtherFiles reports whether a match is of a rule of whole files that is not for
// files with this path.
func (d *Detector) forOtherFiles(f found, path string) bool {
	a := d.anchor(f.anchor)
	return a.rule.WholeFile && !a.path.Matches([]byte(path))
}
