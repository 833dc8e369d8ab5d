package remedy

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
)

// remoteURL returns where the remote called origin is, as git reads it from any folder:
// a URL without a password or a token, or an absolute path; "" without such a remote.
func remoteURL(repo *gitrepo.Repo) string {
	text := repo.Remote()
	u, err := url.Parse(text)
	if err == nil && u.Host != "" && u.User != nil {
		if name := u.User.Username(); strings.HasSuffix(u.Scheme, "ssh") {
			u.User = url.User(name)
		} else {
			u.User = nil
		}
		return u.String()
	}
	if text == "" || strings.Contains(text, ":") || filepath.IsAbs(text) {
		return text
	}
	if repo.WorkTree != "" {
		return filepath.Join(repo.WorkTree, text)
	}
	return filepath.Join(repo.GitDir, text)
}
