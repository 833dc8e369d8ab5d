package gitrepo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrNotRepository is returned when a path holds no git repository.
var ErrNotRepository = errors.New("not a git repository")

// A Repo is the layout of one repository, as seen from one of its work trees.
// All paths are absolute. It holds no open file and is safe for concurrent use.
type Repo struct {
	GitDir    string // what belongs to this work tree: HEAD, the index
	CommonDir string // what all work trees share: refs, objects, config; GitDir when there is but one
	WorkTree  string // "" in a bare repository
	IndexFile string // the index of this work tree; it need not exist

	ObjectDir  string // where objects are written, and read first
	Alternates string // further object folders, as GIT_ALTERNATE_OBJECT_DIRECTORIES holds them; those of info/alternates are not among them

	ObjectFormat string // "sha1" or "sha256"
	RefFormat    string // "files" or "reftable"

	promisor bool
	env      []string // for git: the caller's environment without git's own variables
}

// Open finds the repository of path: the root of a work tree or a folder in
// it, a .git folder, a .git file (linked work trees, submodules), or a bare
// repository. Like git it looks in path first and then in the folders above.
//
// env is the environment as os.Environ gives it. GIT_DIR, GIT_WORK_TREE,
// GIT_COMMON_DIR, GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY and
// GIT_ALTERNATE_OBJECT_DIRECTORIES speak of the repository of the current
// folder, as when git runs a hook: they count when path is "" or "." or names
// that very repository, and never for another one.
//
// The error wraps ErrNotRepository when there is none.
func Open(path string, env []string) (*Repo, error) {
	vars := variables(env)
	if path == "" || path == "." {
		return open(".", vars, env)
	}
	r, err := open(path, nil, env)
	if err != nil || len(vars) == 0 {
		return r, err
	}
	if here, err := open(".", vars, env); err == nil && sameFile(here.GitDir, r.GitDir) {
		return here, nil
	}
	return r, nil
}

// open opens the repository of path as the variables ask.
func open(path string, vars map[string]string, env []string) (*Repo, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("opening the repository %s: %w", path, err)
	}
	var p place
	if dir := vars["GIT_DIR"]; dir != "" {
		p, err = explicitPlace(absolute(abs, dir))
	} else {
		p, err = findPlace(abs)
	}
	if err != nil {
		return nil, err
	}

	r := &Repo{GitDir: p.gitDir, CommonDir: commonDir(p.gitDir), env: withoutGit(env)}
	if dir := vars["GIT_COMMON_DIR"]; dir != "" {
		r.CommonDir = absolute(abs, dir)
	}
	r.ObjectDir = filepath.Join(r.CommonDir, "objects")
	if dir := vars["GIT_OBJECT_DIRECTORY"]; dir != "" {
		r.ObjectDir = absolute(abs, dir)
	}
	r.Alternates = vars["GIT_ALTERNATE_OBJECT_DIRECTORIES"]
	if err := r.configure(p.workTree, vars["GIT_DIR"] != ""); err != nil {
		return nil, err
	}
	if dir := vars["GIT_WORK_TREE"]; dir != "" {
		r.WorkTree = absolute(abs, dir)
	}
	r.IndexFile = filepath.Join(r.GitDir, "index")
	if file := vars["GIT_INDEX_FILE"]; file != "" {
		// git enters the root of the work tree before it looks at the file
		base := abs
		if r.WorkTree != "" && within(r.WorkTree, abs) {
			base = r.WorkTree
		}
		r.IndexFile = absolute(base, file)
	}
	return r, nil
}

// configure takes from the configuration what reading needs. workTree is
// where the layout puts the work tree, "" for nowhere.
func (r *Repo) configure(workTree string, explicit bool) error {
	c, err := r.readConfig(filepath.Join(r.CommonDir, "config"))
	if err != nil {
		return err
	}
	r.ObjectFormat = orElse(c.last("extensions", "objectformat"), "sha1")
	if r.ObjectFormat != "sha1" && r.ObjectFormat != "sha256" {
		return fmt.Errorf("repository %s: its object format %q is not known: it must be sha1 or sha256", r.GitDir, r.ObjectFormat)
	}
	r.RefFormat = orElse(c.last("extensions", "refstorage"), "files")
	if r.RefFormat != "files" && r.RefFormat != "reftable" {
		return fmt.Errorf("repository %s: its ref storage %q is not known: it must be files or reftable", r.GitDir, r.RefFormat)
	}
	r.promisor = c.last("extensions", "partialclone") != "" || c.anyTrue("remote", "promisor")

	// what the shared configuration says of the work tree is about the main one
	linked := r.GitDir != r.CommonDir
	if linked {
		c = config{}
	} else if !explicit && filepath.Base(r.GitDir) == ".git" {
		workTree = orElse(workTree, filepath.Dir(r.GitDir))
	}
	if own := filepath.Join(r.GitDir, "config.worktree"); exists(own) {
		more, err := r.readConfig(own)
		if err != nil {
			return err
		}
		c = append(c, more...)
	}
	if linked && workTree == "" {
		if text, err := readSmall(filepath.Join(r.GitDir, "gitdir")); err == nil {
			workTree = filepath.Dir(absolute(r.GitDir, strings.TrimRight(string(text), "\r\n")))
		}
	}
	r.WorkTree = workTree
	if dir := c.last("core", "worktree"); dir != "" {
		r.WorkTree = absolute(r.GitDir, dir)
	} else if c.isTrue("core", "bare") {
		r.WorkTree = ""
	}
	return nil
}

// Promisor reports whether the repository is a partial clone: objects may be
// absent by design, promised by a remote.
func (r *Repo) Promisor() bool {
	if r.promisor {
		return true
	}
	packs, err := os.ReadDir(filepath.Join(r.ObjectDir, "pack"))
	if err != nil {
		return false
	}
	for _, p := range packs {
		if strings.HasSuffix(p.Name(), ".promisor") {
			return true
		}
	}
	return false
}

// Shallow returns the commits at which the history was cut off, as hex ids: a
// shallow clone holds none of their parents.
func (r *Repo) Shallow() ([]string, error) {
	ids, err := r.readIDs(filepath.Join(r.CommonDir, "shallow"))
	return ids, wrap(err, "reading the shallow commits of %s", r.GitDir)
}

// MergeHeads returns the commits that a merge under way brings in, as hex ids:
// the next commit has them as parents besides HEAD.
func (r *Repo) MergeHeads() ([]string, error) {
	ids, err := r.readIDs(filepath.Join(r.GitDir, "MERGE_HEAD"))
	return ids, wrap(err, "reading the merge under way in %s", r.GitDir)
}

// readIDs reads a file with an object id on each line; none if it is absent.
func (r *Repo) readIDs(path string) ([]string, error) {
	text, err := readFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var ids []string
	for line := range strings.Lines(string(text)) {
		id := strings.TrimRight(line, "\r\n")
		if !r.isID(id) {
			return ids, errors.New("a line is not an object id")
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// Grafted reports whether info/grafts claims other parents for some commits
// than they name. Nothing here follows such claims, nor those of refs/replace.
func (r *Repo) Grafted() bool {
	info, err := os.Stat(filepath.Join(r.CommonDir, "info", "grafts"))
	return err == nil && info.Size() > 0
}

// isID reports whether s is a whole object id of the repository, in lower-case
// hex, and not the id of all zeros that stands for none.
func (r *Repo) isID(s string) bool {
	if len(s) != r.idSize()*2 {
		return false
	}
	zero := true
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
		zero = zero && c == '0'
	}
	return !zero
}

// idSize is the size of an object id in bytes.
func (r *Repo) idSize() int {
	if r.ObjectFormat == "sha256" {
		return 32
	}
	return 20
}
