package inflate

import "encoding/binary"

const (
	// adlerMod is the largest prime below 2^16 (RFC 1950, 8.2).
	adlerMod = 65521

	// adlerRun is how many bytes can be summed up before the sums must be
	// reduced: after n bytes they are below 2^8*n^2/2, and one of eight lanes of the
	// assembly, of 32 bits, is below 2^10*n.
	adlerRun = 1 << 21
)

// adlerAny continues an Adler-32 checksum, whose two sums are a and b, over p. It runs on
// any processor, and takes eight bytes at a time: the bytes of a word, spread to lanes of 16
// bits, are summed by multiplying, as each lane of a factor adds its share to the top lane of
// the product. No lane can overflow, for the shares are at most 255*(8+6+4+2).
func adlerAny(a, b uint64, p []byte) uint32 {
	const (
		bytes = 0x00ff00ff00ff00ff
		ones  = 0x0001000100010001
		even  = 0x0008000600040002 // how often the bytes 0, 2, 4, 6 of a word count in b
		odd   = 0x0007000500030001 // and the bytes 1, 3, 5, 7
	)
	for len(p) > 0 {
		run := p[:min(len(p), adlerRun)]
		p = p[len(run):]
		for len(run) >= 8 {
			v := binary.LittleEndian.Uint64(run)
			lo, hi := v&bytes, v>>8&bytes
			b += 8*a + lo*even>>48 + hi*odd>>48
			a += (lo + hi) * ones >> 48
			run = run[8:]
		}
		for _, c := range run {
			a += uint64(c)
			b += a
		}
		a %= adlerMod
		b %= adlerMod
	}
	return uint32(b<<16 | a)
}
