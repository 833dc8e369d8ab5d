package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// account writes into the ledger what the history names and the store lacks,
// and what was left alone on purpose.
func (h *History) account(ctx context.Context, ledger *source.Ledger) {
	absent := h.trees.absent()
	shallow, err := h.repo.Shallow()
	if err != nil {
		ledger.Error(err)
	}
	cut := map[string]bool{}
	for _, id := range shallow {
		cut[id] = true
	}
	for _, a := range h.graph.absent {
		if !a.isParent || !cut[a.commit.String()] {
			absent = append(absent, a.id)
		}
	}
	slices.SortFunc(absent, oid.ID.Compare)
	absent = slices.Compact(absent)
	h.accountAbsent(ledger, absent)
	for _, id := range h.trees.malformed() {
		gitwalk.Report(ledger, objects.Problem{ID: id, Type: objects.Tree, Reason: "malformed tree", Err: errors.New("its entries cannot be read to the end")})
	}
	if len(shallow) > 0 {
		ledger.Note(fmt.Sprintf("shallow clone: the history before %s is not here; `git fetch --unshallow` brings it", gitwalk.Plural(len(shallow), "commit")))
	}
	for _, name := range h.trees.submodules() {
		ledger.Skip("submodule", name, 0)
	}
	if h.repo.Grafted() {
		ledger.Note("info/grafts is ignored: parents are those that the commits name")
	}
	h.accountRefs(ctx, ledger)
}

func (h *History) accountAbsent(ledger *source.Ledger, absent []oid.ID) {
	if len(absent) == 0 {
		return
	}
	reason, hint := gitwalk.Absence(h.repo)
	for _, id := range absent {
		ledger.Miss(reason, id.String(), 0)
	}
	ledger.Error(fmt.Errorf("%s that the history names cannot be scanned, because they are not in the repository: %s",
		gitwalk.Plural(len(absent), "object"), hint))
}

// accountRefs names the refs that cannot be read or lead nowhere.
func (h *History) accountRefs(ctx context.Context, ledger *source.Ledger) {
	refs, err := h.repo.Refs(ctx)
	if err != nil {
		ledger.Error(err)
	}
	if _, err := h.repo.Reflogs(ctx); err != nil {
		ledger.Error(err)
	}
	replaced := 0
	for _, ref := range refs {
		if strings.HasPrefix(ref.Name, "refs/replace/") {
			replaced++
		}
		id, err := oid.Parse(ref.ID)
		if err == nil {
			if _, ok := h.store.Find(id); ok {
				continue
			}
		}
		if !strings.HasPrefix(ref.Name, "refs/") && ref.Name != "HEAD" {
			continue // what is left of a fetch or a merge may outlive its objects
		}
		ledger.Error(fmt.Errorf("ref %s names %s, which is not in the repository", ref.Name, ref.ID))
	}
	if replaced > 0 {
		ledger.Note(fmt.Sprintf("%s in refs/replace ignored: objects are scanned as they are stored", gitwalk.Plural(replaced, "replacement")))
	}
}
