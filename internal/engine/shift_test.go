package engine

import (
	"reflect"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

// TestShiftedMatch: a match, shifted to another version of the text, is the match of that
// version; and there is no shift to one that is at another column.
func TestShiftedMatch(t *testing.T) {
	secret, err := example.Expand("password = '{base62:20}'", 4)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	scanner := d.NewScanner()
	matchIn := func(text string) *Match { // several rules see it
		matches := scanner.Finish([]byte(text), scanner.Raw([]byte(text), content.Text))
		if len(matches) == 0 {
			t.Fatal("no match")
		}
		return &matches[0]
	}
	around := strings.Repeat("a line of text that is nothing but that\n", 40)
	was, is := matchIn(around+secret+"\n"+around), matchIn("one line more\n\n"+around+secret+"\n"+around)
	by, ok := is.ShiftFrom(was)
	if !ok || by.Lines != 2 || by.Bytes != len("one line more\n\n") {
		t.Errorf("the shift is %v, %v", by, ok)
	}
	if moved := was.Shifted(by); !reflect.DeepEqual(&moved, is) {
		t.Errorf("shifted, it is %+v, and not %+v", moved, is)
	}
	if back := is.Shifted(Shift{-by.Bytes, -by.Lines}); !reflect.DeepEqual(&back, was) {
		t.Errorf("shifted back, it is %+v, and not %+v", back, was)
	}
	if by, ok := matchIn(around + "\t" + secret + "\n" + around).ShiftFrom(was); ok {
		t.Errorf("a match in another column is %v away", by)
	}
}
