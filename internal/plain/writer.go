package plain

import (
	"bytes"
	"io"
	"os"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// A Writer passes text on to another writer in whole lines, and makes it plain. It
// leaves line ends and tabs. A line without an end waits for Flush. It is safe for
// concurrent use.
type Writer struct {
	door  *door
	color bool
}

// A door is what a Writer and its colored copy share.
type door struct {
	mu      sync.Mutex
	w       io.Writer
	pending []byte // the last line, without an end
	begun   bool   // more than blanks of that line was written already
	err     error
}

// NewWriter returns a Writer to w, or w itself if it is one.
func NewWriter(w io.Writer) *Writer {
	if already, ok := w.(*Writer); ok {
		return already
	}
	return &Writer{door: &door{w: w}}
}

// Colored returns a Writer to the same place that also passes on the sequences
// that set colours. It is for text whose foreign parts went through Text.
func (w *Writer) Colored() *Writer { return &Writer{door: w.door, color: true} }

// OSFile returns the file to which w writes, nil if it is none: to ask whether it is
// a terminal, and to draw on it what is no text.
func (w *Writer) OSFile() *os.File {
	file, _ := w.door.w.(*os.File)
	return file
}

// maxPending bounds the bytes of a line that wait for its end.
const maxPending = 1 << 16

// Write implements io.Writer.
func (w *Writer) Write(p []byte) (int, error) {
	d := w.door
	d.mu.Lock()
	defer d.mu.Unlock()
	end := 0
	if i := bytes.LastIndexByte(p, '\n'); i >= 0 {
		end = len(d.pending) + i + 1
	}
	d.pending = append(d.pending, p...)
	if len(d.pending)-end > maxPending {
		end = max(end, cut(d.pending))
	}
	d.pass(end, w.color)
	return len(p), d.err
}

// longest is more bytes than a command, a sequence of a terminal or a rune takes.
const longest = 1 << 6

// cut returns where a line can be cut so that nothing that acts is cut apart: right
// before the first byte of what may be such, with only text before.
func cut(line []byte) int {
	end := len(line)
	for end > 0 {
		i := bytes.LastIndexAny(line[max(end-longest, 0):end], "#:\x1b")
		if i < 0 {
			break
		}
		end = max(end-longest, 0) + i
	}
	if end < len(line) {
		return end
	}
	for i := end - 1; i >= max(end-utf8.UTFMax, 0); i-- {
		if utf8.RuneStart(line[i]) { // the last rune may not be whole
			return i
		}
	}
	return end
}

// Flush writes what waits for the end of its line.
func (w *Writer) Flush() error {
	d := w.door
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pass(len(d.pending), w.color)
	return d.err
}

// Act writes a command for the CI system, on a line of its own.
func (w *Writer) Act(c Command) error {
	d := w.door
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.pending) > 0 || d.begun {
		d.pending = append(d.pending, '\n')
	}
	d.pass(len(d.pending), w.color)
	d.write(c.String() + "\n")
	return d.err
}

// pass writes the first n bytes of what is pending.
func (d *door) pass(n int, color bool) {
	if n == 0 {
		return
	}
	text := string(d.pending[:n])
	d.pending = append(d.pending[:0], d.pending[n:]...)
	if simple(text) && !mayCommand(text) {
		d.write(text)
	} else {
		d.write(d.disarmed(escaped(text, color)))
	}
	last := strings.LastIndexByte(text, '\n')
	d.begun = d.begun && last < 0 || strings.Trim(text[last+1:], " \t") != ""
}

func (d *door) write(text string) {
	if d.err == nil {
		_, d.err = io.WriteString(d.w, text)
	}
}

// disarmed disarms the commands in lines, of which the first may have begun before.
func (d *door) disarmed(text string) string {
	text = hashCommands(text)
	if !strings.Contains(text, "::") {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		blanks := len(line) - len(strings.TrimLeft(line, " \t"))
		if strings.HasPrefix(line[blanks:], "::") && (b.Len() > 0 || !d.begun) {
			b.WriteString(line[:blanks] + `\u003a:`)
			line = line[blanks+len("::"):]
		}
		b.WriteString(line)
	}
	return b.String()
}

// simple reports whether text is printable ASCII with line ends and tabs.
func simple(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\n' && c != '\t' || c > '~' {
			return false
		}
	}
	return true
}

// colorSequence sets colours and weights, and nothing else (ECMA-48, SGR).
var colorSequence = lazyregexp.New(`^\x1b\[[0-9;]{0,16}m`)

// escaped writes what is not printable as escapes.
func escaped(text string, color bool) string {
	if simple(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	for i, size := 0, 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		if color && r == '\x1b' {
			if sequence := colorSequence().FindString(text[i:]); sequence != "" {
				b.WriteString(sequence)
				size = len(sequence)
				continue
			}
		}
		if r == '\n' || r == '\t' {
			b.WriteRune(r)
			continue
		}
		writeRune(&b, r, text[i:i+size])
	}
	return b.String()
}
