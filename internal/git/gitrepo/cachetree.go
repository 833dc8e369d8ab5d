package gitrepo

import (
	"strconv"
	"strings"
	"unsafe"

	"github.com/sluicesec/sluice/internal/oid"
)

// maxTreeDepth bounds the nesting of folders in a cache tree; paths on disk
// end long before.
const maxTreeDepth = 2048

// parseCacheTree parses the TREE extension (gitformat-index(5)): the folders
// in pre-order, each as "NAME\0COUNT SUBTREES\n" and, unless COUNT is
// negative, the tree's id. It returns nil when the content is damaged: without
// the extension there is only more work.
//
// An index of thousands of folders is read before each commit, so names are views of the
// content, which must not change afterwards.
func parseCacheTree(content []byte, idSize int) *CacheTree {
	p := cacheTreeParser{rest: unsafe.String(unsafe.SliceData(content), len(content)), idSize: idSize, most: len(content) / minTree}
	root := p.tree(0)
	if p.bad || len(p.rest) > 0 {
		return nil
	}
	return &root
}

type cacheTreeParser struct {
	rest   string
	idSize int
	most   int // how many trees there can be besides those that were announced
	bad    bool
}

// minTree is how many bytes a tree takes at least: no name, no entries and no subtrees.
const minTree = 5

func (p *cacheTreeParser) tree(depth int) (t CacheTree) {
	t.Name = p.until(0)
	t.Entries = p.number(' ')
	subtrees := p.number('\n')
	p.most -= subtrees
	if p.bad || subtrees < 0 || p.most < 0 || depth > maxTreeDepth {
		p.bad = true
		return t
	}
	if t.Entries >= 0 {
		if len(p.rest) < p.idSize {
			p.bad = true
			return t
		}
		var id [maxIDSize]byte
		t.ID = oid.Make(id[:copy(id[:p.idSize], p.rest)])
		p.rest = p.rest[p.idSize:]
	}
	if subtrees > 0 {
		t.Subtrees = make([]CacheTree, 0, subtrees)
	}
	for range subtrees {
		s := p.tree(depth + 1)
		if p.bad {
			return t
		}
		t.Subtrees = append(t.Subtrees, s)
	}
	return t
}

// maxIDSize is the size, in bytes, of the longest object id.
const maxIDSize = 32

// until takes the text before the next end.
func (p *cacheTreeParser) until(end byte) string {
	at := strings.IndexByte(p.rest, end)
	if at < 0 {
		p.bad = true
		return ""
	}
	text := p.rest[:at]
	p.rest = p.rest[at+1:]
	return text
}

func (p *cacheTreeParser) number(end byte) int {
	n, err := strconv.Atoi(p.until(end))
	p.bad = p.bad || err != nil
	return n
}
