package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
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
	entries, err := htmlFiles.ReadDir("html")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".js"); ok {
			names = append(names, name)
		}
	}
	if want := slices.Sorted(slices.Values(htmlScripts)); !slices.Equal(names, want) {
		t.Errorf("the folder has the scripts %q, and the page has %q", names, want)
	}
}

// htmlReports are reports of all sorts.
func htmlReports() []*finding.Report {
	all := []*finding.Report{sample(), clean(), dated(300)}
	for seed := range uint64(60) {
		all = append(all, random(seed))
	}
	return all
}

// dated is a report with n findings over years, some of them with clocks that are wrong.
func dated(n int) *finding.Report {
	r := clean()
	r.Scan = finding.Scan{Kind: finding.ScanHistory, Date: "2026-01-31", Repository: "https://git.example/acme/shop.git"}
	settings := finding.Settings()
	for i := range n {
		day := time.Date(2019, 1, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, i*7%2000)
		f := finding.Finding{
			RuleID: fmt.Sprintf("rule-%d", i%9), Description: fmt.Sprintf("Kind %d of token", i%9), Provider: []string{"Acme", "Example", ""}[i%3],
			Confidence: "high", Severity: finding.Severities()[i%4], Verification: "none", Redacted: true,
			Fingerprint: fmt.Sprintf("%032x", i), Secret: "tok***",
			Exposure: finding.Exposure{Introduced: day.Format(time.RFC3339), Days: i % 1500, InHead: i%3 == 0, Pushed: i%5 == 0, Branches: i % 4, Settings: settings[i%len(settings) : i%len(settings)+1]},
			Locations: []finding.Location{{
				Path: fmt.Sprintf("folder%d/file%d.go", i%12, i), Line: fmt.Sprintf("	token%d := \"tok***\" // <b>", i), Setting: settings[i%len(settings)], Owners: []string{"@acme/web"},
				Span:       finding.Span{StartLine: i + 1, EndLine: i + 1, StartColumn: 2, EndColumn: 9},
				Provenance: finding.Provenance{Commit: id(fmt.Sprintf("%x", i%15+1)), AuthorName: fmt.Sprintf("Author %d", i%11), Date: day.Format(time.RFC3339), Message: "Change", Kind: finding.KindBlob, Reachable: true, InHead: i%3 == 0},
			}},
		}
		if i%3 == 1 {
			f.Exposure.Removed = day.AddDate(0, 2, 0).Format(time.RFC3339)
		}
		r.Findings = append(r.Findings, f)
	}
	return r
}

// TestHTMLShape holds a page to a closed list of elements and attributes, whatever texts
// it shows: nothing foreign becomes markup.
func TestHTMLShape(t *testing.T) {
	elements := wordSet("a article body br button code dd details div dl dt footer h1 h2 h3 head header html li line main meta nav noscript ol p rect script section span strong style summary svg table tbody td text th thead title tr ul")
	attributes := wordSet("aria-hidden aria-label aria-labelledby charset class content data-filter dx dy height hidden href http-equiv id lang name preserveaspectratio role rx scope tabindex text-anchor type viewbox width x x1 x2 y y1 y2")
	for i, r := range htmlReports() {
		var open []string
		ids := map[string]bool{}
		z := html.NewTokenizer(strings.NewReader(write(t, "html", r, Options{})))
		for z.Next() != html.ErrorToken {
			token := z.Token()
			switch token.Type {
			case html.StartTagToken:
				if token.Data == "noscript" {
					z.NextIsNotRawText() // as in a browser without JavaScript
				}
				if !elements[token.Data] {
					t.Fatalf("report %d: element %s", i, token.Data)
				}
				if token.Data != "meta" && token.Data != "br" {
					open = append(open, token.Data)
				}
			case html.EndTagToken:
				if len(open) == 0 || open[len(open)-1] != token.Data {
					t.Fatalf("report %d: </%s> within %q", i, token.Data, open)
				}
				open = open[:len(open)-1]
			}
			for _, a := range token.Attr {
				switch {
				case !attributes[strings.ToLower(a.Key)]:
					t.Fatalf("report %d: attribute %s", i, a.Key)
				case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
					t.Fatalf("report %d: a link to %s", i, a.Val)
				case a.Key == "id" && ids[a.Val]:
					t.Fatalf("report %d: two elements are called %s", i, a.Val)
				case a.Key == "id":
					ids[a.Val] = true
				}
			}
		}
		if len(open) > 0 {
			t.Fatalf("report %d: %q are not closed", i, open)
		}
	}
}

func wordSet(list string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(list) {
		all[w] = true
	}
	return all
}

// TestHTMLPolicy: the policy allows the style and the script of the page, and nothing
// else that could run or load.
func TestHTMLPolicy(t *testing.T) {
	for i, r := range htmlReports() {
		page := write(t, "html", r, Options{})
		var through bytes.Buffer
		plain.NewWriter(&through).Write([]byte(page))
		if through.String() != page {
			t.Fatalf("report %d: the writer of all output changes the page, so the hashes do not fit", i)
		}
		styles, scripts := textsOf(t, page, "style"), textsOf(t, page, "script")
		if len(styles) != 1 || len(scripts) != 3 {
			t.Fatalf("report %d: %d styles and %d scripts", i, len(styles), len(scripts))
		}
		want := "default-src 'none'; style-src '" + hashSource(styles[0]) + "'; script-src '" + hashSource(scripts[2]) + "'; base-uri 'none'; form-action 'none'"
		if got := attributeOf(t, page, "meta", "http-equiv", "Content-Security-Policy", "content"); got != want {
			t.Errorf("report %d: the policy is %s, not %s", i, got, want)
		}
	}
}

func nodes(t *testing.T, page, element string) []*html.Node {
	t.Helper()
	root, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	var all []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == element {
			all = append(all, n)
		}
	}
	return all
}

// textsOf returns the texts of all elements of a page with a name.
func textsOf(t *testing.T, page, element string) []string {
	t.Helper()
	var all []string
	for _, n := range nodes(t, page, element) {
		text := ""
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				text += d.Data
			}
		}
		all = append(all, text)
	}
	return all
}

// attributeOf returns an attribute of the element with a name in which another one has a
// value.
func attributeOf(t *testing.T, page, element, key, value, wanted string) string {
	t.Helper()
	for _, n := range nodes(t, page, element) {
		given := map[string]string{}
		for _, a := range n.Attr {
			given[a.Key] = a.Val
		}
		if given[key] == value {
			return given[wanted]
		}
	}
	t.Fatalf("no %s whose %s is %s", element, key, value)
	return ""
}

// TestHTMLHasEveryFinding: the data for the script has all findings and all places, the
// most urgent finding first.
func TestHTMLHasEveryFinding(t *testing.T) {
	for i, r := range htmlReports() {
		scripts := textsOf(t, write(t, "html", r, Options{}), "script")
		var data struct {
			Rows  []htmlRow
			Texts []string
		}
		if err := json.Unmarshal([]byte(scripts[1]), &data); err != nil {
			t.Fatalf("report %d: %v", i, err)
		}
		lines := strings.Split(strings.Trim(scripts[0], "\n"), "\n")
		sorted := r.ByRisk()
		if len(data.Rows) != len(sorted) || len(sorted) > 0 && len(lines) != len(sorted) {
			t.Fatalf("report %d: %d rows and %d details for %d findings", i, len(data.Rows), len(lines), len(sorted))
		}
		for j, f := range sorted {
			row := data.Rows[j]
			if row.ID != f.Fingerprint || data.Texts[row.Rule] != f.RuleID || row.Places != len(f.Locations) {
				t.Fatalf("report %d, finding %d is %+v", i, j, row)
			}
			var details htmlDetails
			if err := json.Unmarshal([]byte(lines[j]), &details); err != nil {
				t.Fatalf("report %d, finding %d: %v", i, j, err)
			}
			if len(details.Places) != len(f.Locations) || len(details.Steps) != len(advice(f)) {
				t.Fatalf("report %d, finding %d has %+v", i, j, details)
			}
		}
	}
}

// TestHTMLWithoutScript: a browser without JavaScript shows the first findings, and says
// how many it does not show.
func TestHTMLWithoutScript(t *testing.T) {
	page := write(t, "html", dated(plainFindings+7), Options{})
	text := strings.Join(textsOf(t, page, "noscript"), "")
	for _, f := range dated(plainFindings + 7).ByRisk()[:plainFindings] {
		if !strings.Contains(text, f.Fingerprint) || !strings.Contains(text, f.Locations[0].Path) {
			t.Fatalf("finding %s is not there", f.Fingerprint)
		}
	}
	if !strings.Contains(text, "And 7 more secrets") {
		t.Error("the others are not counted")
	}
}

func TestHTMLSaysWhatWasNotScanned(t *testing.T) {
	page := strings.Join(textsOf(t, write(t, "html", sample(), Options{}), "main"), "")
	for _, want := range append(missed(sample()), "The scan is not complete.", "5 of them in the current files") {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if page := write(t, "html", clean(), Options{}); !strings.Contains(page, "No secrets found.") || !strings.Contains(page, "The scan is complete.") {
		t.Error("the page of a clean scan does not say so")
	}
	shown := sample()
	shown.Findings[2].Redacted = false
	if !strings.Contains(write(t, "html", shown, Options{}), "shows secrets in clear") {
		t.Error("a page with secrets in clear does not say so")
	}
}

// TestTimeline: every finding with a date is in one period, and periods have no gaps.
func TestTimeline(t *testing.T) {
	for _, days := range [][]string{
		{"2024-03-01"},
		{"2024-03-01T23:00:00-08:00", "2024-04-10"},
		{"2019-12-31", "2024-02-29"},
		{"1999-01-01", "2024-02-29"},
		{"0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"}, // clocks that are wrong
		{"yesterday", "", "2024-02-29"},
	} {
		for _, scan := range []string{"", "2026-01-31"} {
			r := &finding.Report{Scan: finding.Scan{Date: scan}}
			dated := 0
			for _, day := range days {
				r.Findings = append(r.Findings, finding.Finding{Exposure: finding.Exposure{Introduced: day, Removed: day}})
				if _, ok := parseDay(day); ok {
					dated++
				}
			}
			tl := newTimeline(r, r.ByRisk())
			introduced, removed := 0, 0
			for _, p := range tl.Periods {
				introduced += p.Introduced
				removed += p.Removed
			}
			if introduced != dated || removed != dated || len(tl.Periods) > maxPeriods {
				t.Errorf("%q, scanned %q: %d introduced and %d removed of %d, in %d periods", days, scan, introduced, removed, dated, len(tl.Periods))
			}
			if !slices.IsSortedFunc(tl.Periods, func(a, b period) int { return strings.Compare(a.Name, b.Name) }) {
				t.Errorf("%q: the periods are not in order: %v", days, tl.Periods)
			}
		}
	}
	if tl := newTimeline(clean(), nil); tl != nil {
		t.Errorf("a timeline without findings: %v", tl)
	}
}

func TestTickStep(t *testing.T) {
	for n := range 100_000 {
		s := tickStep(n)
		if labels := roundUp(n, s) / s; labels > 3 || s > 1 && labels < 1 {
			t.Fatalf("up to %d, with a step of %d, there are %d labels", n, s, labels)
		}
	}
}

func TestAges(t *testing.T) {
	keys := map[string]bool{}
	for days := range 4000 {
		f := finding.Finding{Exposure: finding.Exposure{Introduced: "2024-01-01", Days: days}}
		keys[ageOf(&f)] = true
	}
	for _, c := range ageChoices() {
		delete(keys, c.Key)
	}
	if len(keys) > 0 {
		t.Errorf("ages without words: %v", slices.Sorted(maps.Keys(keys)))
	}
}

func TestFolderOf(t *testing.T) {
	for path, want := range map[string]string{
		"": "./", "a": "./", "a/b": "a/", "a/b/c": "a/", "/etc/app/x": "/etc/", "/x": "./", "lib.zip!in/a": "./", "a/lib.zip!in/b": "a/",
	} {
		if got := folderOf(path); got != want {
			t.Errorf("folder of %q is %q, not %q", path, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	f := &finding.Finding{Secret: "tok***"}
	for line, want := range map[string]string{
		"":                  "tok***",
		"\t key =  tok*** ": "key = tok***",
		strings.Repeat("é", 200) + "tok***" + strings.Repeat("z", 200): "…" + strings.Repeat("é", 52) + "tok***" + strings.Repeat("z", 52) + "…",
		"tok***" + strings.Repeat("z", 200):                            "tok***" + strings.Repeat("z", 104) + "…",
	} {
		if got := excerpt(f, []*finding.Location{{}, {Line: line}}); got != want {
			t.Errorf("of %q: %q", line, got)
		}
	}
}

// BenchmarkHTML writes a large report.
func BenchmarkHTML(b *testing.B) {
	r := dated(100_000)
	b.ReportAllocs()
	for b.Loop() {
		write(b, "html", r, Options{})
	}
}
