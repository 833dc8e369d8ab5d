package gitrepo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unsafe"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
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
	go func() { checked <- p.checksum(data) }()
	idx, err := p.parse(data)
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
	body := data[:len(data)-p.idSize]
	rest, err := p.entries(body, version, binary.BigEndian.Uint32(data[8:]))
	if err != nil {
		return nil, err
	}
	idx := &Index{Entries: p.out}
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
	for i := 1; i < len(idx.Entries); i++ {
		if !inOrder(&idx.Entries[i-1], &idx.Entries[i]) {
			return nil, fmt.Errorf("its entries are not sorted: %q", idx.Entries[i].Path)
		}
	}
	return idx, nil
}

// An indexParser holds what is needed from one entry to the next.
type indexParser struct {
	format oid.Format
	idSize int
	out    []Entry
}

// checksum checks the hash at the end. With index.skipHash git writes zeros there.
func (p *indexParser) checksum(data []byte) error {
	body, want := data[:len(data)-p.idSize], data[len(data)-p.idSize:]
	if bytes.Equal(want, make([]byte, p.idSize)) {
		return nil
	}
	h := p.format.New()
	h.Write(body)
	if !bytes.Equal(h.Sum(nil), want) {
		return errors.New("its checksum does not match: it is damaged")
	}
	return nil
}

// entries parses all entries of body and returns what follows them. An index can
// have a million entries, so their names are not copied where they are stored whole.
func (p *indexParser) entries(body []byte, version, count uint32) ([]byte, error) {
	fixed := statSize + p.idSize + 2
	if uint64(count) > uint64(len(body)/fixed) {
		return nil, errIndexShort
	}
	var text string // names are stored whole before version 4
	if version < 4 {
		text = unsafe.String(unsafe.SliceData(body), len(body))
	}
	p.out = make([]Entry, count)
	at := indexHeader
	for i := range p.out {
		start, e := at, &p.out[i]
		if len(body)-at < fixed+1 {
			return nil, errIndexShort
		}
		e.Mode = objects.Mode(binary.BigEndian.Uint32(body[at+modeAt:]))
		e.ID = oid.Make(body[at+statSize : at+statSize+p.idSize])
		flags := binary.BigEndian.Uint16(body[at+fixed-2:])
		e.Stage = uint8(flags >> stageShift & 3)
		at += fixed
		if flags&flagExtended != 0 {
			if version < 3 || len(body)-at < 3 {
				return nil, errIndexShort
			}
			more := binary.BigEndian.Uint16(body[at:])
			e.IntentToAdd = more&extIntentToAdd != 0
			e.SkipWorktree = more&extSkipWorktree != 0
			at += 2
		}
		keep := 0
		if version == 4 {
			// stored are the number of bytes to drop from the end of the last name, and
			// the bytes to append
			drop, n := offsetVarint(body[at:])
			if i > 0 {
				keep = len(p.out[i-1].Path)
			}
			if n == 0 || drop > uint64(keep) {
				return nil, errors.New("the name of an entry is damaged")
			}
			keep -= int(drop)
			at += n
		}
		length := nameLength(body[at:], int(flags&nameMask), version)
		if length < 0 {
			return nil, errIndexShort
		}
		if version == 4 {
			e.Path = string(body[at : at+length])
			if keep > 0 {
				e.Path = p.out[i-1].Path[:keep] + e.Path
			}
			at += length + 1
		} else {
			e.Path = text[at : at+length]
			at = start + (at+length-start+8)/8*8 // padded with 1 to 8 zeros
		}
		if at > len(body) {
			return nil, errIndexShort
		}
	}
	return body[at:], nil
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

// inOrder reports whether b may follow a: by name, then by stage.
func inOrder(a, b *Entry) bool {
	c := strings.Compare(a.Path, b.Path)
	return c < 0 || c == 0 && a.Stage < b.Stage
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
