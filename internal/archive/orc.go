package archive

import "strconv"

// orc visits the texts of the columns of a file of ORC, those of a column in a stripe one behind the
// other, each with the name of the column. A text of a dictionary is there once.
//
// Source: the ORC specification, version 1.
func (w *walker) orc(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	n := len(data) - 1
	if n < 4 || int(data[n]) > n {
		return unexpected(unread)
	}
	post := readProto(data[n-int(data[n]) : n])
	f := &orcFile{walker: w, method: int(post.number(2)), size: int(min(max(post.number(3), 1<<10), 4<<20))}
	end := n - int(data[n])
	footSize := int(min(post.number(1), uint64(end)))
	foot, err := f.stream(data[end-footSize : end])
	if err != nil {
		return err
	}
	footer := readProto(foot)
	kinds, names := orcColumns(footer)
	for _, s := range footer[3] {
		stripe := readProto(s.bytes)
		at := stripe.number(1)
		index, body, foot := stripe.number(2), stripe.number(3), stripe.number(4)
		if max(at, index, body, foot) > uint64(len(data)) || at+index+body+foot > uint64(len(data)) {
			return unexpected(unread)
		}
		foot = at + index + body + foot
		list, err := f.stream(data[at+index+body : foot])
		if err != nil {
			return err
		}
		if err := f.stripe(data[:at+index+body], int(at), readProto(list), kinds, names); err != nil {
			return err
		}
	}
	return unread
}

// orcColumns returns the kinds and the names of columns.
func orcColumns(footer proto) (kinds []uint64, names []string) {
	names = make([]string, len(footer[4]))
	for i, t := range footer[4] {
		t := readProto(t.bytes)
		kinds = append(kinds, t.number(1))
		var inner []uint64
		for _, v := range t[2] { // packed, or one by one
			for c := (cursor{data: v.bytes}); c.at < len(v.bytes) && !c.cut; {
				inner = append(inner, uint64(c.uvarint()))
			}
			if v.bytes == nil {
				inner = append(inner, v.number)
			}
		}
		for k, column := range inner {
			if column <= uint64(i) || column >= uint64(len(names)) {
				continue
			}
			if names[column] = names[i]; k < len(t[3]) {
				names[column] = string(t[3][k].bytes[:min(len(t[3][k].bytes), 256)])
			}
		}
	}
	return kinds, names
}

type orcFile struct {
	*walker
	method int
	size   int // bytes of a block, at most
}

// stream decodes a stream. Each of its blocks has its length before it, and whether it is compressed.
func (f *orcFile) stream(data []byte) (out []byte, err error) {
	if f.method == 0 {
		return data, nil
	}
	codecs := [...]codec{1: codecDeflate, 2: codecSnappy, 3: "LZO", 4: codecLz4, 5: codecZstd}
	if f.method >= len(codecs) {
		return nil, unknown("codec", f.method)
	}
	for c := (cursor{data: data}); c.at < len(data); {
		head := c.little(3)
		packed, method := c.take(head>>1), codecs[f.method]
		if c.cut {
			return out, unexpected(nil)
		}
		if head&1 == 1 {
			method = codecNone
		}
		block, err := f.block(method, packed, min(f.size, mostOfLz4*len(packed)))
		if err != nil {
			return out, err
		}
		if out = append(out, block...); len(out) > f.walker.budget.whole() {
			return nil, &Miss{Reason: TooLarge}
		}
	}
	return out, nil
}

// stripe visits the texts of a stripe, whose streams begin at an offset.
func (f *orcFile) stripe(data []byte, at int, foot proto, kinds []uint64, names []string) error {
	type column struct{ texts, lengths []byte }
	columns := make([]column, len(kinds))
	order := []int(nil)
	for _, s := range foot[1] {
		s := readProto(s.bytes)
		kind, number, size := s.number(1), s.number(2), s.number(3)
		if size > uint64(len(data)-at) {
			return unexpected(nil)
		}
		body := data[at : at+int(size)]
		at += int(size)
		if number >= uint64(len(kinds)) {
			continue
		}
		switch kinds[number] {
		case 7, 8, 16, 17: // texts, bytes
		default:
			continue
		}
		isShared := number < uint64(len(foot[2])) && readProto(foot[2][number].bytes).number(1)&1 == 1
		c := &columns[number]
		switch {
		case kind == 2:
			c.lengths = body
		case kind == 1 && !isShared, kind == 3:
			c.texts = body
			order = append(order, int(number))
		}
	}
	for _, i := range order {
		texts, err := f.stream(columns[i].texts)
		if err != nil {
			return err
		}
		lengths, err := f.stream(columns[i].lengths)
		if err != nil {
			return err
		}
		isNew := i < len(foot[2]) && readProto(foot[2][i].bytes).number(1) >= 2
		c := cursor{data: texts}
		var out []byte
		for _, n := range orcNumbers(lengths, isNew, len(texts)) {
			if text := c.take(int(min(n, 1<<40))); len(text) > 0 {
				out = appendValue(append(append(out, names[i]...), ": "...), string(text))
			}
		}
		if c.at < len(texts) || c.cut { // what the lengths do not say
			out = append(out, texts...)
		}
		if err := f.walker.text(names[i]+"/"+strconv.Itoa(i), 0, out); err != nil {
			return err
		}
	}
	return nil
}

// orcNumbers decodes numbers that are not negative, until those of texts with some bytes must be at their end.
func orcNumbers(data []byte, isNew bool, most int) (all []uint64) {
	sum := uint64(0)
	c := cursor{data: data}
	for c.at < len(data) && !c.cut && sum <= uint64(most) && len(all) <= most+1<<20 {
		var run []uint64
		if isNew {
			run = orcRun(&c)
		} else {
			run = orcOldRun(&c)
		}
		for _, n := range run {
			sum += min(n, 1<<40)
		}
		all = append(all, run...)
	}
	return all
}

// orcOldRun decodes a run of the first version.
func orcOldRun(c *cursor) (run []uint64) {
	head := c.u1()
	if head >= 0x80 {
		for range 0x100 - head {
			run = append(run, uint64(c.uvarint()))
		}
		return run
	}
	step := int64(int8(c.u1()))
	value := int64(c.uvarint())
	for range head + 3 {
		run = append(run, uint64(value))
		value += step
	}
	return run
}

// orcRun decodes a run of the second version.
func orcRun(c *cursor) (run []uint64) {
	head := c.u1()
	if head>>6 == 0 {
		value := bigEndian(c.take(head>>3&7 + 1))
		for range head&7 + 3 {
			run = append(run, value)
		}
		return run
	}
	width, n := orcWidth(head>>1&0x1f), (head&1)<<8|c.u1()
	switch head >> 6 {
	case 1:
		return orcBits(c, width, n+1)
	case 2:
		a, b := c.u1(), c.u1()
		base := bigEndian(c.take(a>>5 + 1))
		run = orcBits(c, width, n+1)
		patch, gap := orcWidth(a&0x1f), b>>5+1
		at := 0
		for _, p := range orcBits(c, orcRound(patch+gap), b&0x1f) {
			if at += int(p >> patch & 0xff); at < len(run) {
				run[at] |= p & (1<<patch - 1) << width
			}
		}
		for i := range run {
			run[i] += base
		}
		return run
	default:
		value, step := uint64(c.uvarint()), int64(c.zigzag())
		run = append(run, value, value+uint64(step))[:min(2, n+1)]
		if head>>1&0x1f == 0 {
			for len(run) < n+1 {
				run = append(run, run[len(run)-1]+uint64(step))
			}
			return run
		}
		for _, d := range orcBits(c, width, max(0, n-1)) {
			if step < 0 {
				d = -d
			}
			run = append(run, run[len(run)-1]+d)
		}
		return run
	}
}

// orcWidth returns the number of bits that a code says.
func orcWidth(code int) int {
	if code < 24 {
		return code + 1
	}
	return [...]int{26, 28, 30, 32, 40, 48, 56, 64}[code-24]
}

// orcRound returns the next number of bits that there is a code for.
func orcRound(bits int) int {
	for code := range 32 {
		if orcWidth(code) >= bits {
			return orcWidth(code)
		}
	}
	return 64
}

// orcBits reads numbers of some bits, the highest first.
func orcBits(c *cursor, width, n int) (all []uint64) {
	data := c.take((width*n + 7) / 8)
	for at := 0; len(data) > 0 && len(all) < n; {
		v := uint64(0)
		for range width {
			v = v<<1 | uint64(data[at>>3]>>(7-at&7)&1)
			at++
		}
		all = append(all, v)
	}
	return all
}

// A proto is a message of Protocol Buffers: by the number of a field, its values.
type proto map[int][]protoValue

type protoValue struct {
	number uint64
	bytes  []byte
}

func (p proto) number(field int) uint64 {
	if v := p[field]; len(v) > 0 {
		return v[0].number
	}
	return 0
}

// readProto reads a message, up to what is none.
func readProto(data []byte) proto {
	p := proto{}
	for c := (cursor{data: data}); c.at < len(data); {
		key := c.uvarint()
		var v protoValue
		switch key & 7 {
		case 0:
			v.number = uint64(c.uvarint())
		case 1:
			c.take(8)
		case 2:
			v.bytes = c.take(c.uvarint())
		case 5:
			c.take(4)
		default:
			c.take(-1)
		}
		if c.cut {
			break
		}
		p[key>>3] = append(p[key>>3], v)
	}
	return p
}
