package archive

import (
	"bufio"
	"bytes"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/klauspost/compress/flate"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// pdf shows the streams of a PDF: the text of pages, and what else is compressed, such as
// objects, forms and attached files. The path of a member is the number of its object.
// Pictures are not decoded.
//
// Streams are found by their keywords, wherever the table of objects says they are: it may
// be damaged, and older versions of an object are in no table.
//
// Source: ISO 32000-1, sections 7.3.8 and 7.4.
func (w *walker) pdf(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	if pdfEncrypted().Match(data) {
		return &Miss{Reason: Encrypted, Bytes: int64(len(data))}
	}
	glyphs := pdfGlyphs(w, data)
	for at := 0; ; {
		s, ok := nextPDFStream(data, at)
		if !ok {
			return unread
		}
		end, err := w.pdfStream(&s, glyphs)
		if err != nil {
			return err
		}
		at = s.start + end
	}
}

// pdfGlyphs returns the tables of glyphs in a file.
func pdfGlyphs(w *walker, data []byte) (tables []glyphTable) {
	tried := 0
	for at, n := 0, 0; tried < maxGlyphTables && n < w.budget.total.Entries && w.ctx.Err() == nil; n++ {
		s, ok := nextPDFStream(data, at)
		if !ok {
			break
		}
		c := w.pdfContent(&s)
		at = s.start + s.end
		if s.leave || c.plain && !bytes.Contains(data[s.start:s.start+min(s.end, pdfSniff)], []byte("begincmap")) {
			continue
		}
		r := readerFunc(func(p []byte) (int, error) { return guarded(c.r, p) })
		head, _ := io.ReadAll(io.LimitReader(r, pdfSniff)) // who shows it says what is wrong
		if bytes.Contains(head, []byte("begincmap")) {
			tried++
			rest, _ := io.ReadAll(io.LimitReader(r, maxGlyphTable))
			if t := newGlyphTable(append(head, rest...)); t != nil {
				tables = append(tables, t)
			}
		}
	}
	return tables
}

// pdfSniff is how many bytes of a stream show whether it is a table of glyphs.
const pdfSniff = 2 << 10

var (
	pdfEncrypted = lazyregexp.New(`/Encrypt\s+\d+\s+\d+\s+R`)
	pdfFilters   = lazyregexp.New(`/Filter\s*(/\w+|\[[\s/\w]*\])`)
	pdfName      = lazyregexp.New(`/\w+`)
	pdfPicture   = lazyregexp.New(`/Subtype\s*/Image\b`)
	pdfTable     = lazyregexp.New(`/Type\s*/XRef\b`)
)

// A pdfStream is a stream, and what is said of it.
type pdfStream struct {
	data    []byte // of the file
	object  string // its number; "" if it is not known
	start   int
	end     int // of it, counted from its start, by the keyword
	filters []string
	rows    pdfRows // how its bytes were changed before they were compressed
	unknown bool    // its filters are in another object
	leave   bool    // it is a picture, or a table of objects
}

// maxPDFDictionary is how many bytes before a stream may say what it is.
const maxPDFDictionary = 64 << 10

// nextPDFStream returns the first stream that begins at an offset or behind it.
func nextPDFStream(data []byte, at int) (s pdfStream, ok bool) {
	for floor := at; ; {
		i := bytes.Index(data[at:], []byte("stream"))
		if i < 0 {
			return s, false
		}
		keyword := at + i
		at = keyword + len("stream")
		switch {
		case bytes.HasPrefix(data[at:], []byte("\r\n")):
			s.start = at + 2
		case at < len(data) && (data[at] == '\n' || data[at] == '\r'):
			s.start = at + 1
		default:
			continue
		}
		before := withoutComment(bytes.TrimRight(data[max(floor, keyword-maxPDFDictionary):keyword], " \t\r\n"))
		if !bytes.HasSuffix(before, []byte(">>")) {
			continue
		}
		var dictionary []byte
		s.object, dictionary = pdfObject(before)
		s.describe(pdfNames(dictionary))
		s.data = data
		if rest := data[s.start:]; s.unknown && len(rest) > 2 && isZlibHeader(rest) {
			s.filters = []string{"FlateDecode"}
		}
		if s.end = bytes.Index(data[s.start:], []byte("endstream")); s.end < 0 {
			s.end = len(data) - s.start
		}
		return s, true
	}
}

// pdfObject returns the number of the last object that begins in data, and what follows its
// keyword. If none begins, that is all of data.
func pdfObject(data []byte) (number string, rest []byte) {
	for end := len(data); ; {
		i := bytes.LastIndex(data[:end], []byte("obj"))
		if i < 0 {
			return "", data
		}
		end = i
		before := bytes.TrimRight(data[max(0, i-maxPDFWord):i], " \t\r\n")
		generation := bytes.TrimRight(before, "0123456789")
		number := bytes.TrimRight(generation, " \t\r\n")
		if len(before) == i || len(generation) == len(before) || len(number) == len(generation) {
			continue
		}
		if digits := number[len(bytes.TrimRight(number, "0123456789")):]; len(digits) > 0 {
			return string(digits), data[i+len("obj"):]
		}
	}
}

// pdfNames returns data with the characters of names that are written as numbers, as in
// /Flate#44ecode (section 7.3.5).
func pdfNames(data []byte) []byte {
	if bytes.IndexByte(data, '#') < 0 {
		return data
	}
	var out []byte
	for i := 0; i < len(data); i++ {
		if data[i] == '#' && i+2 < len(data) {
			high, isHigh := hexDigit(data[i+1])
			low, isLow := hexDigit(data[i+2])
			if isHigh && isLow {
				out = append(out, high<<4|low)
				i += 2
				continue
			}
		}
		out = append(out, data[i])
	}
	return out
}

// withoutComment leaves out a comment on the last line of data, and what is blank before it.
func withoutComment(data []byte) []byte {
	if bytes.HasSuffix(data, []byte(">>")) {
		return data
	}
	line := bytes.LastIndexAny(data[max(0, len(data)-1<<10):], "\r\n") + 1 + max(0, len(data)-1<<10)
	if i := bytes.LastIndexByte(data[line:], '%'); i >= 0 {
		data = data[:line+i]
	}
	return bytes.TrimRight(data, " \t\r\n")
}

// describe takes from its dictionary what a stream is.
func (s *pdfStream) describe(dictionary []byte) {
	if bytes.Contains(dictionary, []byte("/Filter")) {
		if m := pdfFilters().FindSubmatch(dictionary); m != nil {
			for _, name := range pdfName().FindAll(m[1], -1) {
				s.filters = append(s.filters, string(name[1:]))
			}
		}
	}
	if len(s.filters) == 0 && bytes.Contains(dictionary, []byte("/Filter")) {
		s.unknown = true
	}
	s.leave = bytes.Contains(dictionary, []byte("/Image")) && pdfPicture().Match(dictionary) ||
		bytes.Contains(dictionary, []byte("/XRef")) && pdfTable().Match(dictionary)
	s.rows = newPDFRows(dictionary)
}

// A pdfContent is what a stream holds.
type pdfContent struct {
	r      io.Reader
	from   *counter // of the bytes in the file
	plain  bool     // it is in the file as it is
	opaque bool     // it is a picture
}

// content unpacks the stream.
func (w *walker) pdfContent(s *pdfStream) pdfContent {
	c := pdfContent{from: &counter{r: bytes.NewReader(s.data[s.start:])}}
	c.r = c.from
	for i, filter := range s.filters {
		switch {
		case isFlate(filter):
			if err := skip(c.r, 2); err != nil {
				c.r = failed(err)
			} else {
				inflated := io.Reader(nil)
				if !slices.ContainsFunc(s.filters[:i], isFlate) {
					inflated = w.inflate(c.r)
				} else { // the walker's own is in use
					inflated = flate.NewReader(c.r)
				}
				c.r = s.rows.undo(inflated)
			}
		case filter == "ASCII85Decode" || filter == "A85":
			c.r = ascii85.NewDecoder(&until{r: c.r, mark: '~'})
		case filter == "ASCIIHexDecode" || filter == "AHx":
			c.r = &hexReader{r: &until{r: c.r, mark: '>'}}
		case slices.Contains([]string{"LZWDecode", "LZW", "RunLengthDecode", "RL", "Crypt"}, filter):
			c.r = failed(&Miss{Reason: UnknownMethod, Err: errors.New(filter)})
		case i == 0:
			c.opaque = true
		}
	}
	if len(s.filters) == 0 {
		c.plain, c.r = true, bytes.NewReader(s.data[s.start:s.start+s.end])
	}
	return c
}

// pdfStream shows what a stream holds, and returns how many bytes of the file it took. Text
// in numbers of glyphs is shown once more for each table.
func (w *walker) pdfStream(s *pdfStream, glyphs []glyphTable) (used int, err error) {
	c := w.pdfContent(s)
	if c.opaque {
		return s.end, nil
	}
	if s.leave {
		// Nobody sees the text that is in a picture, and a program can read it.
		head := make([]byte, leastDecoded)
		n, _ := io.ReadFull(readerFunc(func(p []byte) (int, error) { return guarded(c.r, p) }), head) // a picture that is damaged hides nothing
		if n < 16 || !isText(head[:n]) {
			return s.end, nil
		}
		c = w.pdfContent(s)
	}
	m, r := &Member{Path: s.object, Offset: int64(s.start)}, &pdfReader{r: c.r, plain: c.plain}
	if _, err := w.content(m, r, -1); err != nil {
		return 0, err
	}
	if r.text != nil && r.text.numbers {
		for i, table := range glyphs {
			m := &Member{Path: fmt.Sprintf("%s/%d", s.object, i+1), Offset: int64(s.start)}
			if _, err := w.content(m, &pdfReader{r: w.pdfContent(s).r, glyphs: table}, -1); err != nil {
				return 0, err
			}
		}
	}
	// A compressed stream says itself where it ends, and the keyword may be in it by chance.
	if len(s.filters) > 0 && isFlate(s.filters[0]) {
		return max(s.end, int(c.from.n)), nil
	}
	return s.end, nil
}

func isFlate(filter string) bool { return filter == "FlateDecode" || filter == "Fl" }

func failed(err error) io.Reader {
	return readerFunc(func([]byte) (int, error) { return 0, err })
}

// until reads up to a mark.
type until struct {
	r    io.Reader
	mark byte
	err  error
}

func (u *until) Read(p []byte) (int, error) {
	if u.err != nil {
		return 0, u.err
	}
	n, err := u.r.Read(p)
	if i := bytes.IndexByte(p[:n], u.mark); i >= 0 {
		n, err = i, io.EOF
	}
	u.err = err
	return n, err
}

// hexReader decodes pairs of digits, with white space between them.
type hexReader struct {
	r    io.Reader
	half []byte
}

func (h *hexReader) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	digits := h.half
	for _, b := range p[:n] {
		if _, ok := hexDigit(b); ok {
			digits = append(digits, b)
		}
	}
	out := 0
	for ; 2*out+1 < len(digits); out++ {
		high, _ := hexDigit(digits[2*out])
		low, _ := hexDigit(digits[2*out+1])
		p[out] = high<<4 | low
	}
	h.half = append(h.half[:0], digits[2*out:]...)
	return out, err
}

func hexDigit(b byte) (byte, bool) {
	v, err := strconv.ParseUint(string(rune(b)), 16, 8)
	return byte(v), err == nil && b < 0x80
}

// pdfReader reads a stream. Of one that writes text on a page it gives the text alone.
type pdfReader struct {
	r      io.Reader
	plain  bool       // the stream is in the file as it is, so it has nothing else to give
	glyphs glyphTable // of the text; nil for characters

	text *pdfText  // nil if it is none
	all  io.Reader // nil before the first call
}

// pdfHead is how much of a stream says what it is.
const pdfHead = 64 << 10

func (p *pdfReader) Read(b []byte) (int, error) {
	if p.all == nil {
		// Most streams are short, and there may be many.
		head, n, err := make([]byte, 1<<10), 0, error(nil)
		for err == nil && n < pdfHead {
			if n == len(head) {
				head = append(head, make([]byte, 3*len(head))...)
			}
			var m int
			m, err = io.ReadFull(p.r, head[n:])
			n += m
		}
		if err == io.EOF && n > 0 { // of an empty step
			err = io.ErrUnexpectedEOF
		}
		rest := p.r
		if err != nil {
			if err == io.ErrUnexpectedEOF {
				_, err = p.r.Read(make([]byte, 1)) // the end, or a stream that is cut
			}
			rest = failed(err)
		}
		p.all = io.MultiReader(bytes.NewReader(head[:n]), rest)
		switch {
		case writesText(head[:n]):
			p.text = &pdfText{r: bufio.NewReaderSize(p.all, 4<<10), glyphs: p.glyphs}
			p.all = p.text
		case p.plain:
			p.all = failed(io.EOF)
		}
	}
	return p.all.Read(b)
}

// writesText reports whether a stream has operators of text.
func writesText(head []byte) bool {
	return bytes.Contains(head, []byte("BT")) && (bytes.Contains(head, []byte("Tj")) || bytes.Contains(head, []byte("TJ")))
}
