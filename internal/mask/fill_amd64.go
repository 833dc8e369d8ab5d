package mask

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2

// fill fills dst with the masks of data, of which it has Size bytes for each block.
func (t *Table) fill(dst []Block, data []byte) {
	if len(data) < len(dst)*Size {
		panic("mask: too little data") // or memory behind it would be read
	}
	if !hasAVX2 {
		t.fillAny(dst, data)
	} else if len(dst) > 0 {
		fillAVX2(&dst[0], &data[0], len(dst), &t.rows)
	}
}

// fillAVX2 fills so many blocks, which is more than none.
//
//go:noescape
func fillAVX2(dst *Block, data *byte, blocks int, rows *[Sets][16]uint8)
