package job

import (
	"context"
	"errors"
	"io"

	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
)

// A Call is what the process that wants a job was given.
type Call struct {
	Dir      string              // the repository, or a folder in it; not read by Folders and Stdin
	Config   string              // the rule file that the command line names, or BuiltinRules; "" for none
	Baseline string              // the baseline that the command line names; "" for none
	Getenv   func(string) string // reads the environment
	Environ  []string            // the environment, as os.Environ gives it
	Stdin    io.Reader

	// NoRepoConfig says that no rule file and no baseline is looked for in what is
	// judged. One that the user names counts all the same.
	NoRepoConfig bool

	NoBaseline bool // no baseline counts

	// Cache returns what is kept of a repository, given its folder, for the scan of its history;
	// nil for nobody keeps anything.
	Cache func(repo string) (*cache.Entry, error)

	outermost bool // in place of a bare repository, open the one whose work tree holds it

	// Tell gets each sentence that the user must read and that is not in a
	// report.
	Tell func(sentence string)
}

// A repository is what a job is about: where its parts are, and its objects.
type repository struct {
	*gitrepo.Repo
	store *objects.Store
}

// open opens the repository of the call, lets decide make the job, and leaves
// it to the job to close the repository.
func (c Call) open(ctx context.Context, decide func(repository) (*Job, error)) (*Job, error) {
	repo, err := gitrepo.Open(c.Dir, c.Environ)
	if err != nil {
		return nil, err
	}
	holder := repo.Holder()
	if holder != "" && c.outermost {
		if repo, err = gitrepo.Open(holder, c.Environ); err != nil {
			return nil, err
		}
	}
	store, err := repo.OpenObjects()
	if err != nil {
		return nil, err
	}
	j, err := decide(repository{repo, store})
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	j.store = store
	if holder != "" && j.Source != nil {
		j.Notes = append(j.Notes, embedded(holder, repo, c.Dir))
	}
	if j.Source != nil {
		j.about = about(ctx, j.about.Kind, repository{repo, store})
		j.owners = ownersOf(ctx, repository{repo, store})
		if _, ok := j.Source.(source.Remembering); ok && c.Cache != nil {
			if j.cache, j.noCache = c.Cache(repo.CommonDir); j.cache != nil {
				j.cache.Begin()
				store.Prepare()
			}
		}
	}
	return j, nil
}

// ruleFolder returns the folder in which a rule file of the repository lies: the
// work tree, or the repository itself when it is bare.
func (r repository) ruleFolder() string {
	if r.WorkTree != "" {
		return r.WorkTree
	}
	return r.GitDir
}

// embedded returns the note for a folder that looks like a bare repository, in the work tree
// whose root is holder. repo is what was judged.
func embedded(holder string, repo *gitrepo.Repo, dir string) string {
	if repo.Holder() == "" {
		return dir + " looks like a bare repository, and a commit can hold such a folder: the repository around it was judged, " + holder
	}
	return dir + " looks like a bare repository, and it was judged, not the repository around it, " + holder
}
