package gitrepo

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// configs are files that git reads; the library refuses some of them.
var configs = map[string]string{
	"plain":     "[core]\n\tbare = true\n[remote \"origin\"]\n\tpromisor\n\turl = x\n",
	"comments":  "# a\n[core] ; b\nbare=yes # c\n",
	"quotes":    "[core]\nworktree = \"a b\\\"c\" \n[Branch \"x\"]\nmerge=\n",
	"case":      "[Extensions] ObjectFormat=SHA256\n",
	"continued": "[core]\nworktree = \\\n   d\n",
	"mark":      "\xef\xbb\xbf[core]\nbare = true\n",
	"bracket":   "[remote \"a]b \\\"x\\\" \u00e9\"]\npromisor = on\n[extensions]\npartialclone = o\n",
	"cr":        "[core]\r\n\tbare = true\r\n",
	"empty":     "",
}

// However a file is read, it says what git says it says.
func TestConfigReadsAsGitReads(t *testing.T) {
	s := gittest.New(t)
	r := openRepo(s)
	for name, text := range configs {
		s.Write("config", text)
		path := filepath.Join(s.Dir, "config")
		got, err := r.readConfig(path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, err := r.askConfig(context.Background(), path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	s.Write("config", "[core\nbare")
	if c, err := r.readConfig(filepath.Join(s.Dir, "config")); err == nil {
		t.Errorf("a broken file reads as %v", c)
	}
}
