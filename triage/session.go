package triage

import (
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
)

// An Item is a finding that somebody has to judge.
type Item struct {
	Finding finding.Finding // with its secret redacted
	Found   baseline.Found  // what the baseline needs to know of it
}

// A Session is one pass through findings. It is for one goroutine.
type Session struct {
	Items []Item // the most urgent first
	Day   string // today in UTC: 2026-01-31

	file  *baseline.File
	write func(*baseline.File) error
	undo  []change
}

// A change is what one decision did to the baseline.
type change struct {
	name  string
	entry baseline.Entry // what was there before
	was   bool           // there was something
	batch int            // changes of one decision have the same number
}

// NewSession returns the session of some findings. write keeps the baseline after each
// decision.
func NewSession(items []Item, file *baseline.File, day string, write func(*baseline.File) error) *Session {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b Item) int { return finding.CompareRisk(&a.Finding, &b.Finding) })
	return &Session{Items: items, Day: day, file: file, write: write}
}

// Entry returns what the baseline says of an item.
func (s *Session) Entry(i int) (baseline.Entry, bool) {
	return s.file.Entry(s.Items[i].Found)
}

// Decided reports whether the baseline covers an item today.
func (s *Session) Decided(i int) bool {
	e, ok := s.Entry(i)
	return ok && e.Covers(s.Day, s.Items[i].Found.Deployed)
}

// Left counts the items that are not decided.
func (s *Session) Left() (n int) {
	for i := range s.Items {
		if !s.Decided(i) {
			n++
		}
	}
	return n
}

// A Decision is what a person says of a finding.
type Decision struct {
	State baseline.State
	Until string // the last day, 2026-01-31; "" for always
	Note  string
}

// Decide writes a decision about some items into the baseline.
func (s *Session) Decide(d Decision, items ...int) error {
	batch := 0
	if n := len(s.undo); n > 0 {
		batch = s.undo[n-1].batch + 1
	}
	before := len(s.undo)
	for _, i := range items {
		f := s.Items[i].Found
		e := baseline.Entry{Fingerprint: f.Fingerprints[0], Rule: f.Rule, State: d.State, Path: f.Path, Until: d.Until, Note: d.Note}
		if err := e.Check(); err != nil {
			s.takeBack(before)
			return err
		}
		for _, name := range f.Fingerprints[1:] { // what was there goes by its best name from now on
			if old, ok := s.file.Get(name); ok {
				s.undo = append(s.undo, change{name, old, true, batch})
				s.file.Remove(name)
			}
		}
		old, was := s.file.Get(e.Fingerprint)
		s.undo = append(s.undo, change{e.Fingerprint, old, was, batch})
		if err := s.file.Set(e); err != nil {
			s.takeBack(before)
			return err
		}
	}
	if err := s.write(s.file); err != nil {
		s.takeBack(before)
		return fmt.Errorf("the decision was not kept: %w", err)
	}
	return nil
}

// Undo takes back the last decision of the session. It returns an item that the decision was
// about, or -1 if there is none to take back.
func (s *Session) Undo() (item int, err error) {
	if len(s.undo) == 0 {
		return -1, nil
	}
	last := s.undo[len(s.undo)-1]
	before := len(s.undo)
	for before > 0 && s.undo[before-1].batch == last.batch {
		before--
	}
	item = slices.IndexFunc(s.Items, func(it Item) bool { return slices.Contains(it.Found.Fingerprints, s.undo[before].name) })
	s.takeBack(before)
	if err := s.write(s.file); err != nil {
		return item, fmt.Errorf("it was taken back here, but not in the file: %w", err)
	}
	return item, nil
}

// takeBack takes back the changes from a number on, the last first.
func (s *Session) takeBack(from int) {
	for _, c := range slices.Backward(s.undo[from:]) {
		if c.was {
			_ = s.file.Set(c.entry) // it was in the file before
		} else {
			s.file.Remove(c.name)
		}
	}
	s.undo = s.undo[:from]
}

// Like returns the undecided items with the rule and the path of an item, itself
// included.
func (s *Session) Like(i int) (all []int) {
	f := s.Items[i].Found
	for k := range s.Items {
		g := s.Items[k].Found
		if k == i || g.Rule == f.Rule && g.Path == f.Path && !s.Decided(k) {
			all = append(all, k)
		}
	}
	return all
}
