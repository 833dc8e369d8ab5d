package report

import (
	"strings"
	"testing"
)

// withoutFiles is a page without what is in files of its own: the style, the script,
// and the hashes of both.
func withoutFiles(page string) string {
	style, script := htmlText("style.css"), htmlScript()
	return strings.NewReplacer(style, "STYLE", script, "SCRIPT", hashSource(style), "STYLE-HASH", hashSource(script), "SCRIPT-HASH").Replace(page)
}

func TestHTMLFilesAreComplete(t *testing.T) {
	if htmlText("style.css") == "" {
		t.Error("no style")
	}
	for _, name := range htmlScripts {
		if htmlText(name+".js") == "" {
			t.Errorf("no script %s", name)
		}
	}
}
