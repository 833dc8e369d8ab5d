package commits

import (
	"context"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// A newName is the path of a file or a folder that a commit has and none of its
// parents.
type newName struct {
	commit int32 // index in the listed commits, or noCommit
	path   pathID
}

// visitNames visits the names of refs, files and folders that are new.
func (r *Range) visitNames(ledger *source.Ledger, visit source.Visit) error {
	names := gitwalk.Names{Ledger: ledger, Visit: visit}
	for _, ref := range r.refs {
		if err := names.Ref(ref); err != nil {
			return err
		}
	}
	for _, n := range r.names {
		if err := names.Path(r.paths.text(n.path)); err != nil {
			return err
		}
	}
	return nil
}

// locateNames adds the places of names: of each path the commit that brought it
// first.
func (r *Range) locateNames(ctx context.Context, l *locator) error {
	for _, ref := range r.refs {
		id := source.Text(finding.KindRefName, ref)
		if l.secrets[id] != nil && l.places[id] == nil {
			l.places[id] = []source.Place{gitwalk.RefPlace(ref)}
		}
	}
	placed := map[pathID]bool{}
	for i := len(r.names) - 1; i >= 0; i-- { // the oldest commit is the last
		n := r.names[i]
		path := r.paths.text(n.path)
		id := gitwalk.NameID(path)
		if l.secrets[id] == nil || placed[n.path] || len(l.places[id]) == gitwalk.MaxNamePlaces {
			continue
		}
		placed[n.path] = true
		p, err := l.at(n.commit, finding.KindPath)
		if err != nil {
			return err
		}
		p.Path, p.InHead = path, r.headHas(ctx, path)
		l.places[id] = append(l.places[id], p)
	}
	return nil
}

// headHas reports whether HEAD has a file or a folder at a path. What cannot be read
// it has not.
func (r *Range) headHas(ctx context.Context, path string) bool {
	head, err := r.repo.Head(ctx)
	if err != nil || head.IsZero() {
		return false
	}
	info, _, err := r.commit(head)
	if err != nil {
		return false
	}
	at := objects.TreeEntry{Mode: objects.ModeDir, ID: info.Tree}
	for name := range strings.SplitSeq(path, "/") {
		if !at.Mode.IsDir() {
			return false
		}
		if at, err = r.trees.entry(at.ID, name); err != nil {
			return false
		}
	}
	return !at.ID.IsZero()
}
