package gitwalk

import (
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/source"
)

// An InHunks is what a commit adds of the secrets in a blob.
type InHunks struct {
	Keys  []source.SecretKey // sorted
	Hunks []source.Lines     // those that hold one of the secrets, in order
}

// HunksOf returns which of the secrets of a blob are in lines that a commit adds. A secret
// that is on no line, because it is the path, is added with any change of the file.
func HunksOf(held []source.Held, hunks []gitrepo.Hunk) (in InHunks) {
	for _, h := range held {
		if h.Lines == (source.Lines{}) {
			in.Keys = append(in.Keys, h.Key)
			continue
		}
		i, found := slices.BinarySearchFunc(hunks, h.Last, func(k gitrepo.Hunk, last int) int {
			switch {
			case k.Last < last:
				return -1
			case k.First > last:
				return 1
			}
			return 0
		})
		if !found || !h.Within(source.Lines(hunks[i])) {
			continue
		}
		in.Keys = append(in.Keys, h.Key)
		in.Hunks = append(in.Hunks, source.Lines(hunks[i]))
	}
	slices.Sort(in.Keys)
	in.Keys = slices.Compact(in.Keys)
	slices.SortFunc(in.Hunks, func(a, b source.Lines) int { return a.First - b.First })
	in.Hunks = slices.Compact(in.Hunks)
	return in
}

// NoHunks is the note for a failure of git to say which lines commits add.
func NoHunks(err error) string {
	return fmt.Sprintf("which lines each commit adds is not known everywhere, so in gitleaks' format some commits are missing that add a line again, and some columns are those of the file: %v", err)
}
