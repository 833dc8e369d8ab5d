package pattern

import (
	"regexp/syntax"

	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

// The trees of the built-in patterns are stored, because to parse a regex takes half of the
// time in which it is compiled. Most of a pattern is names, so a sequence of bytes is
// stored as text. Many patterns have large parts from others, so all large parts are in a
// list that the patterns share, and each is there once.

// Besides the ops of nodes, a stored node has three of its own.
const (
	storedText   = opAssert + 1 + iota // an opCat of bytes
	storedFolded                       // an opCat of letters in both their cases
	storedPart                         // a node in the list that patterns share

	opBits = 4 // of a number that has an op and something more
)

// largePart is how many bytes a stored node has, at least, that is stored in the shared list.
const largePart = 24

// storedTree gives a tree and the number of its groups for a Reader.
func storedTree(n *node, groups int, s *Store) string {
	w := &prebuilt.Writer{}
	w.Uint(uint64(groups))
	n.store(w, s)
	return string(w.Bytes())
}

// store writes a node.
func (n *node) store(w *prebuilt.Writer, s *Store) {
	if len(n.subs) == 0 {
		n.storeWhole(w, s)
		return
	}
	whole := &prebuilt.Writer{}
	n.storeWhole(whole, s)
	text := string(whole.Bytes())
	if len(text) < largePart {
		n.storeWhole(w, s)
		return
	}
	w.Uint(uint64(storedPart) | s.part(text)<<opBits)
}

// storeWhole writes a node as a number, which is its op and something more, and what it
// consists of.
func (n *node) storeWhole(w *prebuilt.Writer, s *Store) {
	head := func(op nodeOp, more uint64) { w.Uint(uint64(op) | more<<opBits) }
	if text, ok := textOf(n, &sharedNodes().single); ok {
		head(storedText, 0)
		w.String(text)
		return
	}
	if text, ok := textOf(n, &sharedNodes().folded); ok {
		head(storedFolded, 0)
		w.String(text)
		return
	}
	switch n.op {
	case opSet:
		head(n.op, s.set(n.set))
	case opAssert:
		head(n.op, uint64(n.assert))
	case opGroup:
		head(n.op, uint64(n.group))
	case opRepeat:
		head(n.op, 0)
		w.Bool(n.lazy)
		w.Int(n.min)
		w.Int(n.max)
	case opCat, opAlt:
		head(n.op, 0)
		w.Uint(uint64(len(n.subs)))
	}
	for _, sub := range n.subs {
		sub.store(w, s)
	}
}

// textOf returns the bytes whose nodes of a list a sequence consists of.
func textOf(n *node, of *[256]node) (text string, ok bool) {
	if n.op != opCat {
		return "", false
	}
	bytes := make([]byte, len(n.subs))
	for i, sub := range n.subs {
		if sub.op != opSet || sub.set.Len() == 0 {
			return "", false
		}
		b := sub.set.Bytes(2)
		if bytes[i] = b[len(b)-1]; sub != &of[bytes[i]] {
			return "", false
		}
	}
	return string(bytes), true
}

// readTree reads what storedTree wrote.
func readTree(text string, shared *prebuilt.Shared) (tree *node, groups int, err error) {
	r := prebuilt.NewReader(text)
	groups = int(r.Uint())
	tree = readNode(r, shared)
	return tree, groups, r.Err()
}

func readNode(r *prebuilt.Reader, shared *prebuilt.Shared) *node {
	head := r.Uint()
	n, more := &node{op: nodeOp(head & (1<<opBits - 1))}, head>>opBits
	subs := 0
	switch n.op {
	case storedPart:
		return readNode(prebuilt.NewReader(shared.Parts.At(more)), shared)
	case storedText, storedFolded:
		of := &sharedNodes().single
		if n.op == storedFolded {
			of = &sharedNodes().folded
		}
		text := r.String()
		n.op = opCat
		for i := range len(text) {
			n.subs = append(n.subs, &of[text[i]])
		}
	case opSet:
		if n.set = setAt(more, shared); n.set == nil { // only if the text is broken
			n.set = new(literal.ByteSet)
		}
	case opAssert:
		n.assert = syntax.EmptyOp(more)
	case opGroup:
		n.group, subs = int(more), 1
	case opRepeat:
		n.lazy, n.min, n.max, subs = r.Bool(), r.Int(), r.Int(), 1
	case opCat, opAlt:
		subs = r.Len()
	}
	if subs > 0 {
		n.subs = make([]*node, subs)
		for i := range n.subs {
			n.subs[i] = readNode(r, shared)
		}
	}
	return n
}
