package archive

import (
	"bytes"
	"io"
	"strconv"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// pdfRows are the rows that a predictor has replaced by their differences, so that they are
// compressed better. The zero value is of a stream that has none.
//
// Source: ISO 32000-1, section 7.4.4.4; ISO 15948, section 9.
type pdfRows struct {
	png   bool // each row begins with a byte that says how
	bytes int  // of a row; 0 if there is no predictor
	pixel int  // bytes of a pixel
}

// maxPDFRow is how many bytes a row may have.
const maxPDFRow = 1 << 20

var pdfParameter = lazyregexp.New(`/(Predictor|Columns|Colors|BitsPerComponent)\s+(\d{1,7})\b`)

// newPDFRows reads the parameters of a predictor in a dictionary.
func newPDFRows(dictionary []byte) (rows pdfRows) {
	if !bytes.Contains(dictionary, []byte("/Predictor")) {
		return rows
	}
	values := map[string]int{"Predictor": 1, "Columns": 1, "Colors": 1, "BitsPerComponent": 8}
	for _, m := range pdfParameter().FindAllSubmatch(dictionary, -1) {
		values[string(m[1])], _ = strconv.Atoi(string(m[2])) // has seven digits at most
	}
	bits := values["Colors"] * values["BitsPerComponent"]
	isTIFF := values["Predictor"] == 2 && values["BitsPerComponent"] == 8
	if values["Predictor"] < 10 && !isTIFF || bits <= 0 || bits > 1<<10 || values["Columns"] <= 0 {
		return rows
	}
	rows = pdfRows{png: !isTIFF, bytes: (values["Columns"]*bits + 7) / 8, pixel: max(1, bits/8)}
	if rows.bytes > maxPDFRow {
		return pdfRows{}
	}
	return rows
}

// undo reads rows as they were before the predictor.
func (p pdfRows) undo(r io.Reader) io.Reader {
	if p.bytes == 0 {
		return r
	}
	return &rowReader{pdfRows: p, r: r}
}

type rowReader struct {
	pdfRows
	r           io.Reader
	row, before []byte
	left        []byte // of the row
	err         error
}

func (r *rowReader) Read(p []byte) (int, error) {
	for len(r.left) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.next()
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

// next reads a row.
func (r *rowReader) next() {
	if r.row == nil {
		r.row, r.before = make([]byte, r.bytes), make([]byte, r.bytes)
	}
	r.row, r.before = r.before, r.row
	how := []byte{1} // the byte to the left
	if r.png {
		if _, r.err = io.ReadFull(r.r, how); r.err != nil {
			return
		}
	}
	n, err := io.ReadFull(r.r, r.row)
	if r.err = err; err == io.ErrUnexpectedEOF {
		// The row is cut, or the stream is: the next read tells.
		if _, r.err = r.r.Read(make([]byte, 1)); r.err == nil {
			r.err = io.ErrUnexpectedEOF
		}
	}
	r.left = r.row[:n]
	for i := range r.left {
		var left, corner byte
		if i >= r.pixel {
			left, corner = r.row[i-r.pixel], r.before[i-r.pixel]
		}
		r.row[i] += predicted(how[0], left, r.before[i], corner)
	}
}

// predicted returns what a filter of PNG expects a byte to be, by the bytes beside it.
func predicted(filter, left, up, corner byte) byte {
	switch filter {
	case 1:
		return left
	case 2:
		return up
	case 3:
		return byte((int(left) + int(up)) / 2)
	case 4:
		a, b, c := int(left), int(up), int(corner)
		toLeft, toUp, toCorner := abs(b-c), abs(a-c), abs(a+b-2*c)
		switch {
		case toLeft <= toUp && toLeft <= toCorner:
			return left
		case toUp <= toCorner:
			return up
		}
		return corner
	}
	return 0
}

func abs(n int) int { return max(n, -n) }
