// Command assets makes the pictures of the documents in docs/assets: a text report as SVG, and
// the page of the HTML report as PNG, taken by Chromium or Chrome.
//
//	go run ./docs/assets
//
// It builds a small repository with made-up secrets in a temporary folder, and scans it with the
// program as it is here. Secrets are made at run time and redacted in the reports, so no picture
// holds one.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// folder is where the pictures go, from the root of the checkout on.
var folder = filepath.Join("docs", "assets")

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run() error {
	if _, err := os.Stat(folder); err != nil {
		return errors.New("run it at the root of the checkout: go run ./docs/assets")
	}
	temp, err := os.MkdirTemp("", "sluice-assets-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	program := filepath.Join(temp, "sluice")
	if out, err := exec.Command("go", "build", "-o", program, "./cmd/sluice").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	repo := filepath.Join(temp, "shop")
	if err := demo(repo); err != nil {
		return err
	}
	page := filepath.Join(temp, "report.html")
	text, err := scan(program, "git", repo, "-f", "text", "-f", "html", "-o", page)
	if err != nil {
		return err
	}
	shown := strings.ReplaceAll(string(text), temp, "/home/ada")
	if err := os.WriteFile(filepath.Join(folder, "text-report.svg"), terminal("sluice git", shown), 0o644); err != nil {
		return err
	}
	fingerprint := regexp.MustCompile(`fingerprint\W+(?:\[[0-9;]*m)?([0-9a-f]{32})`).FindStringSubmatch(shown)
	if fingerprint == nil {
		return errors.New("the text report shows no fingerprint")
	}
	return photograph(page, fingerprint[1], temp)
}

// scan runs the program with colours, as wide as a terminal of 100 columns. Findings are no
// error.
func scan(program string, args ...string) ([]byte, error) {
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "FORCE_COLOR=1", "COLUMNS=100", "SLUICE_CACHE=off", "SOURCE_DATE_EPOCH=1796115600")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out, nil
}

// A shot is a picture of the page: its file, the part of the page by its address, and what a
// script does before.
type shot struct{ name, fragment, script string }

var shots = []shot{
	{"html-report.png", "", "scrollTo(0, 0)"},
	{"html-secret.png", "#severity=critical&open=FINGERPRINT", "document.querySelector('#findings').scrollIntoView()"},
}

// photograph writes what a browser shows of a page, with a palette, which makes the files small.
func photograph(page, fingerprint, temp string) error {
	var browser string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		return errors.New("no chromium, chromium-browser or google-chrome is in PATH: install one")
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(browser), chromedp.UserDataDir(filepath.Join(temp, "profile")), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WindowSize(1280, 900), chromedp.Flag("disable-dev-shm-usage", true))
	defer stop()
	for _, s := range shots {
		ctx, stop := chromedp.NewContext(allocator)
		raw, err := take(ctx, "file://"+page+strings.ReplaceAll(s.fragment, "FINGERPRINT", fingerprint), s.script)
		stop()
		if err != nil {
			return fmt.Errorf("%s: %w", browser, err)
		}
		picture, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			return err
		}
		var small bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := encoder.Encode(&small, paletted(picture)); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, s.name), small.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// take returns a picture of a page, some time after a script has run in it.
func take(ctx context.Context, address, script string) ([]byte, error) {
	if err := chromedp.Do(ctx, chromedp.Navigate(address), chromedp.Sleep(time.Second)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](script)); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.Sleep(time.Second)); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}
