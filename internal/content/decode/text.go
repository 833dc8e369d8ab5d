package decode

import (
	"slices"
	"unicode/utf8"
)

// A Text is what was decoded. The byte Data[i] was made of what begins at offset At[i] of
// the text that was decoded. At has one element more than Data, for the end. It ascends.
type Text struct {
	Data []byte
	At   []int32

	// Cut says that more was compressed than was asked for.
	Cut bool

	layers  []string // of all of the text
	changes []change // the marks that were undone
}

// A change is an offset in a decoded text where a mark was undone.
type change struct {
	at   int
	kind Kinds
}

// Decode returns what a run of data encodes, with a map to data. ok is false if
// that is no text. The bytes of the run alone decide. Of what is decompressed, it returns so
// many bytes at most.
func (r Run) Decode(data []byte, most int) (text Text, ok bool) {
	run := data[r.Start:r.End]
	switch {
	case r.Kinds == Bytes:
		text, ok = decodeNumbers(run, most)
	case r.IsWord():
		text, ok = decodeWord(r.Kinds, run, most)
	default:
		text = unmark(r.Kinds, run)
		ok = len(text.changes) > 0
	}
	for i := range text.At {
		text.At[i] += int32(r.Start)
	}
	return text, ok
}

// Layers returns what was undone in and beside Data[start:end]: nothing if that is the
// same in what was decoded.
func (t *Text) Layers(start, end int) []string {
	if t.layers != nil {
		return t.layers
	}
	var kinds Kinds
	i, _ := slices.BinarySearchFunc(t.changes, start-1, func(c change, at int) int { return c.at - at })
	for ; i < len(t.changes) && t.changes[i].at <= end; i++ {
		kinds |= t.changes[i].kind
	}
	return kinds.Names()
}

func (t *Text) add(b byte, at int) {
	t.Data = append(t.Data, b)
	t.At = append(t.At, int32(at))
}

// addRune adds a character in UTF-8.
func (t *Text) addRune(r rune, at int) {
	n := len(t.Data)
	t.Data = utf8.AppendRune(t.Data, r)
	for range len(t.Data) - n {
		t.At = append(t.At, int32(at))
	}
}

// unmark undoes the marks of some kinds in a run.
func unmark(kinds Kinds, run []byte) Text {
	t := Text{Data: make([]byte, 0, len(run)), At: make([]int32, 0, len(run)+1)}
	for i := 0; i < len(run); {
		kind, n := Kinds(0), 0
		if possible[run[i]]&kinds != 0 {
			at := len(t.Data)
			if kind, n = t.undo(kinds, run, i); n > 0 {
				at = min(at, len(t.Data)) // a backspace takes a character away
				if last := len(t.changes) - 1; last >= 0 {
					at = max(at, t.changes[last].at)
				}
				t.changes = append(t.changes, change{at, kind})
				i += n
				continue
			}
		}
		n = i + 1
		for n < len(run) && possible[run[n]]&kinds == 0 {
			n++
		}
		t.Data = append(t.Data, run[i:n]...)
		for ; i < n; i++ {
			t.At = append(t.At, int32(i))
		}
	}
	t.At = append(t.At, int32(len(run)))
	return t
}

// possible are the kinds of marks that begin with a byte.
var possible = func() (t [256]Kinds) {
	for b := utf8.RuneSelf; b < len(t); b++ {
		t[b] = Invisible
	}
	for b := range byte(' ') {
		t[b] = Invisible
	}
	t['\t'], t['\n'], t['\r'], t[0x7f] = 0, 0, 0, Invisible
	t['\\'], t['%'], t['&'], t['='], t['+'] = Escapes|Joined, Percent, Entities, Quoted, UTF7
	t['<'] = Tags
	t['='], t['&'] = t['=']|MailWord, t['&']|UTF7
	t['"'], t['\''], t['`'], t['^'] = Joined, Joined, Joined, Joined
	return t
}()

// undo undoes the mark at an offset of a run, which has n bytes, 0 if there is none.
func (t *Text) undo(kinds Kinds, run []byte, at int) (kind Kinds, n int) {
	var r rune
	switch b := run[at]; {
	case b == '\\' || b == '"' || b == '\'' || b == '`' || b == '^':
		if next := seam(run, at); kinds&Joined != 0 && next > 0 {
			return Joined, next - at
		}
		if kinds&Escapes == 0 || b != '\\' {
			return 0, 0
		}
		kind = Escapes
		r, n = escape(run[at:])
	case b == '%':
		if at+1 < len(run) && run[at+1] == 'u' {
			kind = Percent
			r, n = fixed(run[at:], 2, 4, 16)
			break
		}
		if r, n = fixed(run[at:], 1, 2, 16); n > 0 {
			t.add(byte(r), at) // a byte, not a character
		}
		return Percent, n
	case b == '=':
		if n = mailWords(run[at:], func(b byte, i int) { t.add(b, at+i) }); kinds&MailWord != 0 && n > 0 {
			return MailWord, n
		} else if kinds&Quoted == 0 {
			return 0, 0
		}
		if next := softBreak(run, at); next > 0 {
			return Quoted, next - at
		}
		if r, n = quotedByte(run[at:]); n > 0 {
			t.add(byte(r), at)
		}
		return Quoted, n
	case b == '&':
		if chars, n := shifted(run[at:]); kinds&UTF7 != 0 && n > 0 && run[at+n-1] == '-' {
			for _, c := range chars {
				t.add(c, at)
			}
			return UTF7, n
		} else if kinds&Entities == 0 {
			return 0, 0
		}
		kind = Entities
		r, n = entity(run[at:])
	case b == '<':
		return Tags, tag(run[at:])
	case b == '+':
		chars, n := shifted(run[at:])
		for _, c := range chars {
			t.add(c, at)
		}
		return UTF7, n
	case b == '\b':
		if last := len(t.Data) - 1; last >= 0 && at > 0 && t.Data[last] != '\n' {
			t.Data, t.At = t.Data[:last], t.At[:last]
		}
		return Invisible, 1
	default:
		kind = Invisible
		r, n = seen(run, at)
	}
	if n > 0 && r >= 0 {
		t.addRune(r, at)
	}
	return kind, n
}

// isText reports whether decoded bytes are text: at most a byte in twenty is not.
func isText(data []byte) bool {
	bad := 0
	for i := 0; i < len(data); {
		b := data[i]
		if b < utf8.RuneSelf {
			if !printable(b) {
				bad++
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		i += n
	}
	return len(data) > 0 && bad*20 <= len(data)
}

// printable reports whether a byte of ASCII is one that texts have.
func printable(b byte) bool {
	return b >= ' ' && b != 0x7f || b == '\n' || b == '\r' || b == '\t' || b == 0x1b
}
