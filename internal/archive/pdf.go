package archive

import (
	"bytes"
	"encoding/ascii85"
	"errors"
	"io"
	"regexp"
	"strconv"

	"github.com/klauspost/compress/flate"
)

// pdf shows the streams of a PDF: the text of pages, and what else is compressed, such as
// objects, forms and attached files. The path of a member is the number of its object.
// Pictures are not decoded, nor is text whose characters are numbers of glyphs.
//
// Streams are found by their keywords, wherever the table of objects says they are: it may
// be damaged, and older versions of an object are in no table.
//
// Source: ISO 32000-1, sections 7.3.8 and 7.4.
func (w *walker) pdf(in *input) error {
	if w.file.Size() > int64(w.budget.whole()) {
		return &Miss{Reason: TooLarge, Bytes: w.file.Size()}
	}
	data := make([]byte, w.file.Size())
	w.budget.total.held += len(data)
	defer func() { w.budget.total.held -= len(data) }()
	if n, err := io.ReadFull(in, data); err != nil {
		data = data[:n]
	}
	if pdfEncrypted.Match(data) {
		return &Miss{Reason: Encrypted, Bytes: int64(len(data))}
	}
	for at := 0; ; {
		s, ok := nextPDFStream(data, at)
		if !ok {
			return nil
		}
		used, err := w.pdfStream(data, &s)
		if err != nil {
			return err
		}
		at = s.start + used
	}
}

var (
	pdfEncrypted = regexp.MustCompile(`/Encrypt\s+\d+\s+\d+\s+R`)
	pdfObject    = regexp.MustCompile(`(\d{1,10})\s+\d{1,5}\s+obj\b`)
	pdfFilters   = regexp.MustCompile(`/Filter\s*(/\w+|\[[\s/\w]*\])`)
	pdfName      = regexp.MustCompile(`/\w+`)
	pdfPicture   = regexp.MustCompile(`/Subtype\s*/Image\b`)
	pdfTable     = regexp.MustCompile(`/Type\s*/XRef\b`)
)

// A pdfStream is a stream, and what is said of it.
type pdfStream struct {
	object  string // its number; "" if it is not known
	start   int
	filters []string
	leave   bool // it is a picture, or a table of objects
}

// maxPDFDictionary is how many bytes before a stream may say what it is.
const maxPDFDictionary = 8 << 10

// nextPDFStream returns the first stream that begins at an offset or behind it.
func nextPDFStream(data []byte, at int) (s pdfStream, ok bool) {
	for {
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
		before := bytes.TrimRight(data[max(0, keyword-maxPDFDictionary):keyword], " \t\r\n")
		if !bytes.HasSuffix(before, []byte(">>")) {
			continue
		}
		if all := pdfObject.FindAllSubmatchIndex(before, -1); len(all) > 0 {
			last := all[len(all)-1]
			s.object = string(before[last[2]:last[3]])
			before = before[last[1]:]
		}
		if m := pdfFilters.FindSubmatch(before); m != nil {
			for _, name := range pdfName.FindAll(m[1], -1) {
				s.filters = append(s.filters, string(name[1:]))
			}
		}
		s.leave = pdfPicture.Match(before) || pdfTable.Match(before)
		return s, true
	}
}

// pdfStream shows what a stream holds, and returns how many bytes of the file it took.
func (w *walker) pdfStream(data []byte, s *pdfStream) (used int, err error) {
	end := bytes.Index(data[s.start:], []byte("endstream"))
	if end < 0 {
		end = len(data) - s.start
	}
	if s.leave {
		return end, nil
	}
	// A compressed stream says itself where it ends, and the keyword may be in it by chance.
	c := &counter{r: bytes.NewReader(data[s.start:])}
	r, plain := io.Reader(c), true
	for i, filter := range s.filters {
		switch filter {
		case "FlateDecode", "Fl":
			if err := skip(r, 2); err != nil {
				r = failed(err)
			} else {
				r = flate.NewReader(r)
			}
		case "ASCII85Decode", "A85":
			r = ascii85.NewDecoder(&until{r: r, mark: '~'})
		case "ASCIIHexDecode", "AHx":
			r = &hexReader{r: &until{r: r, mark: '>'}}
		case "LZWDecode", "LZW", "RunLengthDecode", "RL", "Crypt":
			r = failed(&Miss{Reason: UnknownMethod, Err: errors.New(filter)})
		default: // a picture
			if i == 0 {
				return end, nil
			}
		}
		plain = false
	}
	m := &Member{Path: s.object, Offset: int64(s.start)}
	if plain {
		r = bytes.NewReader(data[s.start : s.start+end])
	}
	if _, err := w.content(m, &pdfReader{r: r, plain: plain}, -1); err != nil {
		return 0, err
	}
	if len(s.filters) > 0 && isFlate(s.filters[0]) {
		end = max(end, int(c.n))
	}
	return end, nil
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
	r     io.Reader
	plain bool // the stream is in the file as it is, so it has nothing else to give
	text  io.Reader
}

// pdfHead is how much of a stream says what it is.
const pdfHead = 64 << 10

func (p *pdfReader) Read(b []byte) (int, error) {
	if p.text == nil {
		head := make([]byte, pdfHead)
		n, err := io.ReadFull(p.r, head)
		head = head[:n]
		rest := p.r
		if err != nil {
			if err == io.ErrUnexpectedEOF || err == io.EOF {
				err = io.EOF
			}
			rest = failed(err)
		}
		all := io.MultiReader(bytes.NewReader(head), rest)
		switch {
		case writesText(head):
			p.text = &pdfText{r: newByteReader(all)}
		case p.plain:
			return 0, io.EOF
		default:
			p.text = all
		}
	}
	return p.text.Read(b)
}

// writesText reports whether a stream has operators of text.
func writesText(head []byte) bool {
	return bytes.Contains(head, []byte("BT")) && (bytes.Contains(head, []byte("Tj")) || bytes.Contains(head, []byte("TJ")))
}
