package browser

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"
	"time"
)

// The limits of a request: its size in bytes, and how long a browser may take to send
// it and to read the answer.
const (
	maxRequest  = 16 << 10
	timeToRead  = 10 * time.Second
	timeToWrite = time.Minute
)

// policy lets the page use what is in it, and nothing from elsewhere.
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// A request is what a browser asks for.
type request struct {
	method, path string
	header       textproto.MIMEHeader
}

// answer reads one request of a connection, answers it, and closes the connection. The
// answer has the form of HTTP/1.1 (RFC 9112), which every browser reads.
func (s *Server) answer(ctx context.Context, connection net.Conn) {
	defer connection.Close()
	defer context.AfterFunc(ctx, func() { _ = connection.Close() })()
	_ = connection.SetReadDeadline(time.Now().Add(timeToRead))
	r, err := readRequest(connection)
	if err != nil {
		return // it is no browser, or has gone
	}
	status, page := s.judge(r)
	kind := "text/plain"
	if page != nil {
		kind = "text/html"
		s.asked.Store(time.Now().UnixNano())
	}
	_ = connection.SetWriteDeadline(time.Now().Add(timeToWrite))
	w := bufio.NewWriter(connection)
	fmt.Fprintf(w, "HTTP/1.1 %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\n", status, kind, len(page))
	for _, line := range []string{
		"Connection: close",
		"Cache-Control: no-store",
		"Content-Security-Policy: " + policy,
		"Cross-Origin-Opener-Policy: same-origin",
		"Cross-Origin-Resource-Policy: same-origin",
		"Referrer-Policy: no-referrer",
		"X-Content-Type-Options: nosniff",
		"X-Frame-Options: DENY",
		"",
	} {
		_, _ = w.WriteString(line + "\r\n")
	}
	if r.method != "HEAD" {
		_, _ = w.Write(page)
	}
	_ = w.Flush() // the reader may have gone
}

// readRequest reads the head of a request. Nothing that the server answers has a body.
func readRequest(from io.Reader) (request, error) {
	r := textproto.NewReader(bufio.NewReader(io.LimitReader(from, maxRequest)))
	line, err := r.ReadLine()
	if err != nil {
		return request{}, err
	}
	method, rest, _ := strings.Cut(line, " ")
	path, version, _ := strings.Cut(rest, " ")
	if !strings.HasPrefix(version, "HTTP/1.") {
		return request{}, fmt.Errorf("a request of an unknown form")
	}
	header, err := r.ReadMIMEHeader()
	return request{method, path, header}, err
}

// judge gives the status of the answer to a request, and the page if the request may
// have it.
func (s *Server) judge(r request) (status string, page []byte) {
	host := r.header["Host"]
	switch {
	case len(host) != 1 || host[0] != s.host(): // a name of somebody else that leads here
		return "403 Forbidden", nil
	case r.path != s.path || foreign(r.header):
		return "404 Not Found", nil
	case r.method != "GET" && r.method != "HEAD":
		return "405 Method Not Allowed", nil
	}
	return "200 OK", s.page
}

// foreign reports whether a page of another origin makes the request. A browser says so
// in these headers; who types the address, or follows a link of a program, sends none.
func foreign(header textproto.MIMEHeader) bool {
	switch header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		origin := header.Get("Origin")
		return origin != "" && origin != "http://"+header.Get("Host")
	}
	return true
}
