package objects

import (
	"container/list"
	"sync"
)

// baseCacheLimit is how many bytes of content Read keeps, as the
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
	if len(data) > c.limit/4 {
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
	c.at[at] = c.byAge.PushFront(cachedBase{at, t, data})
	for c.size += len(data); c.size > c.limit; {
		b := c.byAge.Remove(c.byAge.Back()).(cachedBase)
		delete(c.at, b.at)
		c.size -= len(b.data)
	}
}
