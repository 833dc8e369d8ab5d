package literal

import "math"

// Weight is how rare a byte is in source text, in bits: a byte of weight 8
// is expected once in 256 bytes. With fold, b stands for both its cases.
//
// The figures are rounded shares of each byte in a few hundred megabytes of
// public source code of many languages; nothing but speed depends on them.
func Weight(b byte, fold bool) float64 {
	if !fold {
		return bits[b]
	}
	switch {
	case 'a' <= b && b <= 'z':
		return bits[b] // upper case adds little
	case 'A' <= b && b <= 'Z':
		return bits[b+32]
	}
	return bits[b]
}

// bits is -log2 of each byte's share.
var bits = func() (w [256]float64) {
	for i := range w {
		w[i] = 12
	}
	for _, group := range []struct {
		share float64
		bytes string
	}{
		{0.14, " "},
		{0.065, "e"},
		{0.05, "t"},
		{0.04, "arnio"},
		{0.035, "s"},
		{0.025, "lc\n"},
		{0.02, "dup"},
		{0.016, "mf"},
		{0.012, "gh"},
		{0.011, ".(),\t"},
		{0.009, "yb0_\""},
		{0.006, "v=k/1-w"},
		{0.004, "x*:;2"},
		{0.003, "ESTCAIRN34{}'D<>LO5"},
		{0.002, "68PFM97UB[]#"},
		{0.0015, "z&jGHV+"},
		{0.001, "WK|q@!$\\Y%"},
		{0.0006, "X`?QJZ"},
		{0.0003, "^~\r"},
	} {
		for i := range len(group.bytes) {
			w[group.bytes[i]] = -math.Log2(group.share)
		}
	}
	return w
}()
