package commits

import (
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// WantPaths implements source.PathWanter.
func (r *Range) WantPaths(passes func(name []byte) bool, most int64) {
	r.wanted, r.mostWanted = passes, most
}

// A pathOf is a path with a blob that is or was there.
type pathOf struct {
	path pathID
	blob number
}

// pathsOf visits those paths of changes that were asked for, each with the new blob and
// with those that the parents have there: a path that a parent has is not new. It also
// visits the content there if that is asked for. isNew says that the range brought the
// blobs of the changes.
func (v *visitor) pathsOf(changes []change, isNew bool) error {
	if v.wanted == nil {
		return nil
	}
	for _, c := range changes {
		path := v.paths.text(c.path)
		if path == "" || !v.wanted([]byte(path[strings.LastIndexByte(path, '/')+1:])) {
			continue
		}
		for _, blob := range slices.Concat([]number{c.blob}, v.lists.at(c.parents)) {
			if v.visitedPaths[pathOf{c.path, blob}] {
				continue
			}
			v.visitedPaths[pathOf{c.path, blob}] = true
			id := v.blobs.id(blob)
			r, err := v.visit(0, &source.Blob{ID: source.Object(id), Kind: finding.KindPath, Path: path}, nil)
			if err != nil {
				return err
			}
			if r.Content {
				ledger := v.unlisted
				if blob == c.blob && isNew {
					ledger = &source.Ledger{} // it is visited without its path as well, and what fails then is listed
				}
				content, err := v.contentAt(id, path, ledger)
				if err != nil {
					return err
				}
				r.Found = r.Found || content
			}
			if r.Found {
				v.mark(id)
			}
		}
	}
	return nil
}

// contentAt visits a blob with its path, and reports whether something was found.
func (v *visitor) contentAt(id oid.ID, path string, ledger *source.Ledger) (found bool, err error) {
	content := v.read(id, ledger)
	if content == nil {
		return false, nil
	}
	defer content.Close()
	if content.Size > v.mostWanted {
		v.ledger.TooLarge(v.mostWanted)
		return false, nil
	}
	b := &source.Blob{ID: source.Object(id), Kind: finding.KindBlob, Path: path, Data: content.Data, Open: content.Open, Size: content.Size, Again: true}
	r, err := v.visit(0, b, nil)
	if err != nil {
		return false, err
	}
	found, _, err = v.lfs.Visit(0, b, &source.Ledger{}, v.visit) // another visit counts it
	return r.Found || found, err
}
