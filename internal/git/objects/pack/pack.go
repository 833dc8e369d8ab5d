package pack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"unsafe"

	"github.com/sluicesec/sluice/internal/regular"
)

// A Pack is an open pack with its index.
type Pack struct {
	Path  string // of the .pack file
	Index *Index

	data   []byte
	end    int64 // where the entries end and the trailer begins
	closer func() error
}

// ErrPack is wrapped by every error about the frame of a pack.
var ErrPack = errors.New("bad pack")

const headerLen = 12 // "PACK", version, count

// Open opens the pack at path and the index at indexPath, with ids of idSize
// bytes. When the two disagree on the pack's checksum or on its number of
// objects, or the pack is cut short, it returns the pack, whose entries may
// still be good, together with an error that wraps ErrPack.
func Open(path, indexPath string, idSize int) (*Pack, error) {
	idx, closeIdx, err := regular.Map(indexPath)
	if err != nil {
		return nil, fmt.Errorf("map pack index: %w", err)
	}
	x, err := ParseIndex(idx, idSize)
	if err != nil {
		return nil, errors.Join(err, closeIdx())
	}
	data, closePack, err := regular.Map(path)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("map pack: %w", err), closeIdx())
	}
	p := &Pack{
		Path:   path,
		Index:  x,
		data:   data,
		end:    int64(len(data)),
		closer: func() error { return errors.Join(closePack(), closeIdx()) },
	}
	return p, p.checkFrame()
}

// Close lets go of the files. No bytes of the pack or its index may be used afterwards.
func (p *Pack) Close() error { return p.closer() }

// Maps reports whether an address is in the memory of the pack or its index.
func (p *Pack) Maps(addr uintptr) bool {
	for _, b := range [][]byte{p.data, p.Index.data} {
		if start := uintptr(unsafe.Pointer(unsafe.SliceData(b))); start <= addr && addr-start < uintptr(len(b)) {
			return true
		}
	}
	return false
}

// checkFrame checks the header and the trailer, and sets where the entries
// end. A pack that was cut keeps all its bytes: its last ones are no trailer.
func (p *Pack) checkFrame() error {
	if len(p.data) < headerLen || string(p.data[:4]) != "PACK" {
		return fmt.Errorf("%w: no pack header", ErrPack)
	}
	if v := binary.BigEndian.Uint32(p.data[4:]); v != 2 && v != 3 {
		return fmt.Errorf("%w: version %d", ErrPack, v)
	}
	sum := p.Index.PackSum()
	if !bytes.HasSuffix(p.data[headerLen:], sum) {
		return fmt.Errorf("%w: the last bytes are not the checksum that its index gives", ErrPack)
	}
	p.end -= int64(len(sum))
	if n := binary.BigEndian.Uint32(p.data[8:]); int64(n) != int64(p.Index.Len()) {
		return fmt.Errorf("%w: it holds %d objects and its index lists %d", ErrPack, n, p.Index.Len())
	}
	return nil
}

// End returns where the entries end, in bytes from the start of the pack.
func (p *Pack) End() int64 { return p.end }

// Start returns where the first entry starts.
func (p *Pack) Start() int64 { return headerLen }

// Entry reads the header of the entry at off.
func (p *Pack) Entry(off int64) (Entry, error) {
	if off < headerLen || off >= p.end {
		return Entry{}, errCut
	}
	e, err := ParseEntry(p.data[off:p.end], p.Index.size)
	if err == nil && e.Kind == OfsDelta && (e.Base <= 0 || e.Base > off-headerLen) {
		return Entry{}, errEarly
	}
	return e, err
}

// From returns the bytes of the pack from off to its very end, trailer
// included: a decoder that reads ahead needs no copy.
func (p *Pack) From(off int64) []byte { return p.data[off:] }

// CRC returns the CRC-32 of the stored bytes from..to, as an index gives it.
func (p *Pack) CRC(from, to int64) uint32 { return crc32.ChecksumIEEE(p.data[from:to]) }
