package migrate

import (
	"os"
	"path/filepath"
	"testing"
)

// Nothing is written if a file is a link: what it leads to would be copied beside it.
func TestWriteReplacesNoLink(t *testing.T) {
	dir := t.TempDir()
	secret, link, other := filepath.Join(dir, "secret"), filepath.Join(dir, ConfigName), filepath.Join(dir, "other")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, link); err != nil {
		t.Skip(err)
	}
	if err := Write([]File{{other, []byte("a")}, {link, []byte("b")}}); err == nil {
		t.Error("no error")
	}
	if names, _ := os.ReadDir(dir); len(names) != 2 {
		t.Errorf("%v is there", names)
	}
	if to, err := os.Readlink(link); err != nil || to != secret {
		t.Errorf("the link leads to %q (%v)", to, err)
	}
}
