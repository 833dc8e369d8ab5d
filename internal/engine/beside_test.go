package engine

import (
	"testing"

	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// A hit that the bytes right beside it exclude is one that Look rules out, too.
func TestExcludesWhatLookExcludes(t *testing.T) {
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	excluded := 0
	for i := range d.sorted {
		a := &d.anchors[i]
		for _, beside := range []byte("a Z_9-=\n\"\x00\xff") {
			data := append([]byte{beside}, a.anchors()[a.index].Text...)
			data = append(data, beside)
			if !d.search.excludes(a, data, 1) {
				continue
			}
			excluded++
			if chance := a.pattern.Look(a.index, data, 1); chance != pattern.Never {
				t.Errorf("%s: %q is excluded, and Look says %d", a.rule.ID, data, chance)
			}
		}
	}
	if excluded < 1000 {
		t.Errorf("only %d were excluded: the test says little", excluded)
	}
}
