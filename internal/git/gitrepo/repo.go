package gitrepo

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
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

	ObjectDir  string // where git writes objects, and reads them first
	Alternates string // further object folders, as GIT_ALTERNATE_OBJECT_DIRECTORIES holds them, without those of info/alternates

	ObjectFormat oid.Format
	RefFormat    string // "files" or "reftable"

	named bool // a .git or GIT_DIR has led to it

	promisor bool
	env      []string // for git: the caller's environment without git's own variables
}

// Open finds the repository of path: the root of a work tree or a folder in
// it, a .git folder, a .git file (linked work trees, submodules), or a bare
// repository. Like git it looks in path first and then in the folders above.
//
// env is the environment as os.Environ gives it. GIT_DIR, GIT_WORK_TREE,
// GIT_COMMON_DIR, GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY and
// GIT_ALTERNATE_OBJECT_DIRECTORIES describe the repository of the current folder,
// as when git runs a hook: they count when path is "" or "." or names that same
// repository, and for no other one.
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

	if _, err := readSmall(filepath.Join(p.gitDir, "commondir")); err != nil && !isAbsent(err) {
		return nil, fmt.Errorf("opening the repository %s: %w", p.gitDir, err)
	}
	r := &Repo{GitDir: p.gitDir, CommonDir: commonDir(p.gitDir), named: p.named, env: withoutGit(env)}
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

// configure reads from the configuration what the package needs. workTree is
// where the layout puts the work tree, "" for nowhere.
func (r *Repo) configure(workTree string, explicit bool) error {
	c, err := r.readConfig(filepath.Join(r.CommonDir, "config"))
	if err != nil {
		return err
	}
	if name := c.last("extensions", "objectformat"); name != "" {
		var known bool
		if r.ObjectFormat, known = oid.FormatNamed(name); !known {
			return fmt.Errorf("repository %s: its object format %q is not known: it must be sha1 or sha256", r.GitDir, name)
		}
	}
	r.RefFormat = cmp.Or(c.last("extensions", "refstorage"), "files")
	if r.RefFormat != "files" && r.RefFormat != "reftable" {
		return fmt.Errorf("repository %s: its ref storage %q is not known: it must be files or reftable", r.GitDir, r.RefFormat)
	}
	r.promisor = c.last("extensions", "partialclone") != "" || c.anyTrue("remote", "promisor")

	// in the shared configuration, core.worktree and core.bare are about the main
	// work tree
	linked := r.GitDir != r.CommonDir
	if linked {
		c = config{}
	} else if !explicit && filepath.Base(r.GitDir) == ".git" {
		workTree = cmp.Or(workTree, filepath.Dir(r.GitDir))
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

// OpenObjects opens the repository's object database, with the object format that
// its configuration names. The caller must close it.
func (r *Repo) OpenObjects() (*objects.Store, error) {
	return objects.Open(r.ObjectDir, objects.Options{Format: r.ObjectFormat, Alternates: r.Alternates})
}

// Shallow returns the commits at which the history was cut off: a shallow clone
// holds none of their parents.
func (r *Repo) Shallow() ([]oid.ID, error) {
	ids, err := r.readIDs(filepath.Join(r.CommonDir, "shallow"))
	return ids, wrap(err, "reading the shallow commits of %s", r.GitDir)
}

// MergeHeads returns the commits that an unfinished merge brings in: the next
// commit has them as parents besides HEAD.
func (r *Repo) MergeHeads() ([]oid.ID, error) {
	ids, err := r.readIDs(filepath.Join(r.GitDir, "MERGE_HEAD"))
	return ids, wrap(err, "reading the merge under way in %s", r.GitDir)
}

// readIDs reads a file with an object id on each line; none if it is absent.
func (r *Repo) readIDs(path string) ([]oid.ID, error) {
	text, err := readFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var ids []oid.ID
	for line := range strings.Lines(string(text)) {
		id, ok := parseID(strings.TrimRight(line, "\r\n"), r.ObjectFormat)
		if !ok {
			return ids, errors.New("a line is not an object id")
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// Grafted reports whether info/grafts gives other parents to some commits than
// they name. This program follows neither grafts nor refs/replace.
func (r *Repo) Grafted() bool {
	info, err := os.Stat(filepath.Join(r.CommonDir, "info", "grafts"))
	return err == nil && info.Size() > 0
}

// parseID reads a whole object id in the form in which git writes it into files,
// lower-case hexadecimal. It reports false for anything else, and for the null id,
// which names no object.
func parseID(digits string, format oid.Format) (oid.ID, bool) {
	id, err := oid.Parse(digits)
	if err != nil || id.Len() != format.Size() || id.IsNull() || strings.ToLower(digits) != digits {
		return oid.ID{}, false
	}
	return id, true
}
