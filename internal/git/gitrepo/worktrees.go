package gitrepo

import (
	"os"
	"path/filepath"
)

// A workTree is one of the work trees of a repository.
type workTree struct {
	gitDir string
	prefix string // of its refs' names as seen from this work tree; "" for this one
}

// workTrees returns all work trees: this one, the main one, the linked ones.
func (r *Repo) workTrees() []workTree {
	trees := []workTree{{gitDir: r.GitDir}}
	if r.GitDir != r.CommonDir {
		trees = append(trees, workTree{r.CommonDir, "main-worktree/"})
	}
	linked, err := os.ReadDir(filepath.Join(r.CommonDir, "worktrees"))
	if err != nil {
		return trees
	}
	for _, d := range linked {
		dir := filepath.Join(r.CommonDir, "worktrees", d.Name())
		if d.IsDir() && !sameFile(dir, r.GitDir) {
			trees = append(trees, workTree{dir, "worktrees/" + d.Name() + "/"})
		}
	}
	return trees
}

// IndexFiles returns the index files of all work trees, this one's first. They
// need not exist.
func (r *Repo) IndexFiles() []string {
	files := []string{r.IndexFile}
	for _, w := range r.workTrees() {
		if file := filepath.Join(w.gitDir, "index"); file != r.IndexFile {
			files = append(files, file)
		}
	}
	return files
}
