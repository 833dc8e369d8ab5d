// Package html_test tries the page of the html format in a browser. The tests need
// Chromium or Chrome. Without one they are skipped, and with SLUICE_BROWSER=required in
// the environment they fail.
package html_test

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report"
)

// startBrowser starts a browser, with a profile of its own, for as long as the test
// runs.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(findBrowser(t)), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WindowSize(1280, 900),
	}
	for _, name := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		options = append(options, chromedp.Flag(name, true))
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	browser, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	if err := chromedp.Do(browser, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return browser
}

func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "no chromium, chromium-browser or google-chrome is in PATH: the page is not tried in a browser"
	if os.Getenv("SLUICE_BROWSER") == "required" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// A page is a report in a tab of its own. When the test ends, nothing may be in the
// console, and the page may have loaded nothing but itself.
type page struct {
	*testing.T
	ctx     context.Context
	address string

	sync.Mutex
	console, requests []string
}

// open shows a report in a new tab. The fragment is the end of the address, with its #.
func open(t *testing.T, browser context.Context, r *finding.Report, fragment string) *page {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report with a space.html")
	if err := os.WriteFile(file, written(t, r), 0o600); err != nil {
		t.Fatal(err)
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(file)}
	return openAddress(t, browser, address.String(), fragment)
}

func openAddress(t *testing.T, browser context.Context, address, fragment string) *page {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(browser)
	t.Cleanup(closeTab)
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	p := &page{T: t, ctx: ctx, address: address}
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, network.Enable, network.EnableParams{})
		return err
	}))
	p.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address+fragment))
	t.Cleanup(p.checkSilence)
	return p
}

func written(t testing.TB, r *finding.Report) []byte {
	t.Helper()
	write, err := report.Lookup("html")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (p *page) listen(event any) {
	p.Lock()
	defer p.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		p.console = append(p.console, string(e.Type))
	case *runtime.EventExceptionThrown:
		p.console = append(p.console, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		p.console = append(p.console, e.Entry.Text)
	}
}

func (p *page) checkSilence() {
	p.Lock()
	defer p.Unlock()
	if len(p.console) > 0 {
		p.Errorf("the console says %q", p.console)
	}
	if len(p.requests) == 0 {
		p.Error("no request was seen, not even that of the page")
	}
	for _, r := range p.requests {
		if address, _, _ := strings.Cut(r, "#"); address != p.address {
			p.Errorf("the page has asked for %s", r)
		}
	}
}

func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// click clicks the first element that a selector names.
func (p *page) click(selector string) {
	p.Helper()
	p.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

func (p *page) press(keys string) {
	p.Helper()
	p.do(chromedp.KeyEvent(keys))
}

// choose sets the filter with a name, as a reader does.
func (p *page) choose(name, value string) {
	p.Helper()
	text[any](p, `(() => {
		const control = document.getElementById("filter-`+name+`");
		control.value = `+quote(value)+`;
		control.dispatchEvent(new Event(control.matches("select") ? "change" : "input", { bubbles: true }));
	})()`)
}

func quote(s string) string { return "decodeURIComponent(\"" + url.PathEscape(s) + "\")" }

// text returns the value of an expression in the page.
func text[T any](p *page, expression string) T {
	p.Helper()
	got, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return got
}

// expect waits until an expression has a value. It fails if that takes too long.
func expect[T comparable](p *page, expression string, want T) {
	p.Helper()
	var got T
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if got = text[T](p, expression); got == want {
			return
		}
	}
	p.Fatalf("%s is %v, not %v", expression, got, want)
}

// The number of findings in the list, on all its pages.
const listed = `Number(document.getElementById("count").textContent.split(" ")[0].replaceAll(",", ""))`

// media sets what the page sees of the reader's system.
func (p *page) media(media, scheme string) {
	p.Helper()
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}
