package archive

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/klauspost/compress/flate"
)

// gitBundle shows the objects in a bundle of git, which is a list of refs and a pack.
//
// Source: gitformat-bundle(5).
func (w *walker) gitBundle(in *input) error {
	head := bufio.NewReader(in)
	first, err := head.ReadString('\n')
	if err != nil {
		return truncated(err)
	}
	var refs []byte
	for {
		line, err := head.ReadSlice('\n')
		refs = append(refs, line...)
		switch {
		case len(line) == 1 && err == nil:
			if _, err := w.content(&Member{Path: "refs", Offset: int64(len(first)), Verbatim: true}, bytes.NewReader(refs), int64(len(refs))); err != nil {
				return err
			}
			return w.packAt(int64(len(first) + len(refs)))
		case len(refs) > maxRefs:
			return errors.New("the list of refs of the bundle does not end")
		case err == bufio.ErrBufferFull: // of a long line
		case err != nil:
			return truncated(err)
		}
	}
}

// maxRefs is the length of the list of refs of a bundle, in bytes.
const maxRefs = 64 << 20

// gitPack shows the objects in a pack of git that is a file like others. A path is the id
// of an object. A tree is shown as its names. A scan of the repository that the pack
// belongs to is faster and knows the paths, but here there is none.
//
// Source: gitformat-pack(5).
func (w *walker) gitPack(*input) error { return w.packAt(0) }

func (w *walker) packAt(start int64) error {
	p := &packFile{walker: w, byID: map[[sha1.Size]byte][]int{}}
	damage := p.list(start)
	if stopped := (*stop)(nil); errors.As(damage, &stopped) {
		return damage
	}
	for i := range p.entries {
		if e := &p.entries[i]; !e.isDelta() {
			if err := p.show(i, e.kind, nil, 0); err != nil {
				return err
			}
		}
	}
	for i := range p.entries {
		if e := &p.entries[i]; !e.shown {
			if err := p.showDelta(e); err != nil {
				return err
			}
		}
	}
	return damage
}

// showDelta visits what an object has that is not in its base, which is not in the pack.
func (p *packFile) showDelta(e *packEntry) error {
	m := &Member{Path: fmt.Sprintf("(at %d)", e.at), Offset: e.at}
	m.Miss = &Miss{Reason: Truncated, Err: errors.New("the object that it is a difference to is not in the pack")}
	_, err := p.content(m, io.LimitReader(zlibReader(p.from(e.at)), e.size), e.size)
	return err
}

// A packFile is a pack that is read.
type packFile struct {
	*walker
	entries  []packEntry
	children map[int][]int             // deltas by the index of their base
	byID     map[[sha1.Size]byte][]int // deltas by the id of their base
}

// A packEntry is an object in a pack, or what it differs in from another one.
type packEntry struct {
	at    int64 // where its content begins
	size  int64 // of the content when it is unpacked
	kind  byte
	shown bool
}

// Kinds of entries.
const (
	packCommit   = 1
	packTree     = 2
	packBlob     = 3
	packTag      = 4
	packOffset   = 6
	packRefDelta = 7
)

func (e *packEntry) isDelta() bool { return e.kind >= packOffset }

func packKind(kind byte) string {
	return [...]string{"", "commit", "tree", "blob", "tag", "", "", ""}[kind]
}

var errPack = errors.New("not as a pack of git must be")

// list reads where the entries are. Their ends are known only when they are unpacked.
func (p *packFile) list(start int64) error {
	p.children = map[int][]int{}
	head := make([]byte, 12)
	if _, err := p.file.ReadAt(head, start); err != nil {
		return truncated(err)
	}
	if string(head[:4]) != "PACK" {
		return errPack
	}
	places := map[int64]int{}
	at, left := start+12, p.budget.total.Bytes
	for n := binary.BigEndian.Uint32(head[8:]); n > 0; n-- {
		if err := p.ctx.Err(); err != nil {
			return &stop{err}
		}
		if len(p.entries) > p.budget.total.Entries {
			return &Miss{Reason: TooManyEntries}
		}
		i, c := len(p.entries), p.from(at)
		e, back, id, err := readPackEntry(c)
		if err != nil {
			return truncated(err)
		}
		if left -= e.size; left < 0 {
			return &Miss{Reason: TooManyBytes}
		}
		places[at] = i
		switch e.kind {
		case packOffset:
			base, ok := places[at-back]
			if !ok || back <= 0 {
				return errPack
			}
			p.children[base] = append(p.children[base], i)
		case packRefDelta:
			p.byID[id] = append(p.byID[id], i)
		}
		e.at = at + c.n
		p.entries = append(p.entries, e)
		if n, err := io.Copy(io.Discard, io.LimitReader(zlibReader(c), e.size+1)); err != nil || n != e.size {
			return errors.Join(errPack, truncated(err))
		}
		at += c.n + 4 // with the checksum of zlib
	}
	return nil
}

// from returns a counter of the bytes at an offset.
func (p *packFile) from(at int64) *counter {
	return &counter{r: io.NewSectionReader(p.file, at, max(0, p.file.Size()-at))}
}

// zlibReader unpacks a zlib stream.
func zlibReader(c *counter) io.Reader {
	if err := skip(c, 2); err != nil {
		return failed(err)
	}
	z := flate.NewReader(c)
	return readerFunc(func(b []byte) (int, error) { return guarded(z, b) })
}

// readPackEntry reads what is before the content of an entry: back is how far before it
// its base is, and id is that of its base.
func readPackEntry(c *counter) (e packEntry, back int64, id [sha1.Size]byte, err error) {
	b, err := c.ReadByte()
	if err != nil {
		return e, 0, id, err
	}
	e.kind, e.size = b>>4&7, int64(b&15)
	for shift := 4; b >= 0x80; shift += 7 {
		if b, err = c.ReadByte(); err != nil || shift > 50 {
			return e, 0, id, errors.Join(errPack, err)
		}
		e.size |= int64(b&0x7f) << shift
	}
	switch e.kind {
	case packCommit, packTree, packBlob, packTag:
	case packOffset:
		for n := 0; ; n++ {
			if b, err = c.ReadByte(); err != nil || n > 7 {
				return e, 0, id, errors.Join(errPack, err)
			}
			if back = back<<7 | int64(b&0x7f); b < 0x80 {
				break
			}
			back++
		}
	case packRefDelta:
		_, err = io.ReadFull(c, id[:])
	default:
		err = errPack
	}
	return e, back, id, err
}

// maxPackDepth is how long a chain of deltas may be. Git itself makes none longer than this.
const maxPackDepth = 4096

// show visits an object and those that are differences to it. base is the content of its
// base.
func (p *packFile) show(i int, kind byte, base []byte, depth int) error {
	e := &p.entries[i]
	if e.shown || depth > maxPackDepth {
		return nil
	}
	if e.size > int64(p.budget.whole()) {
		return p.lose(e, &Miss{Reason: TooLarge, Bytes: e.size})
	}
	data, err := io.ReadAll(io.LimitReader(zlibReader(p.from(e.at)), e.size))
	if err == nil && e.isDelta() {
		data, err = p.apply(base, data)
	}
	if err != nil {
		return p.lose(e, missOf(err))
	}
	e.shown = true
	p.budget.total.held += len(data)
	defer func() { p.budget.total.held -= len(data) }()
	id := sha1.Sum(append([]byte(packKind(kind)+" "+strconv.Itoa(len(data))+"\x00"), data...))
	text := data
	if kind == packTree {
		text = treeNames(data)
	}
	if _, err := p.content(&Member{Path: hex.EncodeToString(id[:]), Offset: e.at}, bytes.NewReader(text), int64(len(text))); err != nil {
		return err
	}
	for _, list := range [][]int{p.children[i], p.byID[id]} {
		for _, child := range list {
			if err := p.show(child, kind, data, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// lose visits an object that cannot be shown.
func (p *packFile) lose(e *packEntry, miss *Miss) error {
	e.shown = true
	return p.name(&Member{Path: fmt.Sprintf("(at %d)", e.at), Offset: e.at, Miss: miss})
}

// apply makes an object of its base and a delta.
func (p *packFile) apply(base, delta []byte) ([]byte, error) {
	from, delta := packSize(delta)
	size, delta := packSize(delta)
	if from != int64(len(base)) || size < 0 {
		return nil, errPack
	}
	if size > int64(p.budget.whole()) {
		return nil, &Miss{Reason: TooLarge, Bytes: size}
	}
	out := make([]byte, 0, size)
	for len(delta) > 0 {
		op := delta[0]
		delta = delta[1:]
		if op < 0x80 {
			if op == 0 || int(op) > len(delta) {
				return nil, errPack
			}
			out, delta = append(out, delta[:op]...), delta[op:]
			continue
		}
		var args [7]int // of the offset and the length, a byte each
		for i := range args {
			if op>>i&1 != 0 {
				if len(delta) == 0 {
					return nil, errPack
				}
				args[i], delta = int(delta[0]), delta[1:]
			}
		}
		at := args[0] | args[1]<<8 | args[2]<<16 | args[3]<<24
		n := args[4] | args[5]<<8 | args[6]<<16
		if n == 0 {
			n = 0x10000
		}
		if at > len(base) || n > len(base)-at || int64(len(out)+n) > size {
			return nil, errPack
		}
		out = append(out, base[at:at+n]...)
	}
	if int64(len(out)) != size {
		return nil, errPack
	}
	return out, nil
}

// packSize reads a size at the beginning of a delta; -1 if there is none.
func packSize(delta []byte) (int64, []byte) {
	size := int64(0)
	for i, b := range delta[:min(len(delta), 8)] {
		if size |= int64(b&0x7f) << (7 * i); b < 0x80 {
			return size, delta[i+1:]
		}
	}
	return -1, nil
}

// treeNames returns the names in a tree, each as a line.
func treeNames(tree []byte) (names []byte) {
	for {
		_, rest, ok := bytes.Cut(tree, []byte(" "))
		name, rest, ended := bytes.Cut(rest, []byte("\x00"))
		if !ok || !ended {
			return names
		}
		names = append(append(names, name...), '\n')
		tree = rest[min(len(rest), sha1.Size):]
	}
}
