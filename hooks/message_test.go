package hooks

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

func TestMessage(t *testing.T) {
	const line = "# ------------------------ >8 ------------------------\n"
	const text = "subject\n\nbody\n"
	const diff = line + "# Everything below it will be ignored.\ndiff --git a/x b/x\n-old\n"
	for _, c := range []struct{ name, text, editor, want string }{
		{"plain", text, "vi", text},
		{"with the change", text + diff, "vi", text},
		{"another comment character", text + ";" + diff[1:], "vi", text},
		{"Windows line ends", text + line[:len(line)-1] + "\r\n-old\r\n", "vi", text},
		{"no editor was opened", text + diff, ":", text + diff},
		{"a mark of several characters", text + "//" + line[1:] + "more\n", "vi", text},
		{"a longer line", text + line[:len(line)-1] + "-\nmore\n", "vi", text + line[:len(line)-1] + "-\nmore\n"},
		{"nothing", "", "vi", ""},
	} {
		path := filepath.Join(t.TempDir(), "COMMIT_EDITMSG")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		src := Message(path, func(name string) string { return map[string]string{"GIT_EDITOR": c.editor}[name] })
		var got string
		ledger := &source.Ledger{}
		err := src.Walk(context.Background(), 1, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
			got = string(b.Data)
			return source.Result{}, nil
		})
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.name, got, err, c.want)
		}
		places, err := src.Locate(context.Background(), map[source.ID][]source.SecretKey{source.Named(path): nil})
		if err != nil || len(places[source.Named(path)]) != 1 || places[source.Named(path)][0].Kind != finding.KindCommitMessage {
			t.Errorf("%s: places %v, %v", c.name, places, err)
		}
	}
	src := Message(filepath.Join(t.TempDir(), "absent"), os.Getenv)
	if err := src.Walk(context.Background(), 1, &source.Ledger{}, nil); err == nil {
		t.Error("a message that is not there: no error")
	}
}
