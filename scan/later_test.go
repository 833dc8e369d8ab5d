package scan_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/history"
)

// An allowlist that names commits hides the lines that these commits add, and no others: a
// token is reported if any other commit adds a line with it, and so is each such line.
func TestAllowedCommitsHideWhatOthersAddNot(t *testing.T) {
	later := 0
	for seed := range uint64(gittest.Size(4, 40)) {
		dir := editedHistory(t, seed)
		want, isMerge := addedTokens(t, dir, "--all"), merges(t, dir)
		rng := rand.New(rand.NewPCG(seed, 1))
		var names []string
		allowed := func(line string) bool { return slices.Contains(names, line[:strings.IndexByte(line, ' ')]) }
		for _, line := range want { // the first commits of most tokens, and others
			if name := line[:strings.IndexByte(line, ' ')]; rng.IntN(3) > 0 && !allowed(line) {
				names = append(names, name)
			}
		}
		cfg, err := rules.Parse("tok.toml", fmt.Appendf(nil, "%s[[allowlists]]\ncommits = [\"%s\"]\n", tokenRule, strings.Join(names, `", "`)))
		if err != nil {
			t.Fatal(err)
		}
		s, err := scan.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		want = slices.DeleteFunc(want, allowed)
		tokens := map[string]bool{}
		for _, line := range want {
			tokens[inPatch.FindString(line)] = true
		}
		reports := map[bool]string{}
		for _, hits := range []bool{false, true} {
			repo, store := openRepo(t, dir)
			r, err := s.Run(t.Context(), history.New(repo, store, history.Options{}), scan.Options{Jobs: 2, Hits: hits, AgainAlone: hits, ShowSecrets: true})
			if err != nil {
				t.Fatal(err)
			}
			got, merged := reported(r, isMerge)
			if hits && !slices.Equal(got, want) {
				t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			all := maps.Clone(tokens)
			for _, line := range merged {
				all[inPatch.FindString(line)] = true
			}
			found := map[string]bool{}
			for _, f := range r.Findings {
				found[f.Secret] = true
				if len(f.Locations) == 0 || f.Exposure.Introduced == "" {
					t.Errorf("seed %d: %s has no place in time", seed, f.Secret)
				}
				later += len(f.Again)
			}
			if !maps.Equal(found, all) {
				t.Fatalf("seed %d, hits %t: found %v, want %v", seed, hits, found, all)
			}
			reports[hits] = encode(t, r)
		}
		if reports[false] != reports[true] {
			t.Fatalf("seed %d: Hits changes the JSON report", seed)
		}
	}
	if later == 0 {
		t.Error("no commit adds a token again")
	}
}
