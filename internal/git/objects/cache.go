package objects

import (
	"container/list"
	"sync"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
)

// baseCacheLimit is how many bytes Read keeps, as the
// next object often has the same delta base. (git's core.deltaBaseCacheLimit is
// 96 MiB; most of ours is read by Walk, which needs none.)
const baseCacheLimit = 16 << 20

// A baseCache keeps the objects that were read last.
type baseCache struct {
	limit int

	mu    sync.Mutex
	size  int
	byAge list.List // of cachedBase, the latest first
	at    map[location]*list.Element
}

type cachedBase struct {
	at   location
	t    Type
	data []byte
}

// cost is how many bytes an object takes in the cache. A small one takes less itself than
// the room behind its content and the tables of the cache do.
func (b cachedBase) cost() int {
	const tables = 200
	return len(b.data) + inflate.Slack + tables
}

func (c *baseCache) get(at location) (Type, []byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.at[at]
	if !ok {
		return 0, nil, false
	}
	c.byAge.MoveToFront(e)
	b := e.Value.(cachedBase)
	return b.t, b.data, true
}

func (c *baseCache) put(at location, t Type, data []byte) {
	b := cachedBase{at, t, data}
	if b.cost() > c.limit/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.at[at]; ok {
		return
	}
	if c.at == nil {
		c.at = map[location]*list.Element{}
	}
	c.at[at] = c.byAge.PushFront(b)
	for c.size += b.cost(); c.size > c.limit; {
		oldest := c.byAge.Remove(c.byAge.Back()).(cachedBase)
		delete(c.at, oldest.at)
		c.size -= oldest.cost()
	}
}
