package gitrepo

import (
	"net/url"
	"path/filepath"
)

// RemoteURL returns the URL of a remote as the configuration of the repository has it,
// without a user's password or token; "" if there is no such remote. It may be a path.
func (r *Repo) RemoteURL(name string) (string, error) {
	c, err := r.readConfig(filepath.Join(r.CommonDir, "config"))
	if err != nil {
		return "", err
	}
	for _, o := range c {
		if o.section == "remote" && o.subsection == name && o.key == "url" {
			return withoutPassword(o.value), nil
		}
	}
	return "", nil
}

// withoutPassword removes what a URL says of a user, unless that is the name that an SSH
// server needs.
func withoutPassword(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User == nil {
		return text
	}
	if u.Scheme == "ssh" || u.Scheme == "git+ssh" {
		u.User = url.User(u.User.Username())
	} else {
		u.User = nil
	}
	return u.String()
}
