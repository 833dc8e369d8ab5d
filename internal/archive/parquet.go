package archive

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// parquet visits the texts of the columns of a file of Parquet: those of a column one behind the
// other, each with the name of the column. A text that many rows have is there once.
//
// Source: the specification of Apache Parquet, and parquet.thrift.
func (w *walker) parquet(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	const end = 8 // the size of the footer, and the magic number
	size := 0
	if n := len(data) - end; n > 4 {
		size = int(binary.LittleEndian.Uint32(data[n:]))
		if string(data[n+4:]) == "PARE" {
			return &Miss{Reason: Encrypted}
		}
	}
	if size == 0 || size > len(data)-end {
		return unexpected(unread)
	}
	footer := readThrift(data[len(data)-end-size : len(data)-end])
	var last error
	for _, group := range footer.field(4).list {
		for _, column := range group.field(1).list {
			meta := column.field(3)
			if meta.fields == nil {
				last = &Miss{Reason: Encrypted}
				continue
			}
			if kind := meta.field(1).number; kind != 6 && kind != 7 { // texts of any and of one length
				continue
			}
			if err := w.parquetColumn(data, meta); ofStop(err) != nil {
				return err
			} else if err != nil {
				last = err
			}
		}
	}
	if last == nil {
		last = unread
	}
	return last
}

// parquetColumn visits the pages of a column: one of a dictionary, and those of values.
func (w *walker) parquetColumn(data []byte, meta thrift) error {
	var names []string
	for _, name := range meta.field(3).list {
		names = append(names, string(name.bytes))
	}
	name := strings.Join(names, ".")
	at, end := meta.field(9).number, int64(0)
	if dictionary := meta.field(11).number; dictionary > 0 && dictionary < at {
		at = dictionary
	}
	if end = at + meta.field(7).number; at < 4 || end > int64(len(data)) || end < at {
		return unexpected(nil)
	}
	for at < end {
		head, used := readThriftAt(data[at:end])
		body := at + int64(used)
		next := body + head.field(3).number
		if used == 0 || next > end || next < body {
			return unexpected(nil)
		}
		text, err := w.parquetPage(data[body:next], name, meta, head)
		if err != nil {
			return err
		}
		if len(text) > 0 {
			if err := w.text(strconv.Itoa(int(body)), int(body), text); err != nil {
				return err
			}
		}
		at = next
	}
	return nil
}

// parquetPage returns the texts of a page.
func (w *walker) parquetPage(body []byte, name string, meta, head thrift) ([]byte, error) {
	var levels []byte
	encoding, packed := head.field(5).field(2).number, true
	switch head.field(1).number {
	case 0:
	case 2:
		encoding = 0
	case 3:
		v2 := head.field(8)
		encoding, packed = v2.field(4).number, v2.field(7).number != thriftFalse
		n := v2.field(5).number + v2.field(6).number
		if n < 0 || n > int64(len(body)) {
			return nil, unexpected(nil)
		}
		levels, body = body[:n], body[n:]
	default:
		return nil, nil
	}
	switch encoding {
	case 0:
	case 2, 8:
		return nil, nil // numbers of texts in the dictionary
	default:
		return nil, unknown("encoding", encoding)
	}
	size := int(head.field(2).number) - len(levels)
	method := codecNone
	if code := meta.field(4).number; packed {
		codecs := [...]codec{codecNone, codecSnappy, codecGzip, "LZO", codecBrotli, codecLz4, codecZstd, codecLz4}
		if code < 0 || code >= int64(len(codecs)) {
			return nil, unknown("codec", code)
		}
		if method = codecs[code]; code == 5 && len(body) > 8 { // of Hadoop: two sizes before it
			body = body[8:]
		}
	}
	page, err := w.block(method, body, size)
	if err != nil {
		return nil, err
	}
	if meta.field(1).number == 7 {
		return page, nil
	}
	// Before the values may be two lists of levels, each with its length.
	for range 3 {
		if text, ok := parquetTexts(page, name); ok {
			return text, nil
		}
		c := cursor{data: page}
		c.take(c.little(4))
		page = page[c.at:]
	}
	return nil, unexpected(nil)
}

// parquetTexts returns the texts that all of a page is, each behind its length.
func parquetTexts(page []byte, name string) (out []byte, ok bool) {
	for c := (cursor{data: page}); c.at < len(page); {
		text := c.take(c.little(4))
		if c.cut {
			return nil, false
		}
		out = append(append(out, name[:min(len(name), 256)]...), ": "...)
		out = appendValue(out, string(text))
	}
	return out, true
}

// A thrift is a value of the compact protocol of Apache Thrift.
//
// Source: thrift-compact-protocol.md.
type thrift struct {
	number int64
	bytes  []byte
	list   []thrift
	fields map[int]thrift
}

// field returns a field of a structure, which is empty if there is none.
func (t thrift) field(id int) thrift { return t.fields[id] }

const (
	thriftTrue  = 1
	thriftFalse = 2
)

type thriftReader struct {
	cursor
	left int // values that may be read: some take no bytes
}

func readThrift(data []byte) thrift {
	t, _ := readThriftAt(data)
	return t
}

// readThriftAt reads a structure, and says how many bytes it has; 0 if there is none.
func readThriftAt(data []byte) (t thrift, used int) {
	r := thriftReader{cursor{data: data}, 2*len(data) + 100}
	t = r.value(12, 0)
	if r.cut || r.left < 0 {
		return t, 0
	}
	return t, r.at
}

func (r *thriftReader) value(kind, depth int) (t thrift) {
	if r.left--; r.left < 0 || depth > maxSerialDepth {
		r.take(-1)
	}
	if r.cut {
		return t
	}
	switch kind {
	case thriftTrue, thriftFalse:
		t.number = int64(kind)
	case 3:
		t.number = int64(r.u1())
	case 4, 5, 6:
		t.number = int64(r.zigzag())
	case 7:
		r.take(8)
	case 8:
		t.bytes = r.take(r.uvarint())
	case 9, 10:
		head := r.u1()
		n := head >> 4
		if n == 15 {
			n = r.uvarint()
		}
		for ; n > 0 && !r.cut; n-- {
			if kind := head & 0xf; kind <= 2 { // a byte in a list, and none in a structure
				t.list = append(t.list, thrift{number: int64(r.u1())})
				r.left--
			} else {
				t.list = append(t.list, r.value(kind, depth+1))
			}
		}
	case 12:
		t.fields = map[int]thrift{}
		for id := 0; !r.cut; {
			head := r.u1()
			if head == 0 {
				break
			}
			if id += head >> 4; head>>4 == 0 {
				id = r.zigzag()
			}
			t.fields[id] = r.value(head&0xf, depth+1)
		}
	default: // a map has nothing to show
		r.take(-1)
	}
	return t
}
