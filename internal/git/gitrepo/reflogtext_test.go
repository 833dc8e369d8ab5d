package gitrepo

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

// The files and git say the same about who moved which ref, and why.
func TestReflogTexts(t *testing.T) {
	ctx := context.Background()
	s := manyRefs(t)
	s.Commit("a", "amended\n")
	s.Git("reset", "-q", "--hard", "HEAD~1")
	for _, dir := range []string{".", "../linked"} {
		r := openRepo(s.In(dir))
		files, asked := map[string][]string{}, map[string][]string{}
		if err := r.EachReflog(ctx, func(log Reflog) error {
			for line := range strings.Lines(string(log.Text)) {
				// OLD NEW NAME <EMAIL> TIME ZONE TAB MESSAGE
				_, rest, _ := strings.Cut(line, " ")
				_, rest, _ = strings.Cut(rest, " ")
				who, message, _ := strings.Cut(rest, "\t")
				who, _, _ = strings.Cut(who, "> ")
				files[log.Ref] = append(files[log.Ref], who+">\t"+strings.TrimSuffix(message, "\n"))
			}
			slices.Reverse(files[log.Ref])
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := r.askReflogTexts(ctx, func(log Reflog) error {
			asked[log.Ref] = strings.Split(strings.TrimSuffix(string(log.Text), "\n"), "\n")
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if len(asked["HEAD"]) == 0 {
			t.Errorf("%s: nothing of HEAD: %v", dir, slices.Sorted(maps.Keys(asked)))
		}
		for ref, lines := range asked {
			if !slices.Equal(files[ref], lines) {
				t.Errorf("%s, %s: files %q, git %q", dir, ref, files[ref], lines)
			}
		}
	}
	stop := errors.New("stop")
	n := 0
	if err := openRepo(s).EachReflog(ctx, func(Reflog) error { n++; return stop }); !errors.Is(err, stop) || n != 1 {
		t.Errorf("%d reflogs, %v", n, err)
	}
}
