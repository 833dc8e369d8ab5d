package html_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/sluicesec/sluice/finding"
)

func TestInBrowser(t *testing.T) {
	browser := startBrowser(t)
	for name, test := range map[string]func(*testing.T, context.Context){
		"filters":       tryFilters,
		"search":        trySearch,
		"bars":          tryBars,
		"order":         tryOrder,
		"pages":         tryPages,
		"deep link":     tryDeepLink,
		"keyboard":      tryKeyboard,
		"copy":          tryCopy,
		"hostile":       tryHostile,
		"themes":        tryThemes,
		"print":         tryPrint,
		"no script":     tryNoScript,
		"few":           tryFew,
		"narrow":        tryNarrow,
		"screen reader": tryScreenReader,
		"served":        tryServed,
		"quick":         tryQuick,
	} {
		t.Run(name, func(t *testing.T) { test(t, browser) })
	}
}

func tryFilters(t *testing.T, browser context.Context) {
	r := many(400)
	p := open(t, browser, r, "")
	expect(p, listed, 400)
	for _, c := range []struct {
		filter, value string
		holds         func(i int, f *finding.Finding) bool
	}{
		{"state", "current", func(_ int, f *finding.Finding) bool { return f.Current() }},
		{"state", "history", func(_ int, f *finding.Finding) bool { return !f.Current() }},
		{"files", "test", func(_ int, f *finding.Finding) bool { return f.Exposure.Settings[0] == "test" }},
		{"rule", "rule-7", func(_ int, f *finding.Finding) bool { return f.RuleID == "rule-7" }},
		{"pushed", "yes", func(_ int, f *finding.Finding) bool { return f.Exposure.Pushed }},
		{"author", "Author Number 2", func(i int, _ *finding.Finding) bool { return i%30 == 2 }}, // a whole name, and so not 20 to 29
		{"author", "number 2", func(i int, _ *finding.Finding) bool { return i%30 == 2 || i%30 >= 20 }},
		{"path", "folder1/", func(i int, _ *finding.Finding) bool { return i%12 == 1 }},
		{"path", "part2", func(i int, _ *finding.Finding) bool { return i%3 == 2 }},
		{"path", "./", func(int, *finding.Finding) bool { return false }},
	} {
		p.choose(c.filter, c.value)
		expect(p, listed, countOf(r, c.holds))
		p.choose(c.filter, map[string]string{"state": "all"}[c.filter])
		expect(p, listed, 400)
	}

	// Several filters together are kept in the address.
	p.click(`[data-severity="critical"]`)
	p.click(`[data-severity="high"]`)
	p.choose("state", "current")
	want := countOf(r, func(_ int, f *finding.Finding) bool {
		return f.Current() && (f.Severity == "critical" || f.Severity == "high")
	})
	expect(p, listed, want)
	expect(p, `location.hash`, "#severity=critical%2Chigh&state=current")
	p.do(chromedp.Reload())
	expect(p, listed, want)
	expect(p, `document.querySelector('[data-severity="high"]').getAttribute("aria-pressed")`, "true")
	expect(p, `document.getElementById("filter-state").value`, "current")
	p.click("#clear")
	expect(p, listed, 400)
	expect(p, `location.hash`, "")
	p.choose("rule", "no such rule")
	p.choose("path", "no such path")
	expect(p, `document.getElementById("nothing").hidden`, false)
	expect(p, `document.getElementById("list").hidden`, true)
}

func trySearch(t *testing.T, browser context.Context) {
	r := many(400)
	p := open(t, browser, r, "")
	for query, want := range map[string]int{
		"settings123.yml":                  1,
		`"SERVICE 3" token`:                40,
		"author@example.com":               0,  // an address is not in the list
		"folder5 part2":                    33, // both words
		"token_77:":                        1,
		r.Findings[99].Fingerprint:         1,
		fmt.Sprintf("%040x", 55+0xabc0000): 1, // a commit
		"<script>":                         0,
	} {
		p.press("/")
		text[any](p, `document.getElementById("q").select()`)
		p.press(query)
		expect(p, `new URLSearchParams(location.hash.slice(1)).get("q") ?? ""`, query)
		expect(p, listed, want)
	}
}

// tryBars: the list that a bar leads to has as many findings as the bar says. The same
// holds for the cards and for the numbers of the timeline.
func tryBars(t *testing.T, browser context.Context) {
	for _, r := range []*finding.Report{many(400), hostile(t)} {
		p := open(t, browser, r, "")
		links := text[[][]string](p, `[...document.querySelectorAll(".bars a, .card a, .numbers a")].map(a =>
			[a.getAttribute("href"), (a.querySelector(".bar-count")?.firstChild ?? a.querySelector("strong") ?? a).textContent])`)
		if len(links) < 15 {
			t.Errorf("there are %d links", len(links))
		}
		p.click(".bars a")
		expect(p, listed+`.toLocaleString("en-US") === document.querySelector(".bars a .bar-count").firstChild.textContent`, true)
		for _, link := range links {
			text[any](p, `state = parseFragment(`+quote(link[0][1:])+`); showState()`) // as if it was clicked; a browser does not follow so many links at once
			if want, got := link[1], text[string](p, listed+`.toLocaleString("en-US")`); want != got {
				t.Errorf("%s shows %s findings, and says %s", link[0], got, want)
			}
		}
	}
}

func tryOrder(t *testing.T, browser context.Context) {
	p := open(t, browser, many(50), "")
	first := `document.querySelector("tr.finding .path").textContent`
	p.choose("sort", "longest")
	expect(p, first, "folder1/part0/settings49.yml:50:13")
	p.choose("sort", "path")
	expect(p, first, "folder0/part0/settings0.yml:1:13")
	p.choose("sort", "newest")
	expect(p, `document.querySelector("tr.finding td:last-child div").firstChild.textContent`, "2017-12-10")
	p.choose("sort", "risk")
	p.choose("group", "service")
	expect(p, `document.querySelectorAll("tr.group").length`, 10)
	expect(p, `document.querySelector("tr.group small").textContent`, "5 secrets")
	expect(p, `location.hash`, "#group=service")
}

func tryPages(t *testing.T, browser context.Context) {
	p := open(t, browser, many(120), "")
	seen := map[string]bool{}
	for range 3 {
		for _, index := range text[[]string](p, `[...document.querySelectorAll("tr.finding")].map(row => row.dataset.index)`) {
			seen[index] = true
		}
		if !text[bool](p, `document.getElementById("next").disabled`) {
			p.click("#next")
		}
	}
	if len(seen) != 120 {
		t.Errorf("the pages show %d of 120 findings", len(seen))
	}
	expect(p, `document.getElementById("page").textContent`, "Page 3 of 3")
	p.click("#previous")
	expect(p, `document.getElementById("page").textContent`, "Page 2 of 3")
}

func tryDeepLink(t *testing.T, browser context.Context) {
	r := many(400)
	fingerprint := r.Findings[317].Fingerprint
	p := open(t, browser, r, "#"+fingerprint)
	expect(p, `document.querySelector(".opener[aria-expanded=true]").closest("tr").querySelector(".path").textContent`, "folder5/part0/settings317.yml:318:13")
	expect(p, `document.activeElement.className`, "opener")
	expect(p, `(box => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector("tr.finding.open").getBoundingClientRect())`, true)
	expect(p, `document.querySelectorAll(".details .places li").length`, 3)

	// Closing it and opening another one is in the address, too.
	p.press(kb.Escape)
	expect(p, `location.hash`, "")
	p.click("tr.finding .opener")
	expect(p, `/^#[0-9a-f]{32}$/.test(location.hash)`, true)
	text[any](p, `location.hash = "#`+fingerprint+`"`)
	expect(p, `document.querySelector("tr.finding.open .path").textContent`, "folder5/part0/settings317.yml:318:13")
	text[any](p, `location.hash = "#severity=low&open=`+r.Findings[4].Fingerprint+`"`)
	expect(p, `document.querySelector("tr.finding.open .path").textContent`, "folder4/part0/settings4.yml:5:13")
	expect(p, listed, 100)

	// A part of the page is no fingerprint, and an unknown fingerprint is said to be one.
	text[any](p, `location.hash = "#words"`)
	expect(p, listed, 100)
	text[any](p, `location.hash = "#0123"`)
	expect(p, `document.getElementById("announcement").textContent`, "This report has no secret with the fingerprint 0123")
}

func tryKeyboard(t *testing.T, browser context.Context) {
	p := open(t, browser, many(120), "")
	at := `[...document.querySelectorAll(".opener")].indexOf(document.activeElement)`
	p.press("j")
	expect(p, at, 0)
	p.press("jj")
	expect(p, at, 2)
	p.press("k")
	expect(p, at, 1)
	p.press(kb.ArrowDown)
	expect(p, at, 2)
	expect(p, `getComputedStyle(document.activeElement).outlineStyle`, "solid")
	p.press(kb.Enter)
	expect(p, `document.activeElement.getAttribute("aria-expanded")`, "true")
	expect(p, `document.getElementById(document.activeElement.getAttribute("aria-controls")).className`, "details")
	p.press("j")
	expect(p, at, 3)
	p.press(kb.Escape)
	expect(p, `document.querySelectorAll(".details").length`, 0)
	expect(p, at, 2)
	p.press(strings.Repeat("j", 48)) // over the end of the page
	expect(p, `document.getElementById("page").textContent`, "Page 2 of 3")
	expect(p, at, 0)
	p.press("k")
	expect(p, at, 49)
	p.press("/")
	expect(p, `document.activeElement.id`, "q")
	p.press("settings7")
	expect(p, listed, 11)
	p.press("j/") // these are text here
	expect(p, listed, 0)
	p.press(kb.Escape)
	expect(p, listed, 120)
	expect(p, `document.getElementById("q").value`, "")

	// The Tab key reaches the search, the filters and the list, in this order.
	text[any](p, `document.getElementById("q").focus()`)
	p.press(kb.Tab)
	expect(p, `document.activeElement.dataset.severity`, "critical")
}

func tryCopy(t *testing.T, browser context.Context) {
	r := many(2)
	f := r.Findings[0]
	p := open(t, browser, r, "#"+f.Fingerprint)
	for words, want := range map[string]string{
		"Fingerprint":             f.Fingerprint,
		"Place":                   "folder0/part0/settings0.yml:1:13",
		"Commit":                  f.Locations[0].Commit.String(),
		"Link to this secret":     p.address + "#" + f.Fingerprint,
		"It is no secret":         "sluice allow " + f.Fingerprint + " --as false --reason 'WHY'",
		"It may stay until a day": "sluice allow " + f.Fingerprint + " --until YYYY-MM-DD --reason 'WHY'",
	} {
		text[any](p, `[...document.querySelectorAll(".copies button")].find(button => button.textContent === "`+words+`").id = "this"`)
		p.click("#this")
		expect(p, `document.getElementById("this").textContent`, "Copied")
		expect(p, `document.getElementById("announcement").textContent`, "Copied")
		if got := p.pasted(); got != want {
			t.Errorf("%s copies %q, not %q", words, got, want)
		}
		expect(p, `document.getElementById("this").textContent`, words)
		text[any](p, `document.getElementById("this").removeAttribute("id")`)
	}
	if got := text[string](p, `quoted("it's") + quoted("$(x)") + quoted("-f") + quoted("a1")`); got != `'it'\''s''$(x)''-f'a1` {
		t.Errorf("words of a shell: %s", got)
	}
}

func tryHostile(t *testing.T, browser context.Context) {
	r := hostile(t)
	p := open(t, browser, r, "")
	elements := text[int](p, `document.querySelectorAll("script, img, b, iframe, object, embed, base, link").length`)
	if elements != 2 { // our script, and the data of the details
		t.Errorf("%d elements that nobody wrote", elements-2)
	}
	for i := range r.Findings {
		text[any](p, fmt.Sprintf(`document.querySelectorAll(".opener")[%d].click()`, i))
		expect(p, `document.querySelectorAll(".details").length`, 1)
		expect(p, `document.querySelectorAll("img, b, script:not(:last-of-type)").length`, 0)
		expect(p, `[...document.querySelectorAll(".details a")].every(a => a.protocol === "https:")`, true)
	}
	expect(p, `document.querySelector(".details").textContent.includes("<img src=x onerror=alert(1)>")`, true)
	expect(p, `/[\u0000-\u0008\u001b\u009b\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.textContent)`, false)
	for _, group := range []string{"service", "rule", "author", "path", "files", "severity"} {
		p.choose("group", group)
		expect(p, `document.querySelectorAll("img, b").length`, 0)
	}
}

func tryThemes(t *testing.T, browser context.Context) {
	p := open(t, browser, many(3), "")
	background := `getComputedStyle(document.body).backgroundColor`
	p.media("", "light")
	light := text[string](p, background)
	p.media("", "dark")
	dark := text[string](p, background)
	if light == dark {
		t.Fatalf("light and dark are both %s", light)
	}
	p.click("#theme")
	expect(p, `document.getElementById("theme").textContent`, "Theme: light")
	expect(p, background, light)
	p.do(chromedp.Reload())
	expect(p, background, light)
	p.click("#theme")
	p.media("", "light")
	expect(p, background, dark)
	p.click("#theme")
	expect(p, background, light)
	p.click("[data-severity]") // a chosen filter has other colours
	for _, scheme := range []string{"light", "dark"} {
		p.media("", scheme)
		for _, weak := range text[[]string](p, weakContrasts) {
			t.Errorf("%s: too little contrast: %s", scheme, weak)
		}
	}
}

// weakContrasts lists texts whose contrast with what is behind them is below 4.5
// (w3.org/TR/WCAG22, contrast-minimum).
const weakContrasts = `(() => {
	document.querySelector(".opener").click();
	const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
	const rgba = color => {
		context.clearRect(0, 0, 1, 1);
		context.fillStyle = color;
		context.fillRect(0, 0, 1, 1);
		return [...context.getImageData(0, 0, 1, 1).data];
	};
	const luminance = color => rgba(color).slice(0, 3).map(v => v / 255)
		.map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const behind = element => {
		for (; element; element = element.parentElement) {
			const color = getComputedStyle(element).backgroundColor;
			if (rgba(color)[3] === 255) return color;
		}
		return "white";
	};
	const weak = new Set();
	for (const element of document.querySelectorAll("body *:not(svg *, script, noscript *, option)")) {
		const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
		if (!own || !element.checkVisibility()) continue;
		const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a);
		if ((a + 0.05) / (b + 0.05) < 4.5) weak.add(element.tagName + "." + element.className + " " + ((a + 0.05) / (b + 0.05)).toFixed(2));
	}
	document.querySelector(".opener").click();
	return [...weak];
})()`

func tryPrint(t *testing.T, browser context.Context) {
	p := open(t, browser, many(120), "#severity=critical")
	p.media("print", "dark")
	text[any](p, `dispatchEvent(new Event("beforeprint"))`)
	expect(p, `document.querySelectorAll(".details").length`, 30) // all that the filter leaves, on one page
	expect(p, `document.querySelectorAll(".places li").length`, 60)
	expect(p, `getComputedStyle(document.querySelector(".search")).display`, "none")
	expect(p, `getComputedStyle(document.documentElement).colorScheme`, "light")
	text[any](p, `dispatchEvent(new Event("afterprint"))`)
	expect(p, `document.querySelectorAll(".details").length`, 0)
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF())
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("printed: %.20q, %v", pdf, err)
	}
}

func tryNoScript(t *testing.T, browser context.Context) {
	r := many(300)
	p := open(t, browser, r, "")
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}), chromedp.Reload())
	seen, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS("main")))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"300 secrets found", "Timeline", "What they open", "And 100 more secrets", "settings0.yml:1:13", "Delete the token there"} {
		if !strings.Contains(seen, want) {
			t.Errorf("without JavaScript the page does not show %q", want)
		}
	}
	shown, err := chromedp.Run(p.ctx, chromedp.Nodes(chromedp.CSSAll("article.plain")))
	if err != nil || len(shown) != 200 {
		t.Errorf("without JavaScript there are %d findings: %v", len(shown), err)
	}
}

func tryFew(t *testing.T, browser context.Context) {
	p := open(t, browser, many(0), "")
	expect(p, `document.querySelector("h1").textContent`, "No secrets found.")
	expect(p, `document.getElementById("findings") === null && document.getElementById("timeline") === null`, true)
	p.press("/j")
	p = open(t, browser, many(1), "")
	expect(p, `document.querySelector("h1").textContent`, "1 secret found, in the current files.")
	expect(p, listed, 1)
	expect(p, `document.getElementById("pages").hidden`, true)
}

// tryNarrow: nothing is wider than the window, however narrow that is.
func tryNarrow(t *testing.T, browser context.Context) {
	for _, r := range []*finding.Report{many(60), hostile(t), many(0)} {
		p := open(t, browser, r, "")
		for _, width := range []int64{320, 390, 768, 1280} {
			p.do(chromedp.EmulateViewport(width, 900))
			for i := range min(3, len(r.Findings)) {
				text[any](p, fmt.Sprintf(`document.querySelectorAll(".opener")[%d].click()`, i))
				expect(p, tooWide, "")
			}
		}
	}
}

// tooWide names an element that reaches out of the window, if the window scrolls to it.
const tooWide = `document.documentElement.scrollWidth <= document.documentElement.clientWidth ? "" :
	[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + (e.id || e.className.baseVal || e.className)).join(" ")`

// tryScreenReader: everything that can be used has a name, the page has landmarks, and
// the list is a table for those who do not see it.
func tryScreenReader(t *testing.T, browser context.Context) {
	p := open(t, browser, many(60), "")
	p.click(".opener")
	nameless := text[[]string](p, `[...document.querySelectorAll("a, button, input, select, summary")]
		.filter(e => e.checkVisibility() && !(e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent.trim()))
		.map(e => e.outerHTML)`)
	if len(nameless) > 0 {
		t.Errorf("without a name: %q", nameless)
	}
	roles := text[[]string](p, `["header", "nav[aria-label]", "main", "footer", "[role=search]", "[role=status][aria-live=polite]", "html[lang=en]", "svg[role=img][aria-label]"]
		.filter(selector => !document.querySelector(selector))`)
	if len(roles) > 0 {
		t.Errorf("the page lacks %q", roles)
	}
	levels := text[[]int](p, `[...document.querySelectorAll("h1, h2, h3, h4")].filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))`)
	if levels[0] != 1 || slices.Contains(levels[1:], 1) {
		t.Errorf("the headings are of the levels %v", levels)
	}
	p.do(chromedp.EmulateViewport(390, 900)) // where the table does not look like one
	expect(p, `[...document.querySelectorAll("#list tr.finding")].every(row => row.getAttribute("role") === "row" && row.querySelectorAll("[role=cell]").length === 5)`, true)
	expect(p, `document.getElementById("list").getAttribute("role") + document.querySelectorAll("#list [role=columnheader]").length`, "table5")
}

// tryServed: the page is as quiet if a server on this machine hands it out.
func tryServed(t *testing.T, browser context.Context) {
	body := written(t, many(60))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(body)
	}))
	defer server.Close()
	p := openAddress(t, browser, server.URL+"/report", "")
	expect(p, listed, 60)
	p.click(".opener")
	expect(p, `document.querySelectorAll(".details").length`, 1)
}

// tryQuick says how long the page takes; machines are too different for a limit.
func tryQuick(t *testing.T, browser context.Context) {
	for _, n := range []int{5000, 100_000} {
		if n > 5000 && testing.Short() {
			continue
		}
		p := open(t, browser, many(n), "")
		expect(p, listed, n)
		ready := text[float64](p, `performance.getEntriesByName("ready")[0].startTime`)
		text[any](p, `performance.clearMeasures()`)
		p.choose("author", "Author Number 2")
		expect(p, `performance.getEntriesByName("filtered").length`, 1)
		author := text[float64](p, `performance.getEntriesByName("filtered")[0].duration`)
		text[any](p, `location.hash = "q=settings77+service"`)
		expect(p, `performance.getEntriesByName("filtered").length`, 2)
		search := text[float64](p, `performance.getEntriesByName("filtered")[1].duration`)
		t.Logf("%d findings: %.0f ms to the first list, %.0f ms to filter by author, %.0f ms to search", n, ready, author, search)
	}
}
