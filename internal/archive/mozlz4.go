package archive

import (
	"encoding/binary"

	"github.com/klauspost/compress/s2"
)

// mozLz4 visits the content of a file of Firefox, such as its sessions: a size, and a block of LZ4.
//
// Source: toolkit/components/lz4 of Firefox.
func (w *walker) mozLz4(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	if head := len(mozLz4Magic) + 4; len(data) >= head {
		text, err := w.block(codecLz4, data[head:], int(binary.LittleEndian.Uint32(data[head-4:])))
		if err != nil {
			return err
		}
		return w.text("", 0, text)
	}
	return unexpected(unread)
}

const mozLz4Magic = "mozLz40\x00"

// iwa visits the content of a part of a document of Pages, Numbers or Keynote: blocks of Snappy, each
// behind a zero and three bytes of its length.
func (w *walker) iwa(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	var all []byte
	for len(data) > 0 {
		packed, rest := iwaBlock(data)
		if packed == nil {
			return unexpected(unread)
		}
		block, err := w.block(codecSnappy, packed, -1)
		if err != nil {
			return err
		}
		if all = append(all, block...); len(all) > w.budget.whole() {
			return &Miss{Reason: TooLarge}
		}
		data = rest
	}
	return w.text("", 0, all)
}

// iwaBlock returns the first block, or nil if there is none.
func iwaBlock(data []byte) (block, rest []byte) {
	c := cursor{data: data}
	if c.u1() != 0 {
		return nil, nil
	}
	block = c.take(c.little(3))
	return block, c.data[c.at:]
}

// isIwa reports whether data is blocks of Snappy. Nothing names them, so the first must be as
// large as they all are, or all that there is, and be decoded.
func isIwa(head []byte) bool {
	const usual = 64 << 10
	if len(head) < 16 || head[0] != 0 {
		return false
	}
	block, rest := iwaBlock(head)
	whole := block != nil
	if !whole {
		block = head[4:]
	}
	size, n := binary.Uvarint(block)
	switch {
	case n <= 0 || size == 0 || size > usual || len(block) > int(size)+int(size)/6+32:
		return false
	case !whole:
		return len(head) >= HeadLen && size == usual && block[n]&3 == 0 // it begins with letters
	case len(rest) > 0 && (size != usual || rest[0] != 0):
		return false
	}
	_, err := s2.Decode(nil, block)
	return err == nil
}
