package regular

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What is mapped is what the file holds, and once it is unmapped the file can be removed.
func TestMap(t *testing.T) {
	for _, size := range []int{0, 1, 4096, 65536, 65537, 1 << 20} {
		path := filepath.Join(t.TempDir(), "file")
		want := bytes.Repeat([]byte("0123456789abcde"), size/15+1)[:size]
		if err := os.WriteFile(path, want, 0o600); err != nil {
			t.Fatal(err)
		}
		data, unmap, err := Map(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, want) {
			t.Errorf("%d bytes: %d are mapped, or other ones", size, len(data))
		}
		if err := unmap(); err != nil {
			t.Error(err)
		}
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := Map(filepath.Join(t.TempDir(), "absent")); !os.IsNotExist(err) {
		t.Errorf("an absent file: %v", err)
	}
	if _, _, err := Map(t.TempDir()); err == nil {
		t.Error("a folder is mapped")
	}
}
