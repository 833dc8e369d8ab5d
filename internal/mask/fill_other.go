//go:build !amd64

package mask

// fill fills dst with the masks of data, of which it has Size bytes for each block.
func (t *Table) fill(dst []Block, data []byte) { t.fillAny(dst, data) }
