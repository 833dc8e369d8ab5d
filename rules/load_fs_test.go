package rules

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/sluicesec/sluice/internal/regular"
)

func TestLoadFS(t *testing.T) {
	const rest = "[[rules]]\nid = \"b\"\nregex = 'bbbb'\n"
	outside := filepath.ToSlash(filepath.Join(write(t, map[string]string{"a.toml": rest}), "a.toml"))
	files := fstest.MapFS{
		".sluice.toml":      {Data: []byte("[extend]\npath = \"conf/base.toml\"\n" + "[[rules]]\nid = \"a\"\nregex = 'aaaa'\n")},
		"conf/base.toml":    {Data: []byte("[extend]\npath = \"more.toml\"\n")},
		"conf/more.toml":    {Data: []byte(rest)},
		"conf/up.toml":      {Data: []byte("[extend]\npath = \"../.sluice.toml\"\n")},
		"conf/escape.toml":  {Data: []byte("[extend]\npath = \"../../a.toml\"\n" + rest)},
		"conf/outside.toml": {Data: []byte("[extend]\npath = \"" + outside + "\"\n")},
	}
	for _, name := range []string{".sluice.toml", "conf/up.toml"} {
		c, err := LoadFS(files, name)
		if err != nil {
			t.Fatal(err)
		}
		rule(t, c, "a")
		rule(t, c, "b")
	}
	for _, name := range []string{"conf/escape.toml", "conf/outside.toml", "absent.toml"} {
		if _, err := LoadFS(files, name); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := LoadFS(files, "absent.toml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent: %v", err)
	}
}

func TestFindFS(t *testing.T) {
	files := fstest.MapFS{"conf/.sluice.toml": {}}
	for _, want := range []string{"", ".gitleaks.toml", ".sluice.toml"} {
		if want != "" {
			files[want] = &fstest.MapFile{}
		}
		if got, err := FindFS(files); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
}

func TestLoadFSIsBounded(t *testing.T) {
	files := fstest.MapFS{".sluice.toml": {Data: make([]byte, maxSize+1)}}
	if _, err := LoadFS(files, ".sluice.toml"); !errors.Is(err, regular.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
}
