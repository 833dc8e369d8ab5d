package ci

import (
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

func ruleFile(id string) string {
	return "[[rules]]\nid = \"" + id + "\"\nregex = '''" + id + "[0-9]{8}'''\n"
}

// The rules are those from before the range, and what the range does to them
// is named.
func TestRules(t *testing.T) {
	s := gittest.New(t)
	commits := []string{
		s.Commit("a", "1"),
		s.Commit(".sluice.toml", ruleFile("first")),
		s.Commit("a", "2"),
		s.Commit(".sluice.toml", ruleFile("second")),
		s.Commit("conf/rules.toml", ruleFile("third")),
	}
	s.Git("rm", "-q", ".sluice.toml")
	commits = append(commits, s.Commit("a", "3"))
	store, err := objects.Open(s.Dir+"/.git/objects", objects.Options{})
	s.Must(err)
	defer store.Close()
	for _, c := range []struct {
		base, head int // -1 for none
		name       string
		rule       string // "" for the built-in ones
		note       string
	}{
		{0, 1, "", "", ".sluice.toml changes"},
		{1, 2, "", "first", ""},
		{1, 3, "", "first", ".sluice.toml changes"},
		{3, 4, "", "second", ""},
		{4, 5, "", "second", ".sluice.toml changes"},
		{-1, 1, "", "", ".sluice.toml changes"},
		{3, 5, "conf/rules.toml", "", "conf/rules.toml changes"},
		{4, 5, "conf/rules.toml", "third", ""},
	} {
		var r Range
		r.Include, err = oid.Parse(commits[c.head])
		s.Must(err)
		if c.base >= 0 {
			r.Exclude, err = oid.Parse(commits[c.base])
			s.Must(err)
		}
		cfg, notes, err := Rules(store, r, c.name)
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if (len(cfg.Rules) == 1) != (c.rule != "") || c.rule != "" && cfg.Rules[0].ID != c.rule {
			t.Errorf("%+v: %d rules, the first is %s", c, len(cfg.Rules), cfg.Rules[0].ID)
		}
		if (c.note == "") != (len(notes) == 0) || !slices.ContainsFunc(append(notes, ""), func(n string) bool { return strings.HasPrefix(n, c.note) }) {
			t.Errorf("%+v: notes %q", c, notes)
		}
	}
}
