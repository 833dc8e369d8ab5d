package archive

import (
	"bytes"

	"strconv"
	"strings"
)

// A pickle runs the program that a pickle of Python is, as far as texts and dictionaries go.
// Nothing is called.
//
// Source: Python's Lib/pickletools.py.
type pickle struct {
	cursor
	stack []string // "" for all that is no text
	marks []int
	memo  map[int]string
	found *constants
}

func readPickle(data []byte, found *constants) {
	p := &pickle{cursor: cursor{data: data}, memo: map[int]string{}, found: found}
	for p.at < len(data) && !p.cut && p.step() {
	}
}

func (p *pickle) line() string {
	n := bytes.IndexByte(p.data[p.at:], '\n')
	if n < 0 {
		p.cut = true
		return ""
	}
	return string(p.take(n + 1)[:n])
}

func (p *pickle) push(text string) { p.stack = append(p.stack, text) }

// text pushes a text.
func (p *pickle) text(text string) {
	p.found.add(text)
	if len(text) > maxNamed || !isPlainText(text) {
		text = ""
	}
	p.push(text)
}

func (p *pickle) pop(n int) { p.stack = p.stack[:max(0, len(p.stack)-n)] }

// popMark returns what was pushed behind the last mark.
func (p *pickle) popMark() []string {
	from := 0
	if n := len(p.marks); n > 0 {
		from, p.marks = min(p.marks[n-1], len(p.stack)), p.marks[:n-1]
	}
	items := p.stack[from:]
	p.stack = p.stack[:from]
	return items
}

// pairs notes the names and values of a dictionary.
func (p *pickle) pairs(items []string) {
	l := loads{to: p.found}
	for ; len(items) > 1; items = items[2:] {
		l.assign(items[0], items[1])
	}
}

func (p *pickle) put(key int) {
	if n := len(p.stack); n > 0 {
		p.memo[key] = p.stack[n-1]
	}
}

// step does an instruction, and reports whether it is known.
func (p *pickle) step() bool {
	switch op := p.u1(); op {
	case '.', 0x95, 0x98, 0x80:
		p.take(map[int]int{0x95: 8, 0x80: 1}[op])
	case '(':
		p.marks = append(p.marks, len(p.stack))
	case '0':
		p.pop(1)
	case '1':
		p.popMark()
	case '2':
		if n := len(p.stack); n > 0 {
			p.push(p.stack[n-1])
		}
	case 'S', 'V':
		text := p.line()
		if op == 'S' {
			text = strings.Trim(text, `'"`)
		}
		p.text(text)
	case 'T', 'X', 'B':
		p.text(string(p.take(p.little(4))))
	case 'U', 'C', 0x8c:
		p.text(string(p.take(p.u1())))
	case 0x8d, 0x8e, 0x96:
		p.text(string(p.take(p.little(8))))
	case 'N', 0x88, 0x89, ']', '}', ')', 0x8f, 0x97:
		p.push("")
	case 'I', 'L', 'F', 'P':
		p.line()
		p.push("")
	case 'K', 0x82:
		p.take(1)
		p.push("")
	case 'M', 0x83:
		p.take(2)
		p.push("")
	case 'J', 0x84:
		p.take(4)
		p.push("")
	case 'G':
		p.take(8)
		p.push("")
	case 0x8a:
		p.take(p.u1())
		p.push("")
	case 0x8b:
		p.take(p.little(4))
		p.push("")
	case 'c':
		p.line()
		p.line()
		p.push("")
	case 'i':
		p.line()
		p.line()
		p.popMark()
		p.push("")
	case 't', 'l', 'o', 0x91:
		p.popMark()
		p.push("")
	case 'd':
		p.pairs(p.popMark())
		p.push("")
	case 0x85, 'Q':
		p.pop(1)
		p.push("")
	case 0x86, 'R', 0x81, 0x93:
		p.pop(2)
		p.push("")
	case 0x87, 0x92:
		p.pop(3)
		p.push("")
	case 'a', 'b':
		p.pop(1)
	case 'e', 0x90:
		p.popMark()
	case 's':
		p.pairs(p.stack[max(0, len(p.stack)-2):])
		p.pop(2)
	case 'u':
		p.pairs(p.popMark())
	case 'p':
		key, _ := strconv.Atoi(p.line())
		p.put(key)
	case 'q':
		p.put(p.u1())
	case 'r':
		p.put(p.little(4))
	case 0x94:
		p.put(len(p.memo))
	case 'g':
		key, _ := strconv.Atoi(p.line())
		p.push(p.memo[key])
	case 'h':
		p.push(p.memo[p.u1()])
	case 'j':
		p.push(p.memo[p.little(4)])
	default:
		return false
	}
	return true
}
