package gitrepo

import (
	"encoding/binary"
	"iter"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// Entries are entries of an index in its order. Those of a file are decoded when they are
// asked for: an index can have a million, of which a hook looks at few.
type Entries struct {
	list []Entry // those that are decoded; or else
	file *entryFile
	at   []uint32 // where each of them begins in the file
}

// An entryFile is an index file whose entries hold their paths whole, as those before
// version 4 do.
type entryFile struct {
	body   []byte
	text   string // body as well
	idSize int
}

// EntriesOf returns the entries of a list.
func EntriesOf(list []Entry) Entries { return Entries{list: list} }

// Len returns how many they are.
func (e Entries) Len() int { return len(e.list) + len(e.at) }

// At returns the i-th entry.
func (e Entries) At(i int) Entry {
	if e.file == nil {
		return e.list[i]
	}
	return e.file.entry(int(e.at[i]))
}

// Path returns the path of the i-th entry.
func (e Entries) Path(i int) string {
	if e.file == nil {
		return e.list[i].Path
	}
	return e.file.path(int(e.at[i]))
}

// Slice returns the entries from one on and before another.
func (e Entries) Slice(from, to int) Entries {
	if e.file == nil {
		e.list = e.list[from:to]
	} else {
		e.at = e.at[from:to]
	}
	return e
}

// All goes through the entries.
func (e Entries) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range e.Len() {
			if !yield(e.At(i)) {
				return
			}
		}
	}
}

// entry decodes the entry at an offset, which was checked when the file was read.
func (f *entryFile) entry(at int) Entry {
	e := Entry{
		Path: f.path(at),
		Mode: objects.Mode(binary.BigEndian.Uint32(f.body[at+modeAt:])),
		ID:   oid.Make(f.body[at+statSize : at+statSize+f.idSize]),
	}
	flags := at + statSize + f.idSize
	e.setFlags(binary.BigEndian.Uint16(f.body[flags:]), f.body[flags+2:])
	return e
}

// path returns the path of the entry at an offset.
func (f *entryFile) path(at int) string {
	flagsAt := at + statSize + f.idSize
	flags := binary.BigEndian.Uint16(f.body[flagsAt:])
	at = flagsAt + 2
	if flags&flagExtended != 0 {
		at += 2
	}
	length := int(flags & nameMask)
	if length == nameMask {
		length = nameLength(f.body[at:], length, 2)
	}
	return f.text[at : at+length]
}

// stage returns the stage of the entry at an offset.
func (f *entryFile) stage(at int) uint8 {
	return uint8(binary.BigEndian.Uint16(f.body[at+statSize+f.idSize:]) >> stageShift & 3)
}

// setFlags sets what the flags say. more is what follows them.
func (e *Entry) setFlags(flags uint16, more []byte) {
	e.Stage = uint8(flags >> stageShift & 3)
	if flags&flagExtended != 0 {
		further := binary.BigEndian.Uint16(more)
		e.IntentToAdd = further&extIntentToAdd != 0
		e.SkipWorktree = further&extSkipWorktree != 0
	}
}
