package job

import (
	"context"
	"net/url"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// about returns what a report says of the scan of a repository: of which part of it,
// what it is called, and in which state it was.
func about(ctx context.Context, kind finding.ScanKind, r repository) finding.Scan {
	s := finding.Scan{Kind: kind, Repository: address(r.Remote()), Branch: r.Branch()}
	if head, err := r.Head(ctx); err == nil && !head.IsZero() {
		s.Head = head.String()
	}
	return s
}

// address returns the URL of a remote without user and password, and without what
// follows the path. It is "" for what is no URL of another machine. The short form of
// ssh, as in git@host:path, becomes a URL.
func address(remote string) string {
	if host, path, ok := strings.Cut(remote, ":"); ok && len(host) > 1 && !strings.Contains(host, "/") && !strings.HasPrefix(path, "//") {
		remote = "ssh://" + host + "/" + strings.TrimPrefix(path, "/")
	}
	u, err := url.Parse(remote)
	if err != nil || u.Host == "" {
		return ""
	}
	switch u.Scheme {
	case "http", "https", "ssh", "git":
		return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
	}
	return ""
}
