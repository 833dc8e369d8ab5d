package literal

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2

// mask fills dst with the masks of data, which has stepSize bytes for each of them, and
// ahead bytes more. A mask has a bit for each gram at an even offset that may have been added.
func (f *filter) mask(dst []uint8, data []byte) {
	if len(data) < len(dst)*stepSize+ahead {
		panic("literal: too little data") // or memory behind it would be read
	}
	if !hasAVX2 {
		f.maskAny(dst, data)
	} else if len(dst) > 0 {
		maskAVX2(&dst[0], &data[0], len(dst), f)
	}
}

// maskAVX2 makes so many masks, which is more than none.
//
//go:noescape
func maskAVX2(dst *uint8, data *byte, steps int, f *filter)
