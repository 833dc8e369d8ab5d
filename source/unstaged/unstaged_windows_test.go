package unstaged

import (
	"os"
	"testing"

	"github.com/sluicesec/sluice/source"
)

// A name that Windows keeps for a device is in the ledger, and no error: git cannot have
// made a file of it. A name that leads out of the work tree is an error.
func TestNamesOfDevices(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, complete := range map[string]bool{"src/aux": true, "con": true, "a:b": true, `a\..\..\b`: true, "absent": true, "../b": false} {
		v := visitor{WorkTree: &WorkTree{}, ledger: &source.Ledger{}}
		if err := v.file(root, name); err != nil || v.ledger.Complete() != complete {
			t.Errorf("%s: %v, complete: %v", name, err, v.ledger.Complete())
		}
	}
}
