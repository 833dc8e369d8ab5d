package history

import "sync"

// A nameID is the number of a name of tree entries.
type nameID uint32

// names numbers the names of tree entries. There are few: most trees are versions
// of others.
type names struct {
	mu   sync.Mutex
	ids  map[string]nameID
	list []string
}

// id returns the number of a name.
func (n *names) id(name []byte) nameID {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, ok := n.ids[string(name)]
	if !ok {
		if n.ids == nil {
			n.ids = map[string]nameID{}
		}
		id = nameID(len(n.list))
		n.list = append(n.list, string(name))
		n.ids[n.list[id]] = id
	}
	return id
}

// text returns the name with a number. It must not be called before the walk has
// ended.
func (n *names) text(id nameID) string { return n.list[id] }
