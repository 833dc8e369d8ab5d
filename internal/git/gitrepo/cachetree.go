package gitrepo

import (
	"bytes"
	"strconv"

	"github.com/sluicesec/sluice/internal/oid"
)

// maxTreeDepth bounds the nesting of folders in a cache tree; paths on disk
// end long before.
const maxTreeDepth = 2048

// parseCacheTree parses the TREE extension (gitformat-index(5)): the folders
// in pre-order, each as "NAME\0COUNT SUBTREES\n" and, unless COUNT is
// negative, the tree's id. It returns nil when the content is damaged: without
// the extension there is only more work.
func parseCacheTree(content []byte, idSize int) *CacheTree {
	p := cacheTreeParser{rest: content, idSize: idSize}
	root := p.tree(0)
	if p.bad || len(p.rest) > 0 {
		return nil
	}
	return root
}

type cacheTreeParser struct {
	rest   []byte
	idSize int
	bad    bool
}

func (p *cacheTreeParser) tree(depth int) *CacheTree {
	t := &CacheTree{Name: p.until(0)}
	t.Entries = p.number(' ')
	subtrees := p.number('\n')
	if p.bad || subtrees < 0 || depth > maxTreeDepth {
		p.bad = true
		return nil
	}
	if t.Entries >= 0 {
		if len(p.rest) < p.idSize {
			p.bad = true
			return nil
		}
		t.ID = oid.Make(p.rest[:p.idSize])
		p.rest = p.rest[p.idSize:]
	}
	for range subtrees {
		s := p.tree(depth + 1)
		if p.bad {
			return nil
		}
		t.Subtrees = append(t.Subtrees, s)
	}
	return t
}

// until takes the text before the next end.
func (p *cacheTreeParser) until(end byte) string {
	text, rest, ok := bytes.Cut(p.rest, []byte{end})
	p.bad = p.bad || !ok
	p.rest = rest
	return string(text)
}

func (p *cacheTreeParser) number(end byte) int {
	n, err := strconv.Atoi(p.until(end))
	p.bad = p.bad || err != nil
	return n
}
