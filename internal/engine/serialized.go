package engine

import (
	"bytes"

	"github.com/sluicesec/sluice/internal/pattern"
)

// Programs that serialize an object write the name of a field, the kind and the length of
// its value in a few bytes, and the value: MessagePack, BSON, protocol buffers, pickles and
// tables of strings look alike in that. So in binary content, a name that is alone in
// its run may have its value in the next run. Most neighbours there are strings that have
// nothing to do with each other, and only a value that no programmer would give a name
// is taken for one.
const (
	widestGap     = 8  // bytes between a name and its value
	longestField  = 40 // bytes of a name before a keyword, and from there on
	leastField    = 8  // bytes of a value
	longestSerial = 64 // bytes of a value
)

// serialized returns the bytes between a name, of which a keyword is at an offset, and the
// value that belongs to it, and an empty span if there is none.
func serialized(data []byte, at int) (gap pattern.Span) {
	end := at
	for end < len(data) && isNameByte(data[end]) {
		if end++; end-at > longestField {
			return gap
		}
	}
	start := end
	for end < len(data) && !isPrintable(data[end]) {
		if end++; end-start > widestGap {
			return gap
		}
	}
	if end == start {
		return gap
	}
	value := end
	for end < len(data) && ' ' < data[end] && data[end] <= '~' {
		if end++; end-value > longestSerial {
			return gap
		}
	}
	if end < len(data) && isPrintable(data[end]) || !isDrawn(data[value:end]) {
		return gap
	}
	first := at
	for first > 0 && isNameByte(data[first-1]) {
		if first--; at-first > longestField {
			return gap
		}
	}
	if first > 0 && isPrintable(data[first-1]) {
		return gap
	}
	return pattern.Span{Start: start, End: value}
}

// isDrawn reports whether a value is none that a programmer gives to a symbol: it has letters,
// digits, and signs that no name, path or format has. A sign at its beginning is none of
// these: colours have it.
func isDrawn(value []byte) bool {
	letters, digits, signs := 0, 0, 0
	for i, b := range value {
		switch {
		case '0' <= b && b <= '9':
			digits++
		case 'a' <= b|0x20 && b|0x20 <= 'z':
			letters++
		case i == 0, isNameByte(b), bytes.IndexByte([]byte("/:%@$(),"), b) >= 0:
			return false
		default:
			signs++
		}
	}
	return len(value) >= leastField && letters > 0 && digits > 0 && 0 < signs && signs < len(value)/2
}

// assign overwrites the bytes between a name and its value with an operator.
func assign(gap []byte) {
	for i := range gap {
		gap[i] = ' '
	}
	gap[0] = '='
}
