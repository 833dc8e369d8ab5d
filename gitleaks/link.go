package gitleaks

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Platforms returns the names of the platforms that Links knows, and "unknown" and "none".
func Platforms() []string {
	return []string{"unknown", "none", "github", "gitlab", "azuredevops", "bitbucket", "gitea"}
}

// Links sets the links of entries that are in a file of a commit, to where a platform shows
// the lines. remote is what git says is the URL of the remote repository; user names and
// passwords in it are left out. platform is "" or "unknown" for the platform that the host
// of remote says. Its error says why there are no links; then the entries have none.
func Links(entries []Entry, platform, remote string) error {
	platform = cmp.Or(strings.ToLower(platform), "unknown")
	switch {
	case platform == "none":
		return nil
	case !slices.Contains(Platforms(), platform):
		return fmt.Errorf("%q is no platform: use one of %s", platform, strings.Join(Platforms(), ", "))
	}
	base, err := webURL(remote)
	if err != nil {
		return err
	}
	if platform == "unknown" {
		if platform = hosts[strings.ToLower(base.Hostname())]; platform == "" {
			return fmt.Errorf("the platform of the host %s is not known: say it with --platform", base.Hostname())
		}
	}
	for i := range entries {
		if e := &entries[i]; e.Commit != "" && e.File != "" {
			e.Link = base.String() + link(platform, e)
		}
	}
	return nil
}

// hosts are the platforms of well-known hosts.
var hosts = map[string]string{
	"github.com": "github", "gitlab.com": "gitlab", "dev.azure.com": "azuredevops", "bitbucket.org": "bitbucket",
	"gitea.com": "gitea", "code.forgejo.org": "gitea", "codeberg.org": "gitea",
}

var errNoHost = errors.New("the URL of the remote repository names no host, so there are no links")

// webURL returns where a browser finds a remote repository: over HTTPS if git does not use
// HTTP, without a user and without a slash or ".git" at the end.
func webURL(remote string) (*url.URL, error) {
	if remote == "" {
		return nil, errors.New("there is no remote repository, so there are no links")
	}
	if host, rest, ok := strings.Cut(remote, ":"); ok && len(host) > 1 && !strings.ContainsRune(host, '/') && !strings.HasPrefix(rest, "//") {
		remote = "ssh://" + host + "/" + strings.TrimPrefix(rest, "/") // the notation of scp
	}
	u, err := url.Parse(remote)
	if err != nil || u.Hostname() == "" {
		return nil, errNoHost // the error of Parse quotes the URL, and what is secret in it
	}
	web := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimSuffix(strings.TrimRight(u.Path, "/"), ".git")}
	if u.Scheme != "http" && u.Scheme != "https" {
		web.Scheme, web.Host = "https", u.Hostname() // the port is that of another service
		if strings.Contains(web.Host, ":") {
			web.Host = "[" + web.Host + "]"
		}
	}
	if p := strings.Split(web.Path, "/"); web.Host == "ssh.dev.azure.com" && len(p) == 5 && p[1] == "v3" {
		web.Host, web.Path = "dev.azure.com", "/"+p[2]+"/"+p[3]+"/_git/"+p[4]
	}
	return web, nil
}

// link is the rest of a link behind the URL of the repository. A container is linked as
// a whole.
func link(platform string, e *Entry) string {
	file, line := e.File, e.StartLine
	if container, _, member := strings.Cut(file, "!"); member && path.Ext(container) != "" {
		file, line = container, 0
	}
	source := func(query string) string {
		switch strings.ToLower(path.Ext(file)) {
		case ".md", ".ipynb": // which a platform shows rendered, without lines
			return query
		}
		return ""
	}
	escaped, commit, several := escapePath(file), url.PathEscape(e.Commit), e.EndLine > line
	lines := func(first, separator string) string {
		switch {
		case line == 0:
			return ""
		case several:
			return fmt.Sprint(first, line, separator, e.EndLine)
		}
		return fmt.Sprint(first, line)
	}
	switch platform {
	case "gitlab":
		return "/blob/" + commit + "/" + escaped + lines("#L", "-")
	case "azuredevops":
		return "/commit/" + commit + "?path=/" + escaped + lines("&line=", "&lineEnd=") + "&lineStartColumn=1&lineEndColumn=10000000&type=2&lineStyle=plain&_a=files"
	case "bitbucket":
		return "/src/" + commit + "/" + escaped + lines("#lines-", ":")
	case "gitea":
		return "/src/commit/" + commit + "/" + escaped + source("?display=source") + lines("#L", "-L")
	}
	return "/blob/" + commit + "/" + escaped + source("?plain=1") + lines("#L", "-L")
}

// escapePath escapes what is not allowed in the path of a URI or of an IRI (RFC 3986 and
// 3987). Letters of any script stay.
func escapePath(p string) string {
	var b strings.Builder
	for _, c := range []byte(p) {
		if c >= 0x80 || c > ' ' && c < 0x7f && !strings.ContainsRune("\"#%<>?[\\]^`{|}&+", rune(c)) {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return strings.ToValidUTF8(b.String(), "%EF%BF%BD")
}
