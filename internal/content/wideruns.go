package content

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"sort"
	"unicode/utf8"
)

// Text in one encoding may have wide text in it: a shell appended UTF-16 to a file of
// ASCII, a program holds its messages in UTF-16. Such a run is found by the zeros of its
// characters, which are ASCII and Latin-1; its byte order does not matter for that.

// minWide is the number of characters of a run, at least. A run of so many has a word of
// eight bytes with an offset that eight divides, however it lies.
const minWide = 8

// A wideRun is a part of some data whose characters take width bytes each, of which all
// but the first are zeros. The zeros of the last character may be missing.
type wideRun struct{ start, end, width int }

// wideRuns returns the runs in data.
func wideRuns(data []byte) iter.Seq[wideRun] {
	return func(yield func(wideRun) bool) {
		behind := 0 // the last run
		for at := 0; at+8 <= len(data); at += 8 {
			word := binary.LittleEndian.Uint64(data[at:])
			if word&0xff00ff00ff00ff00 != 0 && word&0x00ff00ff00ff00ff != 0 { // most have no zeros
				continue
			}
			width := wordWidth(word)
			if width == 0 {
				continue
			}
			first := at
			for data[first] == 0 {
				first++
			}
			run := runAround(data, behind, first, width)
			if run.end-run.start <= (minWide-1)*width {
				continue
			}
			if !yield(run) {
				return
			}
			behind = run.end
			at = max(at, (run.end-1)&^7)
		}
	}
}

// wordWidth returns the width of the characters that eight bytes may be, or 0.
func wordWidth(word uint64) int {
	if word&0xff00ff00ff00ff00 != 0 {
		if word&0x00ff00ff00ff00ff != 0 {
			return 0
		}
		word >>= 8
	}
	a, b, c, d := byte(word), byte(word>>16), byte(word>>32), byte(word>>48)
	switch {
	case a != 0 && b != 0 && c != 0 && d != 0:
		return 2
	case a != 0 && c != 0 && b|d == 0, b != 0 && d != 0 && a|c == 0:
		return 4
	}
	return 0
}

// runAround returns the run that has a character at an offset and begins at from or
// behind it. It is empty if there is none.
func runAround(data []byte, from, at, width int) wideRun {
	run := wideRun{at, at, width}
	for run.end < len(data) && isWideChar(data[run.end:min(len(data), run.end+width)]) {
		run.end += width
	}
	if run.end = min(run.end, len(data)); run.end == at {
		return run
	}
	for run.start-width >= from && isWideChar(data[run.start-width:run.start]) {
		run.start -= width
	}
	if e := run.end; run.start > 0 && mayBeBig(data[run.start-1], data[run.start]) && e < len(data) && isWideChar(data[e:e+1]) {
		run.end++
	}
	return run
}

// mayBeBig reports whether a run may be big endian, so that its last character has its
// zeros before it: by the byte before its first character, which may be the end of the
// line above, and by that.
func mayBeBig(before, first byte) bool { return before == 0 || first == '\n' }

// isWideChar reports whether a unit is a character and zeros behind it. Two of Latin-1
// are left out, because byte order marks have them.
func isWideChar(unit []byte) bool {
	b := unit[0]
	return (' ' <= b && b <= '~' || 0xa0 <= b && b < 0xfe || b == '\t' || b == '\n' || b == '\r') && len(bytes.TrimLeft(unit[1:], "\x00")) == 0
}

// A place is where a run begins in the data, and in the text that is made of it.
type place struct {
	run  wideRun
	text int
}

// wideViews returns a view of the wide runs in the data of v for each width that some have.
// Between runs it has the line ends of the data, or one zero.
func wideViews(v *View) (views []*View) {
	runs := slices.Collect(wideRuns(v.Data))
	for _, width := range []int{2, 4} {
		if view := wideView(v, runs, width); view != nil {
			views = append(views, view)
		}
	}
	return views
}

// wideView returns a view of those runs that have a width, or nil if there are none.
func wideView(v *View, runs []wideRun, width int) *View {
	var text []byte
	var places []place
	behind := 0
	for _, run := range runs {
		if run.width != width {
			continue
		}
		text = appendGap(text, v.Data[behind:run.start])
		places = append(places, place{run, len(text)})
		text = appendNarrow(text, v.Data[run.start:run.end], width)
		behind = run.end
	}
	if places == nil {
		return nil
	}
	view := v.decoded((&wide{width: width}).layer(), text, func(i int) int { return offsetIn(places, text, i) })
	view.Class = v.Class
	return view
}

// appendGap appends what stands for the bytes between two runs.
func appendGap(text, gap []byte) []byte {
	if lines := bytes.Count(gap, []byte{'\n'}); lines > 0 {
		return append(text, bytes.Repeat([]byte{'\n'}, lines)...)
	}
	return append(text, 0)
}

// appendNarrow appends the characters of a run as UTF-8.
func appendNarrow(text, run []byte, width int) []byte {
	for i := 0; i < len(run); i += width {
		text = utf8.AppendRune(text, rune(run[i]))
	}
	return text
}

// offsetIn returns where the character at offset i of a text is in the data.
func offsetIn(places []place, text []byte, i int) int {
	k := sort.Search(len(places), func(k int) bool { return places[k].text > i }) - 1
	if k < 0 {
		return 0
	}
	p := places[k]
	end := len(text)
	if k+1 < len(places) {
		end = places[k+1].text
	}
	at := p.run.start
	for from := p.text; from < min(i, end); {
		_, n := utf8.DecodeRune(text[from:])
		if from += n; from > i {
			break
		}
		at += p.run.width
	}
	return min(at, p.run.end)
}
