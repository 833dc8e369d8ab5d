package history

import (
	"bytes"
	"sort"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// A layout is what remains of a tree after it was read: where its entries start,
// and the entries that are kept.
//
// Most trees are stored as a few edits of another one. An entry that was copied
// whole means the same as there, so only the entries that an edit touches are read:
// in a folder of a thousand files one entry instead of a thousand.
type layout struct {
	starts []uint32 // of the entries, in bytes, ascending; and where the last one ends
	kept   []keptEntry

	at   arenaPos // of the kept entries, for trees that have this one as base
	hops int      // see maxHops
}

// A keptEntry is an entry that can lead to a blob with secrets, or to one that is
// wanted for its name, or whose name holds a secret.
type keptEntry struct {
	start uint32
	name  nameID
	child objects.Index
}

// read returns the layout of a tree, given the layout of its base, if any, and the
// runs that it shares with it. It reports false when an entry cannot be read; the
// layout then holds those before it.
func (t *trees) read(w *treesWorker, data []byte, base *layout, edits []objects.Copy) (*layout, bool) {
	l := &layout{}
	if base != nil {
		l.starts = make([]uint32, 0, len(base.starts)+8)
		l.kept = make([]keptEntry, 0, len(base.kept)+1)
	}
	for at := 0; at < len(data); {
		if base != nil {
			for len(edits) > 0 && edits[0].At+edits[0].Len <= at {
				edits = edits[1:]
			}
			if len(edits) > 0 && edits[0].At <= at {
				if next := l.inherit(base, edits[0], at); next > at {
					at = next
					continue
				}
			}
		}
		next, ok := t.readEntry(w, l, data, at)
		if !ok {
			return l, false
		}
		l.starts = append(l.starts, uint32(at))
		at = next
	}
	l.starts = append(l.starts, uint32(len(data)))
	return l, true
}

// inherit adds the entries of the base that are whole in a copied run of bytes,
// from offset at on, and returns where the last of them ends. It adds none if no
// entry of the base starts there.
func (l *layout) inherit(base *layout, run objects.Copy, at int) int {
	from, to := run.Base+at-run.At, run.Base+run.Len
	first := sort.Search(len(base.starts), func(i int) bool { return int(base.starts[i]) >= from })
	if first == len(base.starts) || int(base.starts[first]) != from {
		return at
	}
	last := first + sort.Search(len(base.starts)-first, func(i int) bool { return int(base.starts[first+i]) > to }) - 1
	if last <= first {
		return at
	}
	shift := uint32(at - from) // modulo 2^32, as the additions below are
	for _, s := range base.starts[first:last] {
		l.starts = append(l.starts, s+shift)
	}
	end := base.starts[last]
	k := sort.Search(len(base.kept), func(i int) bool { return int(base.kept[i].start) >= from })
	for ; k < len(base.kept) && base.kept[k].start < end; k++ {
		e := base.kept[k]
		e.start += shift
		l.kept = append(l.kept, e)
	}
	return int(end + shift)
}

// readEntry reads the entry at an offset and returns where it ends.
func (t *trees) readEntry(w *treesWorker, l *layout, data []byte, at int) (end int, ok bool) {
	rest := data[at:]
	nul := bytes.IndexByte(rest, 0)
	space := bytes.IndexByte(rest[:max(nul, 0)], ' ')
	size := t.store.IDSize()
	if space <= 0 || space > len("100644") || nul+1+size > len(rest) {
		return at, false
	}
	mode, name, id := rest[:space], rest[space+1:nul], rest[nul+1:nul+1+size]
	kind, ok := kindOf(mode)
	if !ok {
		return at, false
	}
	judged := t.judge(w, name)
	switch {
	case kind == objects.ModeSubmodule:
		w.submodules[string(name)] = true
	default:
		index, found := t.find(w, id)
		if !found {
			break
		}
		if kind.IsSymlink() {
			w.addLink(t.store, index)
		}
		keep := kind == objects.ModeDir || judged&secretName != 0
		if judged&askedName != 0 && kind != objects.ModeDir {
			w.named.add(index)
			keep = true
		}
		if keep || t.isMatched(id, index) {
			l.kept = append(l.kept, keptEntry{start: uint32(at), name: t.names.id(name), child: index})
		}
	}
	return at + nul + 1 + size, true
}

// kindOf returns the kind of entry that a mode in octal digits says, and whether
// it is a mode.
func kindOf(mode []byte) (objects.Mode, bool) {
	var m objects.Mode
	for _, c := range mode {
		if c < '0' || c > '7' {
			return 0, false
		}
		m = m<<3 | objects.Mode(c-'0')
	}
	switch {
	case m.IsSubmodule():
		return objects.ModeSubmodule, true
	case m.IsDir():
		return objects.ModeDir, true
	}
	return m, true
}

// isMatched reports whether something was found in a blob.
func (t *trees) isMatched(id []byte, index objects.Index) bool {
	bit := prefixOf(id) % filterBits
	return t.filter[bit/64]&(1<<(bit%64)) != 0 && t.matched.has(index)
}
