package gitrepo

import (
	"path/filepath"
	"strings"
)

// Remote returns the URL of the remote that is called origin, as the configuration
// has it, which may hold credentials; "" if there is none.
func (r *Repo) Remote() string {
	c, err := r.readConfig(filepath.Join(r.CommonDir, "config"))
	if err != nil {
		return "" // whoever needs more of the configuration has said so
	}
	for _, o := range c {
		if o.section == "remote" && o.subsection == "origin" && o.key == "url" {
			return o.value
		}
	}
	return ""
}

// IsMirror reports whether all refs are those of a remote, as `git clone --mirror`
// makes them.
func (r *Repo) IsMirror() bool {
	c, err := r.readConfig(filepath.Join(r.CommonDir, "config"))
	return err == nil && c.anyTrue("remote", "mirror")
}

// SavesHeader reports whether the configuration has a header that git sends with each
// request, such as the token that a CI system puts there (http.<url>.extraHeader).
func (r *Repo) SavesHeader() bool {
	c, err := r.readConfig(filepath.Join(r.CommonDir, "config"))
	if err != nil {
		return false
	}
	for _, o := range c {
		if o.section == "http" && o.key == "extraheader" && o.value != "" {
			return true
		}
	}
	return false
}

// Branch returns the branch that HEAD is on, without refs/heads/; "" if it is on none,
// or if the refs are in a reftable.
func (r *Repo) Branch() string {
	text, err := readSmall(filepath.Join(r.GitDir, "HEAD"))
	if err != nil || r.RefFormat != "files" {
		return ""
	}
	branch, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "ref: refs/heads/")
	if !ok {
		return ""
	}
	return branch
}
