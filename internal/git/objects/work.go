package objects

import "sync/atomic"

// Work is how much has been read from a store. It depends on the repository and on what
// was asked for, and not on the machine.
type Work struct {
	Entries  int64 // stored objects and deltas that were inflated whole
	Inflated int64 // bytes that they became
}

// Work returns how much has been read so far.
func (s *Store) Work() Work {
	return Work{Entries: s.work.entries.Load(), Inflated: s.work.inflated.Load()}
}

// A counter adds up Work.
type counter struct{ entries, inflated atomic.Int64 }

func (c *counter) add(w Work) {
	c.entries.Add(w.Entries)
	c.inflated.Add(w.Inflated)
}

// count adds an entry of some bytes.
func (w *Work) count(size int64) {
	w.Entries++
	w.Inflated += size
}
