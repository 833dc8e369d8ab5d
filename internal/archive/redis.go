package archive

import (
	"errors"
	"strconv"
)

const redisMagic = "REDIS00"

// redis shows the values of a dump of Redis with their names. Texts of more than 20 bytes may be
// compressed, and small lists and hashes are packed into one text.
//
// Source: src/rdb.h, rdb.c, ziplist.c and listpack.c of Redis.
func (w *walker) redis(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	r := &redisFile{walker: w, cursor: cursor{data: data, at: min(9, len(data))}}
	for r.err == nil && !r.cut && r.entry() {
	}
	if err := w.constants(&r.found); err != nil {
		return err
	}
	switch {
	case r.err != nil:
		return r.err
	case r.cut:
		return unexpected(unread)
	}
	return unread
}

type redisFile struct {
	*walker
	cursor
	found constants
	held  int
	err   error
}

// entry reads what is behind a code, and reports whether more follows.
func (r *redisFile) entry() bool {
	switch code := r.u1(); code {
	case 0xff:
		return false
	case 0xfe, 0xf8: // the number of a database, how long a key was not used
		r.length()
	case 0xfd:
		r.take(4)
	case 0xfc:
		r.take(8)
	case 0xfb, 0xf4: // sizes
		r.length()
		r.length()
		if code == 0xf4 {
			r.length()
		}
	case 0xfa:
		r.assign(r.text(), r.text())
	case 0xf9:
		r.take(1)
	case 0xf5:
		r.text()
	default:
		r.value(code, r.text())
	}
	return true
}

// assign notes a name and its value.
func (r *redisFile) assign(name, value string) {
	l := loads{to: &r.found}
	if isSettingName(name) {
		l.assign(name, value)
	}
}

// value reads a value of a kind.
func (r *redisFile) value(kind int, key string) {
	switch kind {
	case 0:
		r.assign(key, r.text())
	case 1, 2: // a list, a set
		for n := r.length(); n > 0 && !r.cut && r.err == nil; n-- {
			r.text()
		}
	case 3, 5: // a sorted set
		for n := r.length(); n > 0 && !r.cut && r.err == nil; n-- {
			r.text()
			if kind == 5 {
				r.take(8)
			} else if size := r.u1(); size < 253 {
				r.take(size)
			}
		}
	case 4:
		for n := r.length(); n > 0 && !r.cut && r.err == nil; n-- {
			r.assign(r.text(), r.text())
		}
	case 9, 11: // a small map of old, a set of numbers
		r.text()
	case 10, 12:
		r.packed(r.text(), zipListEntry, 10, false)
	case 13:
		r.packed(r.text(), zipListEntry, 10, true)
	case 14:
		for n := r.length(); n > 0 && !r.cut && r.err == nil; n-- {
			r.packed(r.text(), zipListEntry, 10, false)
		}
	case 16:
		r.packed(r.text(), listPackEntry, 6, true)
	case 17, 20:
		r.packed(r.text(), listPackEntry, 6, false)
	case 18:
		for n := r.length(); n > 0 && !r.cut && r.err == nil; n-- {
			if r.length() == 2 {
				r.packed(r.text(), listPackEntry, 6, false)
			} else {
				r.text()
			}
		}
	default:
		r.err = unknown("kind of value", kind)
	}
}

// length reads a number. A special text has a negative one.
func (r *redisFile) length() int {
	switch b := r.u1(); b >> 6 {
	case 0:
		return b
	case 1:
		return (b&0x3f)<<8 | r.u1()
	case 2:
		n := uint64(0)
		for _, v := range r.take(4 << (b & 1)) {
			n = n<<8 | uint64(v)
		}
		return int(min(n, 1<<40))
	default:
		return -1 - b&0x3f
	}
}

// text reads a text, and adds it to those that were found.
func (r *redisFile) text() string {
	var text string
	switch n := r.length(); {
	case n >= 0:
		text = string(r.take(n))
	case n >= -3:
		return strconv.Itoa(r.little(1 << (-1 - n)))
	case n == -4:
		packed, size := r.length(), r.length()
		in := r.take(packed)
		if size < 0 || size > 264*len(in) || r.walker.budget.take(size) != nil {
			r.err = errors.New("a text that expands too much")
			return ""
		}
		text = string(unLZF(in, size))
	default:
		r.err = errors.New("a text of a kind that does not exist")
	}
	if r.held += len(text); r.held > r.walker.budget.whole() {
		r.err = &Miss{Reason: TooLarge}
		return ""
	}
	r.found.add(text)
	return text
}

// unLZF decodes LZF: letters, or a place further up and a length.
func unLZF(in []byte, size int) []byte {
	out := make([]byte, 0, size)
	for c := (cursor{data: in}); c.at < len(in) && !c.cut && len(out) < size; {
		b := c.u1()
		if b < 32 {
			out = append(out, c.take(b+1)...)
			continue
		}
		n := b >> 5
		if n == 7 {
			n += c.u1()
		}
		back := (b&0x1f)<<8 + c.u1() + 1
		if c.cut || back > len(out) {
			break
		}
		for range n + 2 {
			out = append(out, out[len(out)-back])
		}
	}
	return out
}

// packed reads a list that is a text. isMap says that names and values come in turn.
func (r *redisFile) packed(text string, entry func(*cursor) (string, bool), head int, isMap bool) {
	c := cursor{data: []byte(text)}
	c.take(head)
	name := ""
	for i := 0; ; i++ {
		item, more := entry(&c)
		if !more || c.cut {
			return
		}
		r.found.add(item)
		if isMap && i%2 == 1 {
			r.assign(name, item)
		}
		name = item
	}
}

// zipListEntry reads an entry: the length of that before it, its own, and a text or a number.
func zipListEntry(c *cursor) (text string, more bool) {
	switch before := c.u1(); before {
	case 0xff:
		return "", false
	case 0xfe:
		c.take(4)
	}
	switch b := c.u1(); {
	case b < 0x40:
		return string(c.take(b)), true
	case b < 0x80:
		return string(c.take((b&0x3f)<<8 | c.u1())), true
	case b < 0xc0:
		return string(c.take(c.u4())), true
	default:
		c.take(map[int]int{0xc0: 2, 0xd0: 4, 0xe0: 8, 0xf0: 3, 0xfe: 1}[b])
	}
	return "", true
}

// listPackEntry reads an entry: a text or a number, and its length.
func listPackEntry(c *cursor) (text string, more bool) {
	from := c.at
	switch b := c.u1(); {
	case b == 0xff:
		return "", false
	case b < 0x80:
	case b < 0xc0:
		text = string(c.take(b & 0x3f))
	case b < 0xe0:
		c.take(1)
	case b < 0xf0:
		text = string(c.take((b&0xf)<<8 | c.u1()))
	case b == 0xf0:
		text = string(c.take(c.little(4)))
	default:
		c.take(map[int]int{0xf1: 2, 0xf2: 3, 0xf3: 4, 0xf4: 8}[b])
	}
	size := 1
	for n := (c.at - from) >> 7; n > 0 && size < 5; n >>= 7 {
		size++
	}
	c.take(size)
	return text, true
}
