package engine

import (
	"cmp"
	"slices"
	"time"

	"github.com/sluicesec/sluice/internal/content"
)

// Stats say where the time of a scan went: how long the search for literals
// took, and what each rule did with the hits. Reading clocks costs time of its
// own, so a Scanner keeps them only when it is asked to.
type Stats struct {
	Bytes      int64         // searched for literals
	Literals   int64         // found there
	Looks      int64         // at what stands beside a literal, for each rule that has it
	Steps      int64         // all work, in the same unit on any machine; bytes and looks are in it
	Search     time.Duration // for literals
	Judge      time.Duration // confirming hits and filtering what matched
	Unanchored time.Duration // in rules without an anchor
	Finish     time.Duration // judging lines and parts
	Rules      []RuleStats   // those with hits, the slowest first
}

// RuleStats are the stats of one rule.
type RuleStats struct {
	ID      string
	Hits    int           // literals that were judged
	Matches int           // hits that the regex confirmed and no filter dropped
	Time    time.Duration // judging them
}

// ruleMeasure is the stats of one rule while a scan runs.
type ruleMeasure struct {
	hits, matches int
	time          time.Duration
}

// measure is the stats of a Scanner while it runs.
type measure struct {
	Stats
	rules        map[*compiledRule]*ruleMeasure
	looks, steps int64 // of the scanner before
}

// Measure makes the scanner keep stats from now on.
func (s *Scanner) Measure() {
	s.measured = &measure{rules: map[*compiledRule]*ruleMeasure{}, looks: s.looks, steps: s.steps()}
}

// Stats returns what the scanner kept since Measure.
func (s *Scanner) Stats() Stats {
	if s.measured == nil {
		return Stats{}
	}
	stats := s.measured.Stats
	stats.Looks, stats.Steps = s.looks-s.measured.looks, s.steps()-s.measured.steps
	for c, r := range s.measured.rules {
		stats.Rules = append(stats.Rules, RuleStats{ID: c.rule.ID, Hits: r.hits, Matches: r.matches, Time: r.time})
	}
	stats.sort()
	return stats
}

// Add adds other stats of the same detector.
func (st *Stats) Add(other Stats) {
	st.Bytes += other.Bytes
	st.Literals += other.Literals
	st.Looks += other.Looks
	st.Steps += other.Steps
	st.Search += other.Search
	st.Judge += other.Judge
	st.Unanchored += other.Unanchored
	st.Finish += other.Finish
	at := make(map[string]int, len(st.Rules))
	for i, r := range st.Rules {
		at[r.ID] = i
	}
	for _, r := range other.Rules {
		i, ok := at[r.ID]
		if !ok {
			st.Rules = append(st.Rules, r)
			continue
		}
		st.Rules[i].Hits += r.Hits
		st.Rules[i].Matches += r.Matches
		st.Rules[i].Time += r.Time
	}
	st.sort()
}

func (st *Stats) sort() {
	slices.SortFunc(st.Rules, func(a, b RuleStats) int {
		return cmp.Or(cmp.Compare(b.Time, a.Time), cmp.Compare(a.ID, b.ID))
	})
}

// since adds the time since begin to d. It is for use with defer.
func since(begin time.Time, d *time.Duration) { *d += time.Since(begin) }

// judgeMeasured is judge that keeps stats.
func (s *Scanner) judgeMeasured(data []byte, c content.Class, anchor int32, at int) found {
	begin := time.Now()
	f := s.judge(data, c, anchor, at)
	took := time.Since(begin)
	s.measured.Judge += took
	rule := s.d.anchor(anchor).compiledRule
	r := s.measured.rules[rule]
	if r == nil {
		r = &ruleMeasure{}
		s.measured.rules[rule] = r
	}
	r.hits++
	r.time += took
	if f.confirmed {
		r.matches++
	}
	return f
}
