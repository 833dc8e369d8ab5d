package job

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// A Part says which part of a repository is judged. The zero value is the whole
// history; otherwise one of Staged, Range and Since is set.
type Part struct {
	Staged bool   // what the next commit would hold
	Range  string // A..B: the commits that B reaches and A does not
	Since  string // a revision: the commits that HEAD reaches and it does not; or a date, as git reads it

	History history.Options // for the whole history; with its Modules, those are judged, too
}

// Git makes the job that judges a part of the repository, for a user who trusts
// its rule file.
func Git(ctx context.Context, c Call, part Part) (*Job, error) {
	return c.open(ctx, func(r repository) (*Job, error) {
		j, err := c.git(ctx, r, part)
		if err == nil && part.whole() {
			j.Baseline = whole(j.Baseline)
		}
		return j, err
	})
}

func (c Call) git(ctx context.Context, r repository, part Part) (*Job, error) {
	if part.History.Modules {
		return c.withModules(ctx, r, part.History)
	}
	src, err := part.source(ctx, r)
	if err != nil {
		return nil, err
	}
	j, err := c.trusted(src, r.ruleFolder())
	if err == nil {
		j.about.Kind = part.kind()
	}
	return j, err
}

func (p Part) kind() finding.ScanKind {
	switch {
	case p.Staged:
		return finding.ScanStaged
	case p.Since != "", p.Range != "":
		return finding.ScanRange
	}
	return finding.ScanHistory
}

// whole reports whether the part is everything that a repository holds.
func (p Part) whole() bool {
	return p.kind() == finding.ScanHistory && !p.History.ReachableOnly && !p.History.NoGitFiles && !p.History.ShallowOK
}

func (p Part) source(ctx context.Context, r repository) (source.Source, error) {
	switch {
	case p.Staged:
		return index(r)
	case p.Since != "":
		return since(ctx, r, p.Since)
	case p.Range != "":
		return span(ctx, r, p.Range)
	}
	return history.New(r.Repo, r.store, p.History), nil
}

// index returns the source of what the next commit would bring.
func index(r repository) (source.Source, error) {
	if _, err := os.Stat(r.IndexFile); err != nil && r.WorkTree == "" {
		return nil, fmt.Errorf("%s is a bare repository, in which nothing can be staged: scan its history (`sluice git %s`), or some commits of it (--range A..B)", r.GitDir, r.GitDir)
	}
	return staged.New(r.Repo, r.store), nil
}

// span returns the source of the commits of a range A..B.
func span(ctx context.Context, r repository, text string) (source.Source, error) {
	s, err := commits.Parse(ctx, r.Repo, text)
	if err != nil {
		return nil, err
	}
	return s.Source(r.Repo, r.store), nil
}

// since returns the source of what came after a revision, or after a date. A
// revision that looks like a date is a revision.
func since(ctx context.Context, r repository, text string) (source.Source, error) {
	if strings.Contains(text, "..") {
		return nil, fmt.Errorf("--since %q: it takes one revision, or a date: write --range %q for a range", text, text)
	}
	s, unknown := commits.Parse(ctx, r.Repo, text+"..HEAD")
	if unknown == nil {
		return s.Source(r.Repo, r.store), nil
	}
	if !gitrepo.IsDate(text) {
		return nil, fmt.Errorf("--since %q: %w; nor is it a date, such as 2026-01-31, \"2 weeks ago\" or yesterday", text, unknown)
	}
	t, err := r.ParseDate(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("--since: %w", err)
	}
	head, err := r.Resolve(ctx, "HEAD")
	if err != nil {
		return nil, err
	}
	return commits.Since(text, t, r.Repo, r.store, head), nil
}
