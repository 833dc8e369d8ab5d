package migrate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

func TestReal(t *testing.T) {
	dir := os.Getenv("REAL")
	if dir == "" {
		t.Skip()
	}
	files, _ := filepath.Glob(dir + "/*")
	ok, refused, anew := 0, 0, 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		folder := t.TempDir()
		p, err := readAll(folder, map[string]string{".gitleaks.toml": string(text)})
		if err != nil {
			refused++
			if strings.Contains(err.Error(), "sluice") {
				t.Logf("%s: %.200s", filepath.Base(f), err)
			}
			continue
		}
		ok++
		if p.config.anew {
			anew++
		}
		sameRulesShort(t, f, string(text), filepath.Join(folder, ".gitleaks.toml"), p.text, p.configPath())
		r, err := p.Settle(Scanned{Complete: true, File: filesOf(nil)}, true)
		if err != nil {
			t.Errorf("%s: %.300v", f, err)
			continue
		}
		_ = r
		lines := 0
		for _, e := range p.entries {
			if e.line == 0 || e.path == "" {
				lines++
			}
		}
		if lines > 0 {
			t.Logf("%s: %d of %d entries without place", filepath.Base(f), lines, len(p.entries))
		}
	}
	t.Logf("%d ok, %d refused, %d anew", ok, refused, anew)
}

func sameRulesShort(t *testing.T, f, was, wasName, is, isName string) {
	a, err := rules.Parse(wasName, []byte(was))
	if err != nil {
		t.Error(err)
		return
	}
	b, err := rules.Parse(isName, []byte(is))
	if err != nil {
		t.Errorf("%s: %v", f, err)
		return
	}
	if meaning(a) != meaning(b) {
		t.Errorf("%s: differs", f)
	}
}
