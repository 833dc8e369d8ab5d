package inflate

import "golang.org/x/sys/cpu"

var hasBMI2 = cpu.X86.HasBMI2 && cpu.X86.HasAVX2

// fast decodes a block while there is input and room for whole rounds. done says that
// the block has ended; otherwise careful goes on.
func (d *Decoder) fast() (done bool, err error) {
	if !hasBMI2 || d.portable {
		return d.fastAny()
	}
	r := rounds{
		in: d.in, inLast: len(d.src) - inputRoom, out: d.out, outLast: min(d.size, len(d.dst)-Slack),
		bits: d.bits, n: d.n, lit: &d.lit, dist: &d.dist,
	}
	if r.in > r.inLast || r.out > r.outLast {
		return false, nil
	}
	r.src, r.dst = &d.src[0], &d.dst[0]
	switch decodeBMI2(&r) {
	case roundsBadCode:
		return false, errCode
	case roundsBadDistance:
		return false, errDistance
	case roundsEnd:
		done = true
	}
	d.in, d.out, d.bits, d.n = r.in, r.out, r.bits, r.n
	if done && d.out > d.size {
		return false, errSize
	}
	return done, nil
}

// rounds is the state of the fast loop in assembly. A round begins only at offsets up to
// inLast and outLast, so that it stays within input and output. The assembly checks besides
// that no match begins before the output; what build makes leads to no place outside of the
// tables.
type rounds struct {
	src, dst     *byte // where input and output begin
	in, inLast   int
	out, outLast int
	bits         uint64
	n            uint
	lit          *[litSize]entry
	dist         *[distSize]entry
}

// What decodeBMI2 returns.
const (
	roundsLimit = iota // of input or output
	roundsEnd          // of the block
	roundsBadCode
	roundsBadDistance
)

// decodeBMI2 does what fastAny does.
//
//go:noescape
func decodeBMI2(r *rounds) int
