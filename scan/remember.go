package scan

import (
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// A Cache keeps what scans of one source have learned. It holds no secret, see package
// cache. What another version of the program has saved must not be loaded: a key does not tell
// versions apart. Neither of its methods fails: a scan without a cache is as good.
type Cache interface {
	// Load returns what was saved under a key; nil if there is nothing, or if it is not
	// whole.
	Load(key [32]byte) map[string][]byte

	// Save keeps sections under a key, in place of all that was saved before.
	Save(key [32]byte, sections map[string][]byte)
}

// A memory is what a scan knows of an earlier one, and leaves for the next. A nil memory
// leaves nothing.
type memory struct {
	source.Memory
	cache Cache
	key   [32]byte
}

// hitsSection is the name of the section that is the scan's own.
const hitsSection = "hits"

// remember gives the source what is in the cache.
func (s *Scanner) remember(src source.Source, c *collector, o Options) *memory {
	r, ok := src.(source.Remembering)
	if !ok || o.Cache == nil {
		return nil
	}
	m := &memory{cache: o.Cache, key: s.key(o)}
	if sections := o.Cache.Load(m.key); sections != nil {
		if again, recalled := readHits(sections[hitsSection]); recalled != nil {
			m.Sections, m.Again = sections, again
			c.recalled, c.found = recalled, make(map[source.ID]*found, len(recalled.copies)+len(again))
			m.Recalled = make([]oid.ID, 0, len(recalled.copies))
			for id := range recalled.copies {
				m.Recalled = append(m.Recalled, id)
			}
		}
	}
	r.Remember(&m.Memory)
	return m
}

// save leaves for the next scan what the walk has kept and what was found, while the scan
// goes on. The scan must call done at its end.
func (m *memory) save(c *collector) (done func()) {
	if m == nil || m.Kept == nil {
		return func() {}
	}
	hits := c.writeHits()
	saved := make(chan struct{})
	go func() {
		defer close(saved)
		if sections := m.Kept(); sections != nil {
			sections[hitsSection] = hits
			m.cache.Save(m.key, sections)
		}
	}()
	return func() { <-saved }
}
