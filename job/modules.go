package job

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/nested"
)

// withModules makes the job that judges the whole history of a repository and of the
// submodules whose repositories are in its git folder, all by the rules of the first.
func (c Call) withModules(ctx context.Context, r repository, o history.Options) (*Job, error) {
	folders, err := r.Modules(ctx)
	if err != nil {
		return nil, err
	}
	var modules []nested.Module
	var stores []*objects.Store
	for _, folder := range folders {
		store, module, err := openModule(r, folder, c.Environ, o)
		if err != nil {
			for _, s := range stores {
				err = errors.Join(err, s.Close())
			}
			return nil, fmt.Errorf("--recurse-submodules: %w", err)
		}
		stores, modules = append(stores, store), append(modules, module)
	}
	j, err := c.trusted(nested.New(history.New(r.Repo, r.store, o), modules), r.ruleFolder())
	if err != nil {
		for _, s := range stores {
			err = errors.Join(err, s.Close())
		}
		return nil, err
	}
	j.about.Kind = finding.ScanHistory
	j.stores = slices.Clone(stores)
	return j, nil
}

func openModule(r repository, folder string, env []string, o history.Options) (*objects.Store, nested.Module, error) {
	repo, err := gitrepo.Open(folder, env)
	if err != nil {
		return nil, nested.Module{}, err
	}
	store, err := repo.OpenObjects()
	if err != nil {
		return nil, nested.Module{}, err
	}
	at, err := filepath.Rel(r.CommonDir, folder)
	if err != nil {
		return nil, nested.Module{}, errors.Join(err, store.Close())
	}
	return store, nested.Module{Source: history.New(repo, store, o), At: filepath.ToSlash(at)}, nil
}
