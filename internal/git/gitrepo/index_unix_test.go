//go:build unix

package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/regular"
)

// An index that is cut while it is mapped is an error.
func TestIndexCutWhileMapped(t *testing.T) {
	s := folders(t)
	for i := range 200 {
		enter(s, fmt.Sprintf("folder/file number %d", i))
	}
	r := openRepo(s)
	idx, err := r.MapIndex(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s.Must(os.Truncate(r.IndexFile, 0))
	err = idx.Guard(func() error {
		for e := range idx.Entries.All() {
			_ = strings.Clone(e.Path)
		}
		return nil
	})
	if !errors.Is(err, regular.ErrCut) {
		t.Errorf("got %v", err)
	}
	s.Must(idx.Close())
}
