package engine

import (
	"testing"

	"github.com/sluicesec/sluice/rules"
)

func TestFileNames(t *testing.T) {
	d := detectorOf(t, &rules.Config{Rules: []rules.Rule{
		{ID: "key", Path: `\.p12$`}, {ID: "ssh", Path: `(^|/)id_rsa$`},
		{ID: "text", Regex: "secret=([a-z]+)", Path: `\.txt$`},
	}})
	passes := d.FileNames()
	for name, want := range map[string]bool{"a.p12": true, "id_rsa": true, "id_rsa.pub": false, "a.txt": false} {
		if got := passes([]byte(name)); got != want {
			t.Errorf("%s passes: %v", name, got)
		}
		if found := len(d.MatchPath("folder/"+name)) > 0; found != want {
			t.Errorf("%s is found: %v", name, found)
		}
	}
	if detectorOf(t, &rules.Config{}).FileNames() != nil {
		t.Error("without path rules there is a test")
	}
}
