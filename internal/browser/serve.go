package browser

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// A Server serves one page on the loopback interface, at a path that cannot be guessed.
// It gives it to nobody else: not to other machines, not to other users of this one, who
// do not know the path, and not to pages of other origins, which a browser would ask for
// it in the name of its user.
type Server struct {
	page     []byte
	path     string
	listener net.Listener
	asked    atomic.Int64 // when the page was last asked for, in nanoseconds
}

// Listen returns a Server for a page in HTML.
func Listen(page []byte) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{page: page, path: "/" + rand.Text() + "/", listener: l}
	s.asked.Store(time.Now().UnixNano())
	return s, nil
}

// URL is where the page is.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + s.path }

// Serve serves the page until the context is done, or nobody has asked for it for a
// time. Neither is an error.
func (s *Server) Serve(ctx context.Context, idle time.Duration) error {
	server := &http.Server{Handler: s, ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(max(idle/10, time.Millisecond))
		defer tick.Stop()
		for time.Since(time.Unix(0, s.asked.Load())) < idle {
			select {
			case <-ctx.Done():
				_ = server.Close()
				return
			case <-tick.C:
			}
		}
		_ = server.Close()
	}()
	err := server.Serve(s.listener)
	if errors.Is(err, http.ErrServerClosed) {
		<-ended
		return nil
	}
	return err
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	switch {
	case r.Host != s.listener.Addr().String(): // a name of somebody else that leads here
		http.Error(w, "wrong host", http.StatusForbidden)
	case r.URL.Path != s.path || foreign(r):
		http.NotFound(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
	default:
		s.asked.Store(time.Now().UnixNano())
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Length", strconv.Itoa(len(s.page)))
		_, _ = w.Write(s.page) // the reader may have gone
	}
}

// policy lets the page use what is in it, and nothing from elsewhere.
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// foreign reports whether a page of another origin makes the request. A browser says so
// in these headers; who types the address, or follows a link of a program, sends none.
func foreign(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return r.Header.Get("Origin") != "" && r.Header.Get("Origin") != "http://"+r.Host
	}
	return true
}
