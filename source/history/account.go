package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// account writes into the ledger which objects the history names and the store
// lacks, and what was left out on purpose.
func (h *History) account(ctx context.Context, refs []gitrepo.Ref, ledger *source.Ledger) {
	absent := h.trees.absent()
	shallow, err := h.repo.Shallow()
	if err != nil {
		ledger.Error(err)
	}
	cut := map[oid.ID]bool{}
	for _, id := range shallow {
		cut[id] = true
	}
	for _, a := range h.graph.absent {
		if !a.isParent || !cut[a.commit] {
			absent = append(absent, a.id)
		}
	}
	absent = append(absent, h.absentInIndex(ctx)...)
	slices.SortFunc(absent, oid.ID.Compare)
	absent = slices.Compact(absent)
	h.accountAbsent(ledger, absent)
	for _, id := range h.trees.malformed() {
		gitwalk.Report(ledger, objects.Problem{ID: id, Type: objects.Tree, Reason: "malformed tree", Err: errors.New("its entries cannot be read to the end")})
	}
	if len(shallow) > 0 {
		h.whole = false
	}
	h.accountShallow(ledger, len(shallow))
	h.accountSubmodules(ctx, ledger)
	if h.repo.Grafted() {
		ledger.Note("info/grafts is ignored: parents are those that the commits name")
	}
	h.accountRefs(ctx, refs, ledger)
}

// absentInIndex returns the ids of staged content that is not in the store. An index
// that cannot be read has none: visitPaths and staged scans report it.
func (h *History) absentInIndex(ctx context.Context) []oid.ID {
	var absent []oid.ID
	empty := h.store.Hash(objects.Blob, nil) // what git add -N may announce without storing it
	for _, file := range h.repo.IndexFiles() {
		index, err := h.repo.Index(ctx, file)
		if err != nil {
			continue
		}
		for e := range index.Entries.All() {
			if e.IntentToAdd || e.ID == empty || e.Mode.IsSubmodule() {
				continue
			}
			if _, ok := h.store.Find(e.ID); !ok {
				absent = append(absent, e.ID)
			}
		}
	}
	return absent
}

// accountShallow says that the history before some commits is missing.
func (h *History) accountShallow(ledger *source.Ledger, cut int) {
	if cut == 0 {
		return
	}
	text := fmt.Sprintf("shallow clone: what is older than %s is not here, so it was not scanned", english.Plural(cut, "commit", ""))
	if h.options.ShallowOK {
		ledger.Note(text + " (--shallow-ok)")
		return
	}
	ledger.Error(errors.New(text + ": run `git fetch --unshallow` and scan again, or let it pass with --shallow-ok"))
}

func (h *History) accountAbsent(ledger *source.Ledger, absent []oid.ID) {
	if len(absent) == 0 {
		return
	}
	reason, hint := gitwalk.Absence(h.repo)
	for _, id := range absent {
		ledger.Miss(reason, id.String(), 0)
	}
	ledger.Error(fmt.Errorf("%s that the history or the index names %s not in this repository: %s", english.Plural(len(absent), "object", ""), english.PluralWord(len(absent), "is", "are"), hint))
}

// accountRefs names the reflogs that cannot be read, and the refs that lead nowhere.
func (h *History) accountRefs(ctx context.Context, refs []gitrepo.Ref, ledger *source.Ledger) {
	if _, err := h.repo.Reflogs(ctx); err != nil {
		ledger.Error(err)
	}
	replaced := 0
	for _, ref := range refs {
		if strings.HasPrefix(ref.Name, "refs/replace/") {
			replaced++
		}
		if _, ok := h.store.Find(ref.ID); ok {
			continue
		}
		if !strings.HasPrefix(ref.Name, "refs/") && ref.Name != "HEAD" {
			continue // pseudorefs that a fetch or a merge has left may outlive their objects
		}
		ledger.Error(fmt.Errorf("ref %s names %s, which is not in the repository", ref.Name, ref.ID))
	}
	if replaced > 0 {
		ledger.Note(fmt.Sprintf("%s in refs/replace ignored: objects are scanned as they are stored", english.Plural(replaced, "replacement", "")))
	}
}
