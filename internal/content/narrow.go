package content

import (
	"golang.org/x/text/transform"
)

// narrow is wideViews for a stream that is too large to hold: it makes the wide runs in it
// narrow where they are, and leaves all other bytes as they are.
type narrow struct {
	width int  // of the run that is being read; 0 outside of runs
	big   bool // see mayBeBig
	last  byte // that was read outside of runs; not a zero if there was none
}

func (t *narrow) Reset() { *t = narrow{last: ' '} }

// sight is how many bytes show whether a run begins with the first of them.
const sight = 8 + minWide*4

func (t *narrow) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if len(dst)-nDst < 2 {
			return nDst, nSrc, transform.ErrShortDst
		}
		rest := src[nSrc:]
		switch {
		case t.width == 0:
			n, begins := t.begin(rest, atEOF)
			n = min(n, len(dst)-nDst)
			copy(dst[nDst:], rest[:n])
			nDst, nSrc = nDst+n, nSrc+n
			if n > 0 {
				t.last = rest[n-1]
			}
			if begins != nil && n == begins.start {
				t.width, t.big = begins.width, mayBeBig(t.last, rest[n])
			} else if n == 0 {
				return nDst, nSrc, transform.ErrShortSrc
			}
		case len(rest) < t.width && !atEOF:
			return nDst, nSrc, transform.ErrShortSrc
		case isWideChar(rest[:min(len(rest), t.width)]):
			nDst = len(appendNarrow(dst[:nDst], rest[:1], 1))
			nSrc += min(len(rest), t.width)
		case t.big && isWideChar(rest[:1]):
			nDst = len(appendNarrow(dst[:nDst], rest[:1], 1))
			nSrc++
			t.width = 0
		default:
			t.width = 0
		}
	}
	return nDst, nSrc, nil
}

// begin returns how many bytes belong to no run, and the run behind them if it is in
// sight.
func (t *narrow) begin(src []byte, atEOF bool) (n int, run *wideRun) {
	n = len(src)
	if !atEOF {
		n = max(0, n-sight)
	}
	for r := range wideRuns(src) {
		if r.start <= n {
			n, run = r.start, &r
		}
		break
	}
	return n, run
}
