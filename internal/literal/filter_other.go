//go:build !amd64

package literal

// mask fills dst with the masks of data, which has stepSize bytes for each of them, and
// ahead bytes more. A mask has a bit for each gram at an even offset that may have been added.
func (f *filter) mask(dst []uint8, data []byte) { f.maskAny(dst, data) }
