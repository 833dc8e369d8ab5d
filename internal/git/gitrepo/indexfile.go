package gitrepo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/internal/regular"
)

// The layout of an index file is that of gitformat-index(5), versions 2 to 4:
// "DIRC", version and number of entries (32 bits each, big-endian like all
// numbers), the entries, extensions (a signature of 4 bytes, a size of 32 bits), and
// the hash of all that.
const (
	indexHeader = 12
	statSize    = 40 // fields of stat(2); the mode is at modeAt
	modeAt      = 24

	flagExtended = 0x4000 // two more bytes of flags follow (version 3 and later)
	stageShift   = 12
	nameMask     = 0x0fff // length of the name; all ones when it is longer

	extIntentToAdd  = 0x2000
	extSkipWorktree = 0x4000
)

var errIndexShort = errors.New("it is cut short")

// parseIndex parses a whole index file, which must not change afterwards. It returns
// errUnknownIndex when the file needs a feature that is not implemented here.
func parseIndex(data []byte, format oid.Format) (*Index, error) {
	p := indexParser{format: format, idSize: format.Size()}
	if len(data) < indexHeader+p.idSize || string(data[:4]) != "DIRC" {
		return nil, errors.New("it is no index file")
	}
	checked := make(chan error, 1) // to hash a large index takes as long as to parse it
	go func() { checked <- regular.Guard(data, func() error { return p.checksum(data) }) }()
	var idx *Index
	err := regular.Guard(data, func() (err error) {
		idx, err = p.parse(data)
		return err
	})
	if damaged := <-checked; damaged != nil {
		return nil, damaged
	}
	return idx, err
}

// parse parses an index file without its checksum.
func (p indexParser) parse(data []byte) (*Index, error) {
	version := binary.BigEndian.Uint32(data[4:])
	if version < 2 || version > 4 {
		return nil, errUnknownIndex
	}
	idx := &Index{}
	body := data[:len(data)-p.idSize]
	rest, err := p.entries(body, version, binary.BigEndian.Uint32(data[8:]), &idx.Entries)
	if err != nil {
		return nil, err
	}
	for len(rest) > 0 {
		if len(rest) < 8 {
			return nil, errIndexShort
		}
		name, size := string(rest[:4]), binary.BigEndian.Uint32(rest[4:])
		if uint64(size) > uint64(len(rest)-8) {
			return nil, errIndexShort
		}
		content := rest[8 : 8+size]
		rest = rest[8+size:]
		switch {
		case name == "TREE":
			idx.Tree = parseCacheTree(content, p.idSize)
		case name == "sdir": // the entries may hold sparse folders: they say so themselves
		case name[0] < 'A' || name[0] > 'Z': // must be understood, by its case
			return nil, errUnknownIndex
		}
	}
	if p.unsorted != nil {
		return nil, p.unsorted
	}
	return idx, nil
}

// An indexParser parses an index file.
type indexParser struct {
	format   oid.Format
	idSize   int
	unsorted error // see notSorted
}

// hashPiece is how many bytes are hashed in one call, which nothing can interrupt.
const hashPiece = 64 << 10

// checksum checks the hash at the end. With index.skipHash git writes zeros there.
func (p *indexParser) checksum(data []byte) error {
	body, want := data[:len(data)-p.idSize], data[len(data)-p.idSize:]
	if bytes.Equal(want, make([]byte, p.idSize)) {
		return nil
	}
	h := p.format.New()
	for piece := range slices.Chunk(body, hashPiece) { // all goroutines may have to wait for the end of a call
		h.Write(piece)
	}
	if !bytes.Equal(h.Sum(nil), want) {
		return errors.New("its checksum does not match: it is damaged")
	}
	return nil
}

// entries finds all entries of body, and returns what follows them.
func (p *indexParser) entries(body []byte, version, count uint32, out *Entries) ([]byte, error) {
	if uint64(count) > uint64(len(body)/(statSize+p.idSize+2)) {
		return nil, errIndexShort
	}
	if version == 4 {
		return p.shortened(body, count, out)
	}
	f := &entryFile{body: body, text: unsafe.String(unsafe.SliceData(body), len(body)), idSize: p.idSize}
	out.file, out.at = f, make([]uint32, count)
	at := indexHeader
	last := ""
	for i := range out.at {
		name, length, err := p.name(body, at, version)
		if err != nil {
			return nil, err
		}
		path := f.text[name : name+length]
		if i > 0 && !inOrder(last, f.stage(int(out.at[i-1])), path, f.stage(at)) {
			p.notSorted(path)
		}
		out.at[i], last = uint32(at), path
		at += (name + length - at + 8) / 8 * 8 // padded with 1 to 8 zeros
		if at > len(body) {
			return nil, errIndexShort
		}
	}
	return body[at:], nil
}

// shortened is entries for version 4, where a path is stored as the number of bytes to drop
// from the end of the last one, and the bytes to append.
func (p *indexParser) shortened(body []byte, count uint32, out *Entries) ([]byte, error) {
	list := make([]Entry, count)
	var paths pathArena
	at := indexHeader
	for i := range list {
		e := &list[i]
		flags := at + statSize + p.idSize
		start, _, err := p.name(body, at, 4)
		if err != nil {
			return nil, err
		}
		e.Mode = objects.Mode(binary.BigEndian.Uint32(body[at+modeAt:]))
		e.ID = oid.Make(body[at+statSize : flags])
		e.setFlags(binary.BigEndian.Uint16(body[flags:]), body[flags+2:])
		last := ""
		if i > 0 {
			last = list[i-1].Path
		}
		drop, n := offsetVarint(body[start:])
		if n == 0 || drop > uint64(len(last)) {
			return nil, errors.New("the name of an entry is damaged")
		}
		start += n
		length := bytes.IndexByte(body[start:], 0)
		if length < 0 {
			return nil, errIndexShort
		}
		e.Path = paths.join(last[:len(last)-int(drop)], body[start:start+length])
		if i > 0 && !inOrder(last, list[i-1].Stage, e.Path, e.Stage) {
			p.notSorted(e.Path)
		}
		at = start + length + 1
	}
	out.list = list
	return body[at:], nil
}

// name returns where the name of the entry at an offset begins, and, before version 4, its
// length. All that is before the name is in body then.
func (p *indexParser) name(body []byte, at int, version uint32) (start, length int, err error) {
	start = at + statSize + p.idSize + 2
	if len(body)-start < 1 {
		return 0, 0, errIndexShort
	}
	flags := binary.BigEndian.Uint16(body[start-2:])
	if flags&flagExtended != 0 {
		if version < 3 || len(body)-start < 3 {
			return 0, 0, errIndexShort
		}
		start += 2
	}
	if version == 4 {
		return start, 0, nil
	}
	if length = nameLength(body[start:], int(flags&nameMask), version); length < 0 {
		return 0, 0, errIndexShort
	}
	return start, length, nil
}

// A pathArena holds the text of many paths in few pieces of memory.
type pathArena struct{ free []byte }

// join returns a path of two parts.
func (a *pathArena) join(begin string, end []byte) string {
	n := len(begin) + len(end)
	if n == 0 {
		return ""
	}
	if len(a.free) < n {
		a.free = make([]byte, max(n, 32<<10))
	}
	path := a.free[:n:n]
	a.free = a.free[n:]
	copy(path[copy(path, begin):], end)
	return unsafe.String(&path[0], n)
}

// nameLength returns the length of the name at the start of data, -1 when its
// end is missing. flagged is the length in the flags: nameMask if they cannot hold
// it.
func nameLength(data []byte, flagged int, version uint32) int {
	if version < 4 && flagged < nameMask {
		if flagged >= len(data) || data[flagged] != 0 {
			return -1
		}
		return flagged
	}
	return bytes.IndexByte(data, 0)
}

// inOrder reports whether an entry may follow another: by name, then by stage.
func inOrder(last string, lastStage uint8, path string, stage uint8) bool {
	c := strings.Compare(last, path)
	return c < 0 || c == 0 && lastStage < stage
}

// notSorted notes that an entry is not where it belongs. It is no damage in a part of a
// split index, of which an extension says that it is one.
func (p *indexParser) notSorted(path string) {
	if p.unsorted == nil {
		p.unsorted = fmt.Errorf("its entries are not sorted: %q", path)
	}
}

// offsetVarint reads a number in the encoding of pack offsets (gitformat-pack(5)):
// 7 bits a byte, most significant first, each further byte adding one. It
// returns the number and its size in bytes, 0 when it is damaged.
func offsetVarint(data []byte) (uint64, int) {
	var v uint64
	for i, b := range data {
		if i > 8 {
			break
		}
		v = v<<7 | uint64(b&0x7f)
		if b&0x80 == 0 {
			return v, i + 1
		}
		v++
	}
	return 0, 0
}
