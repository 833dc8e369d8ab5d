package gitrepo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/regular"
)

// Whoever made a git folder can put a named pipe or a device where a file belongs. Git
// opens it: it waits for a pipe until somebody writes, and reads a device until it has
// no memory left.

const (
	maxAlternates     = 1 << 20 // bytes of the file that names other folders of objects
	maxObjectsFolders = 100     // of them
)

// checkFiles returns an error if git would read a pipe or a device. It looks at the files
// that git reads to answer a question: those at the top of the git folder, refs, and objects.
func (r *Repo) checkFiles() error {
	for _, folder := range slices.Compact([]string{r.GitDir, r.CommonDir}) {
		if err := checkFolder(folder, false); err != nil {
			return err
		}
		for _, below := range []string{"refs", "info", "reftable"} {
			if err := checkFolder(filepath.Join(folder, below), true); err != nil {
				return err
			}
		}
	}
	folders := append([]string{r.ObjectDir}, filepath.SplitList(r.Alternates)...)
	seen := map[string]bool{}
	for len(folders) > 0 && len(seen) < maxObjectsFolders {
		folder := filepath.Clean(folders[0])
		folders = folders[1:]
		if seen[folder] {
			continue
		}
		seen[folder] = true
		if err := checkFolder(folder, true); err != nil {
			return err
		}
		text, err := regular.ReadFile(filepath.Join(folder, "info", "alternates"), maxAlternates)
		if err != nil {
			continue // there are none, or git cannot read them either
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimRight(line, "\r\n"); line == "" || line[0] == '#' {
				continue
			}
			if !filepath.IsAbs(line) {
				line = filepath.Join(folder, line)
			}
			folders = append(folders, line)
		}
	}
	return nil
}

// checkFolder looks at the entries of a folder, and at those of all folders in it if deep.
// Of a folder that a link leads to, which can be any, it looks at the entries only. What it
// cannot read is nothing that git could wait for.
func checkFolder(folder string, deep bool) error {
	if !isDir(folder) {
		return nil // to open a pipe waits
	}
	f, err := os.Open(folder)
	if err != nil {
		return nil
	}
	entries, _ := f.ReadDir(-1) // in any order: there can be many
	f.Close()
	for _, e := range entries {
		path, mode := filepath.Join(folder, e.Name()), e.Type()
		link := mode&fs.ModeSymlink != 0
		if link {
			if info, err := os.Stat(path); err == nil {
				mode = info.Mode()
			}
		}
		if mode&(fs.ModeNamedPipe|fs.ModeDevice) != 0 {
			return fmt.Errorf("%s is a pipe or a device, and git would wait for it or read it without end: delete it", path)
		}
		if mode.IsDir() && deep {
			if err := checkFolder(path, !link); err != nil {
				return err
			}
		}
	}
	return nil
}
