package browser

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/conc"
)

// A Server serves one page on the loopback interface, at a path that cannot be guessed.
// It gives it to nobody else: not to other machines, not to other users of this one, who
// do not know the path, and not to pages of other origins, which a browser would ask for
// it in the name of its user.
//
// It is not one of net/http, because that brings an HTTP client into a program that
// promises to ask nobody (docs/adr/0005-no-network.md), and one seventh of the
// program's size.
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
func (s *Server) URL() string { return "http://" + s.host() + s.path }

func (s *Server) host() string { return s.listener.Addr().String() }

// Serve serves the page until the context is done, or nobody has asked for it for a
// time. Neither is an error.
func (s *Server) Serve(ctx context.Context, idle time.Duration) error {
	ctx, stop := context.WithCancel(ctx)
	var work conc.WaitGroup
	defer work.Wait()
	defer stop()
	work.Go(func() { s.closeWhen(ctx, idle) })
	for {
		connection, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil { // such as too many open files: it passes, or the server ends when it is idle
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
			continue
		}
		work.Go(func() { s.answer(ctx, connection) })
	}
}

// pause is how long the server waits after a connection that it could not take.
const pause = 50 * time.Millisecond

// closeWhen closes the listener when the context is done, or nobody has asked for the
// page for a time.
func (s *Server) closeWhen(ctx context.Context, idle time.Duration) {
	tick := time.NewTicker(max(idle/10, time.Millisecond))
	defer tick.Stop()
	for time.Since(time.Unix(0, s.asked.Load())) < idle {
		select {
		case <-ctx.Done():
			_ = s.listener.Close()
			return
		case <-tick.C:
		}
	}
	_ = s.listener.Close()
}
