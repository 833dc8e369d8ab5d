package archive

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// avro visits the blocks of a container of Avro: its rows as text, with the names of their fields. A
// block that is not as the schema says is shown as it is.
//
// Source: the Apache Avro specification, version 1.12, "Object Container Files".
func (w *walker) avro(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	c := cursor{data: data, at: min(4, len(data))}
	meta := map[string][]byte{}
	for n := c.zigzag(); n != 0 && !c.cut; n = c.zigzag() {
		if n < 0 {
			n = -n
			c.zigzag()
		}
		for ; n > 0 && !c.cut; n-- {
			name := string(c.take(c.zigzag()))
			meta[name] = c.take(c.zigzag())
		}
	}
	const mark = 16
	c.take(mark)
	var schema any
	_ = json.Unmarshal(meta["avro.schema"], &schema) // what it does not say is shown as it is
	codecs := map[string]codec{"": codecNone, "null": codecNone, "deflate": codecDeflate, "snappy": codecSnappy, "zstandard": codecZstd, "bzip2": codecBzip2, "xz": codecXz}
	method, known := codecs[string(meta["avro.codec"])]
	if !known {
		return unknown("codec", string(meta["avro.codec"]))
	}
	for c.at < len(data) && !c.cut {
		rows, size := c.zigzag(), c.zigzag()
		at := c.at
		packed := c.take(size)
		c.take(mark)
		if packed == nil && size != 0 {
			break
		}
		if method == codecSnappy {
			packed = packed[:max(0, len(packed)-4)] // a checksum
		}
		block, err := w.block(method, packed, -1)
		if err != nil {
			return err
		}
		r := &avroRows{cursor: cursor{data: block}, named: map[string]any{}, left: 16*len(block) + 1<<10}
		for ; rows > 0 && r.ok(); rows-- {
			r.value("", schema, 0)
			r.flush()
		}
		if !r.ok() {
			r.out = append(r.out, block...)
		}
		if err := w.text(strconv.Itoa(at), at, r.out); err != nil {
			return err
		}
	}
	if c.cut {
		return unexpected(unread)
	}
	return unread
}

// zigzag reads a number that may be negative.
func (c *cursor) zigzag() int {
	n := c.uvarint()
	return n>>1 ^ -(n & 1)
}

// An avroRows reads rows as a schema says.
type avroRows struct {
	cursor
	named  map[string]any // schemas by their names
	left   int            // values that may be read: some take no bytes
	fields []string       // of the row
	row    []sqliteValue
	out    []byte
	bad    bool
}

func (r *avroRows) ok() bool { return !r.cut && !r.bad && r.left > 0 }

// flush writes a row.
func (r *avroRows) flush() {
	if len(r.out) > 64*len(r.data)+1<<20 { // hostile fields have long names
		r.bad = true
		return
	}
	r.out = (&sqliteTable{columns: r.fields}).appendRow(r.out, r.row)
	r.fields, r.row = r.fields[:0], r.row[:0]
}

// text adds a text to the row.
func (r *avroRows) text(name string, text []byte) {
	r.fields = append(r.fields, name)
	kind := sqliteText
	if bytes.IndexByte(text, 0) >= 0 {
		kind = sqliteBlob
	}
	r.row = append(r.row, sqliteValue{text: string(text), kind: kind})
}

// value reads a value of a field.
func (r *avroRows) value(field string, schema any, depth int) {
	if r.left--; depth > maxSerialDepth {
		r.bad = true
	}
	if !r.ok() {
		return
	}
	switch s := schema.(type) {
	case []any: // one of them
		if i := r.zigzag(); i >= 0 && i < len(s) {
			r.value(field, s[i], depth+1)
			return
		}
		r.bad = true
	case string:
		r.simple(field, s, depth)
	case map[string]any:
		if name, ok := s["name"].(string); ok {
			r.named[name] = s
			if space, ok := s["namespace"].(string); ok {
				r.named[space+"."+name] = s
			}
		}
		r.compound(field, s, depth)
	default:
		r.bad = true
	}
}

func (r *avroRows) simple(field, kind string, depth int) {
	switch kind {
	case "null":
	case "boolean":
		r.take(1)
	case "int", "long":
		r.zigzag()
	case "float":
		r.take(4)
	case "double":
		r.take(8)
	case "bytes", "string":
		r.text(field, r.take(r.zigzag()))
	default:
		r.value(field, r.named[kind], depth+1)
	}
}

func (r *avroRows) compound(field string, s map[string]any, depth int) {
	switch s["type"] {
	case "record", "error":
		fields, _ := s["fields"].([]any)
		for _, f := range fields {
			f, _ := f.(map[string]any)
			name, _ := f["name"].(string)
			r.value(name, f["type"], depth+1)
		}
	case "enum":
		r.zigzag()
	case "fixed":
		size, _ := s["size"].(float64)
		r.text(field, r.take(int(min(size, 1<<40))))
	case "array", "map":
		for n := r.zigzag(); n != 0 && r.ok(); n = r.zigzag() {
			if n < 0 {
				n = -n
				r.zigzag()
			}
			for ; n > 0 && r.ok(); n-- {
				if s["type"] == "array" {
					r.value(field, s["items"], depth+1)
				} else {
					r.value(string(r.take(r.zigzag())), s["values"], depth+1)
				}
			}
		}
	default:
		r.value(field, s["type"], depth+1)
	}
}
