package report

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// The page, its style and its script. The parts of the script are written one after the
// other, as one script.
//
//go:embed html/page.html html/style.css html/*.js
var htmlFiles embed.FS

var htmlScripts = []string{"data", "dom", "state", "filter", "copy", "details", "list", "controls", "keys", "theme", "app"}

// writeHTML writes one page for people, which needs no other file and no network. Go
// writes the summary, the charts and a plain list for browsers without JavaScript. The
// script shows the findings from the data at the end of the page, which is JSON: the
// script builds elements and sets their text, so no text of a repository can become
// markup. The policy of the page allows this style and this script and nothing else.
func writeHTML(w *bufio.Writer, r *finding.Report, _ Options) error {
	page, err := template.ParseFS(htmlFiles, "html/page.html")
	if err != nil {
		return err
	}
	findings := r.ByRisk()
	p := newHTMLPage(r, findings)
	if err := page.ExecuteTemplate(w, "start", p); err != nil {
		return err
	}
	if err := writeHTMLData(w, findings); err != nil {
		return err
	}
	return page.ExecuteTemplate(w, "end", p)
}

// htmlText returns the text of files below html, one after the other.
func htmlText(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		text, err := htmlFiles.ReadFile("html/" + name)
		if err != nil {
			continue // a test has read them all
		}
		b.Write(text)
	}
	return b.String()
}

func htmlScript() string {
	names := make([]string, len(htmlScripts))
	for i, name := range htmlScripts {
		names[i] = name + ".js"
	}
	return htmlText(names...)
}

// htmlPolicy returns the Content-Security-Policy of a page with this style and this
// script (w3.org/TR/CSP3).
func htmlPolicy(style, script string) string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
		hashSource(style), hashSource(script))
}

func hashSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// serviceOf names the service that a secret opens, or, if none revokes such secrets, what
// kind of secret it is.
func serviceOf(f *finding.Finding) string {
	if f.Revoke != "" && f.Provider != "" {
		return sentence(f.Provider)
	}
	return sentence(cmp.Or(f.Description, f.RuleID))
}
