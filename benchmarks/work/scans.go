package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/sluicesec/sluice/benchmarks/internal/measure"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// countAll makes the input and counts all scans of it.
func countAll(ctx context.Context, tmp string) (counts, error) {
	dir, repo := filepath.Join(tmp, "folder"), filepath.Join(tmp, "repo")
	if err := makeFolder(dir); err != nil {
		return counts{}, err
	}
	if err := makeRepo(ctx, repo); err != nil {
		return counts{}, err
	}
	out, err := exec.CommandContext(ctx, "git", "-C", repo, "rev-parse", "HEAD", "HEAD~20").Output()
	if err != nil {
		return counts{}, err
	}
	ids := strings.Fields(string(out))
	c := &counter{counts: counts{made: runtime.Version() + ", " + measure.Processor()}}
	c.instructions, c.close = instructionCounter()
	defer c.close()
	return c.counts, c.all(ctx, dir, repo, ids[0], ids[1])
}

// A counter counts one scan after the other.
type counter struct {
	counts
	scanner      *scan.Scanner
	instructions func() int64 // so far; nil if they cannot be counted
	close        func()
}

func (c *counter) all(ctx context.Context, dir, path, head, base string) (err error) {
	c.measured("rules", func() {
		var cfg *rules.Config
		if cfg, err = rules.Builtin(); err == nil {
			c.scanner, err = scan.New(cfg)
		}
	})
	if err != nil {
		return err
	}
	headID, err := oid.Parse(head)
	if err != nil {
		return err
	}
	baseID, err := oid.Parse(base)
	if err != nil {
		return err
	}
	inRepo := func(of func(*gitrepo.Repo, *objects.Store) source.Source) func() (source.Source, *objects.Store, error) {
		return func() (source.Source, *objects.Store, error) {
			repo, err := gitrepo.Open(path, nil)
			if err != nil {
				return nil, nil, err
			}
			store, err := repo.OpenObjects()
			if err != nil {
				return nil, nil, err
			}
			return of(repo, store), store, nil
		}
	}
	for _, one := range []struct {
		name string
		open func() (source.Source, *objects.Store, error)
	}{
		{"folder", func() (source.Source, *objects.Store, error) { return &folder.Folders{Paths: []string{dir}}, nil, nil }},
		{"history", inRepo(func(r *gitrepo.Repo, s *objects.Store) source.Source { return history.New(r, s, history.Options{}) })},
		{"no-delta", inRepo(func(r *gitrepo.Repo, s *objects.Store) source.Source {
			return history.New(r, s, history.Options{NoDelta: true})
		})},
		{"range", inRepo(func(r *gitrepo.Repo, s *objects.Store) source.Source {
			return commits.New("range", r, s, []oid.ID{headID}, []oid.ID{baseID})
		})},
		{"staged", inRepo(func(r *gitrepo.Repo, s *objects.Store) source.Source { return staged.New(r, s) })},
	} {
		if err := c.scan(ctx, one.name, one.open); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return nil
}

// scan runs a scan three times: to make what rules make when they are first used, to count
// what the program does, and to count what the engine does, which takes allocations of its own.
func (c *counter) scan(ctx context.Context, name string, open func() (source.Source, *objects.Store, error)) error {
	run := func(stats *engine.Stats) (work objects.Work, err error) {
		src, store, err := open()
		if err != nil {
			return work, err
		}
		_, err = c.scanner.Run(ctx, src, scan.Options{Jobs: 1, Stats: stats})
		if store != nil {
			work = store.Work()
			_ = store.Close() // it is only read
		}
		return work, err
	}
	stats := &engine.Stats{}
	work, err := run(stats)
	if err != nil {
		return err
	}
	judged, matches := 0, 0
	for _, r := range stats.Rules {
		judged += r.Hits
		matches += r.Matches
	}
	c.add(name, "bytes-searched", stats.Bytes)
	c.add(name, "literals", stats.Literals)
	c.add(name, "looks", stats.Looks)
	c.add(name, "judged", int64(judged))
	c.add(name, "matches", int64(matches))
	c.add(name, "steps", stats.Steps)
	if work.Entries > 0 {
		c.add(name, "entries", work.Entries)
		c.add(name, "bytes-inflated", work.Inflated)
	}
	c.measured(name, func() { _, err = run(nil) })
	return err
}

// measured counts the allocations and the instructions of f.
func (c *counter) measured(name string, f func()) {
	var before, after runtime.MemStats
	var begin, end int64
	runtime.ReadMemStats(&before)
	if c.instructions != nil {
		begin = c.instructions()
	}
	f()
	if c.instructions != nil {
		end = c.instructions()
	}
	runtime.ReadMemStats(&after)
	c.add(name, "allocations", int64(after.Mallocs-before.Mallocs))
	c.add(name, "bytes-allocated", int64(after.TotalAlloc-before.TotalAlloc))
	if c.instructions != nil {
		c.add(name, instructions, end-begin)
	}
}

func (c *counter) add(scan, what string, n int64) { c.list = append(c.list, count{scan, what, n}) }
