package staged

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// visitHead visits what HEAD has at some paths if HEAD is no parent of the next
// commit, as when it is amended. Otherwise a secret that HEAD holds is not new, and
// is not reported.
func (s *Index) visitHead(ctx context.Context, paths []string, ledger *source.Ledger, visit source.Visit) error {
	if len(paths) == 0 || !s.given {
		return nil
	}
	head, err := s.repo.Head(ctx)
	if err != nil {
		return err
	}
	if head.IsZero() || slices.Contains(s.parents, head) {
		return nil
	}
	_, content, err := s.store.Read(head)
	if err != nil {
		return fmt.Errorf("reading HEAD: %w", err)
	}
	commit, err := objects.ParseCommit(content)
	if err != nil {
		return fmt.Errorf("reading HEAD: %w", err)
	}
	files := trees{store: s.store}
	files.roots = append(files.roots, commit.Tree)
	for _, path := range paths {
		for _, e := range files.lookup(path) {
			s.inHead[path] = e.ID
			if err := s.visitOld(e.ID, path, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// visitOld visits a file that the next commit replaces, if it can be read.
func (s *Index) visitOld(id oid.ID, path string, visit source.Visit) error {
	content, err := s.store.Content(id)
	if err != nil {
		return nil
	}
	defer content.Close()
	if content.Type != objects.Blob {
		return nil
	}
	b := &source.Blob{ID: source.Object(id), Kind: finding.KindBlob, Path: path, Data: content.Data, Open: content.Open, Size: content.Size}
	if _, err := visit(0, b, nil); err != nil {
		return err
	}
	_, _, err = s.lfs.Visit(0, b, &source.Ledger{}, visit)
	return err
}

// split yields the keys that others hold, with true, and those that they do not
// hold, with false. It leaves out an empty list.
func split(keys, others []source.SecretKey) iter.Seq2[bool, []source.SecretKey] {
	return func(yield func(bool, []source.SecretKey) bool) {
		for _, held := range []bool{true, false} {
			var some []source.SecretKey
			for _, k := range keys {
				if slices.Contains(others, k) == held {
					some = append(some, k)
				}
			}
			if len(some) > 0 && !yield(held, some) {
				return
			}
		}
	}
}
