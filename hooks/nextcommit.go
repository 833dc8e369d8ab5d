package hooks

import (
	"context"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/staged"
)

// NextCommit returns the source of what the commit under way will hold and
// none of its parents does, for the hooks pre-commit and pre-merge-commit. env
// is the environment of the hook. The index is the one that GIT_INDEX_FILE named
// when repo was opened.
//
// The parents are HEAD and the commits that are merged. If HEAD is amended, they
// are the parents of HEAD: the new commit brings again what HEAD has brought.
func NextCommit(ctx context.Context, repo *gitrepo.Repo, store *objects.Store, env []string) (source.Source, error) {
	head, err := repo.Head(ctx)
	if err != nil {
		return nil, err
	}
	if head.IsZero() {
		return staged.New(repo, store), nil
	}
	if merged := mergedHeads(env); len(merged) > 0 {
		return staged.NewOnto(repo, store, append([]oid.ID{head}, merged...)), nil
	}
	if commit, ok := amended(store, head, env); ok {
		return staged.NewOnto(repo, store, commit.Parents), nil
	}
	return staged.New(repo, store), nil
}

// mergedHeads returns the commits that git merge merges. It sets a variable called
// GITHEAD_ and the id for each; the file MERGE_HEAD is written only after the hook.
func mergedHeads(env []string) []oid.ID {
	var ids []oid.ID
	for _, kv := range env {
		digits, ok := strings.CutPrefix(kv, "GITHEAD_")
		if !ok {
			continue
		}
		digits, _, _ = strings.Cut(digits, "=")
		if id, err := oid.Parse(digits); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// amended returns HEAD's commit if git commit is about to replace it. Git does not
// say so to its hooks. But their environment names the author of the new commit
// and the date, and an amended commit keeps both. A new commit by the author of
// HEAD within the same second looks the same; then more is judged, not less. With
// --reset-author an amended commit is not recognized, and only what it changes is
// judged.
func amended(store *objects.Store, head oid.ID, env []string) (objects.CommitInfo, bool) {
	author, ok := nextAuthor(env)
	if !ok {
		return objects.CommitInfo{}, false
	}
	_, content, err := store.Read(head)
	if err != nil {
		return objects.CommitInfo{}, false // the scan will say what is wrong with it
	}
	commit, err := objects.ParseCommit(content)
	return commit, err == nil && commit.Author == author
}

// nextAuthor reads the author of the commit under way. Git commit writes the date
// as "@SECONDS ZONE".
func nextAuthor(env []string) (a objects.Signature, ok bool) {
	var date string
	for _, kv := range env {
		switch name, value, _ := strings.Cut(kv, "="); name {
		case "GIT_AUTHOR_NAME":
			a.Name = value
		case "GIT_AUTHOR_EMAIL":
			a.Email = value
		case "GIT_AUTHOR_DATE":
			date = value
		}
	}
	seconds, zone, ok := strings.Cut(strings.TrimPrefix(date, "@"), " ")
	if !ok || !strings.HasPrefix(date, "@") {
		return a, false
	}
	hours, err := strconv.Atoi(zone)
	if err != nil {
		return a, false
	}
	a.Zone = hours/100*60 + hours%100
	a.Unix, err = strconv.ParseInt(seconds, 10, 64)
	return a, err == nil
}
