package objects

import (
	"bytes"
	"fmt"
	"iter"

	"github.com/sluicesec/sluice/internal/oid"
)

// A TreeEntry is an entry of a tree.
type TreeEntry struct {
	Mode Mode
	Name []byte // belongs to the tree's content
	ID   oid.ID
}

// Mode is the mode of a tree entry, as git-fast-import(1) lists them. Old
// trees hold further permission bits in regular files.
type Mode uint32

// The modes that are not regular files.
const (
	ModeDir       Mode = 0o040000
	ModeSymlink   Mode = 0o120000
	ModeSubmodule Mode = 0o160000

	modeType Mode = 0o170000
)

// IsDir reports whether the entry is a tree.
func (m Mode) IsDir() bool { return m&modeType == ModeDir }

// IsSymlink reports whether the entry is a symbolic link: a blob that holds its target.
func (m Mode) IsSymlink() bool { return m&modeType == ModeSymlink }

// IsSubmodule reports whether the entry is a commit of another repository.
func (m Mode) IsSubmodule() bool { return m&modeType == ModeSubmodule }

// SameKind reports whether both modes are of one kind: two regular files, two
// links, and so on, whatever their permissions.
func (m Mode) SameKind(other Mode) bool { return m&modeType == other&modeType }

// Entries goes through the content of a tree whose ids have idSize bytes. An
// entry that cannot be read ends it with an error that wraps ErrFormat.
func Entries(content []byte, idSize int) iter.Seq2[TreeEntry, error] {
	return func(yield func(TreeEntry, error) bool) {
		for len(content) > 0 {
			e, rest, ok := NextEntry(content, idSize)
			if !ok {
				yield(TreeEntry{}, fmt.Errorf("%w: tree entry", ErrFormat))
				return
			}
			content = rest
			if !yield(e, nil) {
				return
			}
		}
	}
}

// NextEntry reads the entry that content begins with: the mode in octal, a space, the
// name, a NUL, and the id in idSize raw bytes. It returns what is behind the entry. ok is
// false if there is no whole entry.
func NextEntry(content []byte, idSize int) (e TreeEntry, rest []byte, ok bool) {
	i := 0
	for ; i < len(content) && content[i] != ' '; i++ {
		if content[i] < '0' || content[i] > '7' || i >= 7 {
			return e, nil, false
		}
		e.Mode = e.Mode<<3 | Mode(content[i]-'0')
	}
	end := bytes.IndexByte(content, 0)
	if i == 0 || end <= i || len(content)-end-1 < idSize {
		return e, nil, false
	}
	e.Name = content[i+1 : end : end]
	e.ID = oid.Make(content[end+1 : end+1+idSize])
	return e, content[end+1+idSize:], true
}
