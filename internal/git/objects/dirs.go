package objects

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/internal/regular"
)

// resolve returns path, taken from base if it is relative.
func resolve(base, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(base, path)
}

// maxAlternates bounds what is read of a list of alternates, in bytes.
const maxAlternates = 1 << 20

// objectDirs returns first and every object directory that it borrows from:
// those of env, then those of info/alternates, and theirs in turn. A directory
// is listed once, however often and in whatever circle it is named.
func objectDirs(first, env string) (dirs []string, problems []Problem) {
	seen := map[string]bool{}
	var add func(dir string)
	add = func(dir string) {
		real, err := filepath.EvalSymlinks(dir)
		if err == nil && seen[real] {
			return
		}
		if err == nil {
			var info fs.FileInfo
			if info, err = os.Stat(real); err == nil && !info.IsDir() {
				err = errors.New("not a directory")
			}
		}
		if err != nil {
			problems = append(problems, Problem{Reason: BadDirectory, Path: dir, Err: err})
			return
		}
		seen[real] = true
		dirs = append(dirs, dir)
		if len(dirs) == 1 {
			for _, alternate := range splitAlternates(env, filepath.ListSeparator) {
				add(alternate)
			}
		}
		list := filepath.Join(dir, "info", "alternates")
		b, err := regular.ReadFile(list, maxAlternates)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, Problem{Reason: BadDirectory, Path: list, Err: err})
		}
		for _, alternate := range splitAlternates(string(b), '\n') {
			add(resolve(dir, alternate))
		}
	}
	add(first)
	return dirs, problems
}

// splitAlternates reads a list of directories as git does: an entry may be
// quoted in C style, and one that starts with # is a comment.
func splitAlternates(list string, separator rune) []string {
	var out []string
	for list != "" {
		var entry string
		if quoted, err := strconv.QuotedPrefix(list); err == nil && quoted[0] == '"' {
			entry, _ = strconv.Unquote(quoted)
			list = strings.TrimPrefix(list[len(quoted):], string(separator))
		} else {
			entry, list, _ = strings.Cut(list, string(separator))
		}
		if entry != "" && entry[0] != '#' {
			out = append(out, entry)
		}
	}
	return out
}
