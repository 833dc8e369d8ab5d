package gitrepo

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
)

// Coverage says how many of the branches, or of the tags, of its remote a clone has.
type Coverage int

const (
	Unsure Coverage = iota // the clone does not show it
	All
	Part
)

// A Clone is what a repository has of the remote from which it was cloned.
type Clone struct {
	Remote         string // its name: origin if there is one; "" for none
	Branches, Tags Coverage

	// What the configuration leaves out of each fetch.
	NarrowBranches, NoTags bool
}

// Clone finds out what the repository has of its remote, without asking the remote.
//
// The configuration says what a fetch without arguments brings; `git clone --single-branch`
// and --no-tags narrow it. But CI systems make an empty repository and fetch with arguments.
// What the last fetch has brought is in FETCH_HEAD, a line for each ref
// (git-scm.com/docs/git-fetch): more than one branch is the trace of a fetch of all. `git
// clone` writes no FETCH_HEAD.
func (r *Repo) Clone(ctx context.Context) (Clone, error) {
	cfg, err := r.readConfig(filepath.Join(r.CommonDir, "config"))
	if err != nil {
		return Clone{}, err
	}
	c := Clone{Remote: cfg.remote()}
	last, err := r.lastFetch()
	if err != nil {
		return c, err
	}
	if c.Remote == "" && last == nil {
		c.Branches, c.Tags = All, All // it is no clone
		return c, nil
	}
	specs, tagOption := cfg.refspecs(c.Remote)
	c.NarrowBranches = len(specs) > 0 && !brings(specs, "refs/heads/*")
	c.NoTags = tagOption == "--no-tags" && !brings(specs, "refs/tags/*")
	own, err := r.fetchedRefs(ctx, c.Remote)
	if err != nil {
		return c, err
	}

	switch {
	case last != nil && last.branches > 1:
		c.Branches = All
	case c.NarrowBranches:
		c.Branches = Part
	case last == nil && len(specs) > 0 && own.branches+own.tags > 0:
		c.Branches = All
	case c.Remote != "" && last != nil && last.branches == 0 && last.commits > 0 && own.branches+own.tags <= 1 && !own.head:
		c.Branches = Part // a single commit was fetched, by its id
	}
	switch {
	case last != nil && last.tags > 0:
		c.Tags = All
	case c.NoTags:
		c.Tags = Part
	case c.Branches == All && (last == nil || brings(specs, "refs/tags/*")):
		c.Tags = All
	}
	return c, nil
}

// remote returns the name of the remote: origin, or the only one.
func (c config) remote() string {
	var names []string
	for _, o := range c {
		if o.section == "remote" && o.key == "url" && !slices.Contains(names, o.subsection) {
			names = append(names, o.subsection)
		}
	}
	switch {
	case len(names) == 1:
		return names[0]
	case slices.Contains(names, "origin"):
		return "origin"
	}
	return ""
}

// refspecs returns what a fetch from a remote brings, and the option for its tags.
func (c config) refspecs(remote string) (specs []string, tagOption string) {
	for _, o := range c {
		if o.section != "remote" || o.subsection != remote {
			continue
		}
		switch o.key {
		case "fetch":
			specs = append(specs, o.value)
		case "tagopt":
			tagOption = o.value
		}
	}
	return specs, tagOption
}

// brings reports whether refspecs bring all refs of a pattern, and leave none out.
func brings(specs []string, pattern string) bool {
	all := false
	for _, spec := range specs {
		source, _, _ := strings.Cut(strings.TrimPrefix(spec, "+"), ":")
		if strings.HasPrefix(source, "^") {
			return false
		}
		all = all || source == pattern || source == "refs/*"
	}
	return all
}

// A fetched counts refs that come from a remote.
type fetched struct {
	branches, tags int
	commits        int  // refs of other kinds, and commits by their id
	head           bool // it is known which branch is the default branch of the remote
}

// lastFetch counts the refs that the last fetch has brought; nil if there was none. One that
// has failed leaves an empty file.
func (r *Repo) lastFetch() (*fetched, error) {
	text, err := readFile(filepath.Join(r.GitDir, "FETCH_HEAD"))
	if isAbsent(err) {
		return nil, nil
	}
	if err != nil {
		return nil, wrap(err, "reading what was fetched into %s", r.GitDir)
	}
	var f fetched
	for line := range bytes.Lines(text) {
		// ID, "not-for-merge" or nothing, and what it is
		fields := bytes.SplitN(line, []byte("\t"), 3)
		if len(fields) < 3 {
			continue
		}
		switch what := string(fields[2]); {
		case strings.HasPrefix(what, "branch '"):
			f.branches++
		case strings.HasPrefix(what, "tag '"):
			f.tags++
		default:
			f.commits++
		}
	}
	return &f, nil
}

// fetchedRefs counts the refs in which fetches from a remote leave branches and tags.
func (r *Repo) fetchedRefs(ctx context.Context, remote string) (fetched, error) {
	refs, err := r.Refs(ctx)
	var f fetched
	for _, ref := range refs {
		switch name, ok := strings.CutPrefix(ref.Name, "refs/remotes/"+remote+"/"); {
		case ok && name == "HEAD":
			f.head = true
		case ok, strings.HasPrefix(ref.Name, "refs/heads/") && r.WorkTree == "":
			f.branches++
		case strings.HasPrefix(ref.Name, "refs/tags/"):
			f.tags++
		}
	}
	return f, err
}

// Holder returns the root of the work tree in which a bare repository lies as a folder, ""
// if it lies in none. A commit can hold such a folder, with its configuration, so whoever
// has made the commit may have made the repository, too.
func (r *Repo) Holder() string {
	if filepath.Base(r.GitDir) == ".git" || r.named {
		return ""
	}
	dirs := []string{r.GitDir}
	if real, err := filepath.EvalSymlinks(r.GitDir); err == nil && real != r.GitDir {
		dirs = append(dirs, real)
	}
	for _, dir := range dirs {
		for up := filepath.Dir(dir); ; up = filepath.Dir(up) {
			if p, ok := dotGit(up); ok {
				if !within(p.gitDir, dir) {
					return up
				}
				break
			}
			if up == filepath.Dir(up) {
				break
			}
		}
	}
	return ""
}
