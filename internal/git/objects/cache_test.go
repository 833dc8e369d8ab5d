package objects

import (
	"runtime"
	"testing"
)

// However small the objects are, the cache takes no more memory than its limit.
func TestCacheOfSmallObjects(t *testing.T) {
	for _, size := range []int{0, 8, 100, 5000} {
		c := &baseCache{limit: 2 << 20}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for i := range 30_000 {
			c.put(location{offset: int64(i)}, Blob, make([]byte, size, size+277))
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if held := int64(after.HeapAlloc) - int64(before.HeapAlloc); held > int64(c.limit)*5/4 {
			t.Errorf("objects of %d bytes take %d bytes, and the limit is %d", size, held, c.limit)
		}
		if _, _, ok := c.get(location{offset: 29_999}); !ok {
			t.Errorf("the last object of %d bytes is not there", size)
		}
		if n := c.byAge.Len(); n < 100 {
			t.Errorf("only %d objects of %d bytes are there", n, size)
		}
	}
}
