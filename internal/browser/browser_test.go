package browser

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestCalls(t *testing.T) {
	for _, test := range []struct {
		os   string
		env  map[string]string
		want [][]string
	}{
		{"linux", nil, nil},
		{"linux", map[string]string{"DISPLAY": ":0"}, [][]string{{"xdg-open", "p q"}, {"wslview", "p q"}}},
		{"darwin", nil, [][]string{{"open", "p q"}}},
		{"windows", nil, [][]string{{"rundll32", "url.dll,FileProtocolHandler", "p q"}}},
		{"linux", map[string]string{"BROWSER": "firefox -P x:lynx %s -v:"}, [][]string{{"firefox", "-P", "x", "p q"}, {"lynx", "p q", "-v"}}},
	} {
		o := Opener{OS: test.os, Getenv: func(name string) string { return test.env[name] }}
		if got := o.calls("p q"); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s %v: %q, not %q", test.os, test.env, got, test.want)
		}
	}
}

func TestOpenWithoutBrowser(t *testing.T) {
	o := Opener{OS: "linux", Getenv: func(string) string { return "" }}
	if err := o.Open("p"); !errors.Is(err, ErrNone) {
		t.Errorf("without a display: %v", err)
	}
	o.Getenv = func(string) string { return "x" }
	o.lookPath = func(string) (string, error) { return "", exec.ErrNotFound }
	if err := o.Open("p"); !errors.Is(err, ErrNone) {
		t.Errorf("without a program: %v", err)
	}
}

// TestServer: only who knows the whole address gets the page.
func TestServer(t *testing.T) {
	s, err := Listen([]byte("<p>page"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, time.Minute) }()
	ask := func(edit func(*http.Request)) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL(), nil)
		if err != nil {
			t.Fatal(err)
		}
		edit(r)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		if resp.Header.Get("Access-Control-Allow-Origin") != "" || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("headers %v", resp.Header)
		}
		return resp.StatusCode, string(body)
	}
	if code, body := ask(func(*http.Request) {}); code != http.StatusOK || body != "<p>page" {
		t.Errorf("%d %q", code, body)
	}
	for name, edit := range map[string]func(*http.Request){
		"no token":       func(r *http.Request) { r.URL.Path = "/" },
		"another token":  func(r *http.Request) { r.URL.Path = "/x/" },
		"another name":   func(r *http.Request) { r.Host = "evil.example" },
		"another port":   func(r *http.Request) { r.Host = "127.0.0.1:1" },
		"another origin": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"another site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"POST":           func(r *http.Request) { r.Method = http.MethodPost },
	} {
		if code, body := ask(edit); code == http.StatusOK || strings.Contains(body, "<p>") {
			t.Errorf("%s: %d %q", name, code, body)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("at its end: %v", err)
	}
	if _, err := http.Get(s.URL()); err == nil {
		t.Error("it serves after its end")
	}
}

func TestServerEndsIdle(t *testing.T) {
	s, err := Listen(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Serve(t.Context(), 20*time.Millisecond); err != nil {
		t.Error(err)
	}
}

// TestServerReadsLittle: a request that is too long, or none at all, gets no answer, and
// the server goes on.
func TestServerReadsLittle(t *testing.T) {
	s, err := Listen([]byte("page"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, time.Minute) }()
	head := "GET " + s.path + " HTTP/1.1\r\nHost: " + s.host() + "\r\n"
	for name, text := range map[string]string{
		"a long header": head + "X: " + strings.Repeat("x", maxRequest) + "\r\n\r\n",
		"no request":    "hello\r\n\r\n",
		"two hosts":     head + "Host: evil.example\r\n\r\n",
		"half of one":   "GET " + s.path,
	} {
		c, err := net.Dial("tcp", s.host())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, text)
		_ = c.(*net.TCPConn).CloseWrite()
		if answer, _ := io.ReadAll(c); strings.Contains(string(answer), "page") {
			t.Errorf("%s: %q", name, answer)
		}
		_ = c.Close()
	}
	resp, err := http.Get(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("after these: %v %d", err, resp.StatusCode)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
