package engine

import (
	"cmp"
	"slices"
	"time"
)

// Stats tell where the time of a scan went: what the search for literals took,
// and what each rule did with the hits. Reading clocks costs time of its own, so
// a Scanner keeps them only when it is asked to.
type Stats struct {
	Bytes  int64         // searched for literals
	Search time.Duration // for literals
	Judge  time.Duration // confirming hits and filtering what matched
	Slow   time.Duration // in rules without a literal
	Finish time.Duration // judging lines and parts
	Rules  []RuleStats   // those with hits, the dearest first
}

// RuleStats are the stats of one rule.
type RuleStats struct {
	ID      string
	Hits    int           // literals that were judged
	Matches int           // hits that the regex confirmed and no filter dropped
	Time    time.Duration // judging them
}

// ruleTally counts for one matcher while a scan runs.
type ruleTally struct {
	hits, matches int
	time          time.Duration
}

// tally is what a Scanner keeps.
type tally struct {
	Stats
	rules map[*matcher]*ruleTally
}

// Measure makes the scanner keep stats from now on.
func (s *Scanner) Measure() {
	s.tally = &tally{rules: map[*matcher]*ruleTally{}}
}

// Stats returns what the scanner kept since Measure.
func (s *Scanner) Stats() Stats {
	if s.tally == nil {
		return Stats{}
	}
	stats := s.tally.Stats
	for m, r := range s.tally.rules {
		stats.Rules = append(stats.Rules, RuleStats{ID: m.rule.ID, Hits: r.hits, Matches: r.matches, Time: r.time})
	}
	stats.sort()
	return stats
}

// Add adds other stats of the same detector.
func (st *Stats) Add(other Stats) {
	st.Bytes += other.Bytes
	st.Search += other.Search
	st.Judge += other.Judge
	st.Slow += other.Slow
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

// since adds to d the time since begin, and is made for use with defer.
func since(begin time.Time, d *time.Duration) { *d += time.Since(begin) }

// judgeMeasured is judge with a clock beside it.
func (s *Scanner) judgeMeasured(data []byte, landmark int32, at int) found {
	begin := time.Now()
	f := s.judge(data, landmark, at)
	took := time.Since(begin)
	s.tally.Judge += took
	m := s.d.landmarks[landmark].matcher
	r := s.tally.rules[m]
	if r == nil {
		r = &ruleTally{}
		s.tally.rules[m] = r
	}
	r.hits++
	r.time += took
	if f.confirmed {
		r.matches++
	}
	return f
}
