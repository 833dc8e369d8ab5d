package literal

import (
	"encoding/binary"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// A text is a literal as it is compared: folded bytes have 0x20 in mask.
type text struct {
	bytes         string // with every byte ored with its mask
	mask          string
	before, after *ByteSet // nil for any
}

// foldTexts makes the texts of literals. There are thousands of them, so that they
// share their memory.
func foldTexts(literals []Literal) []text {
	size := 0
	for i := range literals {
		size += 2 * len(literals[i].Text)
	}
	folded := make([]byte, 0, size) // of each literal its bytes, and then their masks
	for i := range literals {
		l := &literals[i]
		from := len(folded)
		folded = append(folded, l.Text...)
		for k := range len(l.Text) {
			mask := byte(0)
			if c := l.Text[k]; l.Fold && ('a' <= c|0x20 && c|0x20 <= 'z') {
				mask = 0x20
				folded[from+k] |= mask
			}
			folded = append(folded, mask)
		}
	}
	rest, list := string(folded), make([]text, len(literals))
	for i := range literals {
		l := &literals[i]
		n := len(l.Text)
		list[i] = text{rest[:n], rest[n : 2*n], l.Before, l.After}
		rest = rest[2*n:]
	}
	return list
}

// texts are the texts of a set, by the number of the literal.
type texts struct {
	records string // of four numbers of four bytes: offset in folded, length, and the sets before and behind it
	folded  string // of each text its bytes, and then their masks
	sets    []ByteSet
}

// Where the numbers are in a record.
const (
	textFrom   = 0
	textLen    = 4
	textBefore = 8
	textAfter  = 12
	textSize   = 16
)

// joinTexts joins texts. Sets of bytes are numbered from 1 on, and 0 stands for nil.
func joinTexts(list []text) texts {
	var t texts
	numbers := map[ByteSet]uint32{}
	number := func(set *ByteSet) uint32 {
		if set == nil {
			return 0
		}
		n, ok := numbers[*set]
		if !ok {
			t.sets = append(t.sets, *set)
			n = uint32(len(t.sets))
			numbers[*set] = n
		}
		return n
	}
	records, folded := make([]byte, 0, textSize*len(list)), []byte(nil)
	for i := range list {
		for _, n := range [...]uint32{uint32(len(folded)), uint32(len(list[i].bytes)), number(list[i].before), number(list[i].after)} {
			records = binary.LittleEndian.AppendUint32(records, n)
		}
		folded = append(append(folded, list[i].bytes...), list[i].mask...)
	}
	t.records, t.folded = string(records), string(folded)
	return t
}

// at gives the text of a literal.
func (t *texts) at(id int32) text {
	from, n := t.number(id, textFrom), t.number(id, textLen)
	folded := t.folded[from : from+2*n]
	return text{folded[:n], folded[n:], t.set(t.number(id, textBefore)), t.set(t.number(id, textAfter))}
}

// number gives a number of a literal's record.
func (t *texts) number(id int32, field int) uint32 {
	return prebuilt.Uint32(t.records, int(id)*textSize+field)
}

func (t *texts) set(number uint32) *ByteSet {
	if number == 0 {
		return nil
	}
	return &t.sets[number-1]
}
