package inflate

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2

// adlerBlock is how many bytes adlerAVX2 takes at a time.
const adlerBlock = 32

// adler returns the Adler-32 checksum of p.
func adler(p []byte) uint32 {
	if !hasAVX2 || len(p) < adlerBlock {
		return adlerAny(1, 0, p)
	}
	a, b := uint64(1), uint64(0)
	for len(p) >= adlerBlock {
		n := min(len(p), adlerRun) / adlerBlock * adlerBlock
		sum, weighted := adlerAVX2(&p[0], n/adlerBlock)
		b = (b + uint64(n)*a + weighted) % adlerMod
		a = (a + sum) % adlerMod
		p = p[n:]
	}
	return adlerAny(a, b, p)
}

// adlerAVX2 returns the sum of the bytes of so many blocks, which is more than none, and the
// sum of all bytes of which the last counts once, the one before twice, and so on. There may be
// up to adlerRun bytes.
//
//go:noescape
func adlerAVX2(data *byte, blocks int) (sum, weighted uint64)
