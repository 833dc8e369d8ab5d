package gitwalk

import (
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

// Names visits names as texts of their own, each different one once.
//
// Of a path only one element is visited at a time. A folder has many files, and its
// name is not read again with each of them.
type Names struct {
	Ledger *source.Ledger
	Visit  source.Visit

	seen map[source.ID]bool
	any  bool
}

// Any reports whether something was found in a name.
func (n *Names) Any() bool { return n.any }

// NameID returns the ID of the last element of a path: as a name, whatever folder it
// is in.
func NameID(path string) source.ID {
	return source.Text(finding.KindPath, path[strings.LastIndexByte(path, '/')+1:])
}

// Path visits the last element of a path.
func (n *Names) Path(path string) error { return n.visit(NameID(path), path) }

// Ref visits the whole name of a ref.
func (n *Names) Ref(name string) error { return n.visit(source.Text(finding.KindRefName, name), "") }

func (n *Names) visit(id source.ID, path string) error {
	if n.seen[id] {
		return nil
	}
	if n.seen == nil {
		n.seen = map[source.ID]bool{}
	}
	n.seen[id] = true
	r, err := n.Visit(0, &source.Blob{ID: id, Kind: id.Kind, Path: path, Data: []byte(id.Name), Size: int64(len(id.Name))}, nil)
	if err != nil {
		return err
	}
	n.any = n.any || r.Found
	n.Ledger.Add(source.Counts{Names: 1})
	return nil
}

// RefPlace returns the place of something in the name of a ref.
func RefPlace(name string) source.Place {
	return source.Place{Provenance: finding.Provenance{Kind: finding.KindRefName, Ref: name, Reachable: true}}
}

// MaxNamePlaces bounds the places of one name.
const MaxNamePlaces = 1000
