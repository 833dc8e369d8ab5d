package gitrepo

import (
	"path"
	"path/filepath"
	"slices"
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

// HasToken reports whether a CI system has put the token of a run where git finds it: as a
// header that git sends with each request (http.<url>.extraHeader), in the configuration of
// the repository, or in a file that this includes, which actions/checkout names
// git-credentials-UUID.config since its version 6.
func (r *Repo) HasToken() bool {
	c, err := r.readConfig(filepath.Join(r.CommonDir, "config"))
	if err != nil {
		return false
	}
	return slices.ContainsFunc(c, func(o option) bool {
		switch o.section {
		case "http":
			return o.key == "extraheader" && o.value != ""
		case "include", "includeif":
			name := path.Base(filepath.ToSlash(o.value))
			return o.key == "path" && strings.HasPrefix(name, "git-credentials-")
		}
		return false
	})
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
