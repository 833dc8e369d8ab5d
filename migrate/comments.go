package migrate

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// mark are the comments by which people allow a secret beside them: those of
// detect-secrets, of which one is about the next line, and that of trufflehog.
var mark = lazyregexp.New(`(?i)pragma:? ?(?:allow|white)list[ -](nextline[ -])?secret|trufflehog:ignore`)

// A comment is a place of such a mark.
type comment struct {
	file string
	line int
	text string
}

// comments are those in the files of the work tree.
type comments struct {
	at   []comment
	more bool // there may be others
}

const (
	maxCommentFile = 1 << 20 // bytes of a file that is looked into
	maxFiles       = 100_000
	maxComments    = 10_000
)

// notOwn are folders of others' code.
var notOwn = []string{".git", "node_modules", "vendor", ".venv", "venv", "__pycache__"}

// findComments finds the marks in a work tree.
func findComments(root fs.FS) (all comments) {
	files := 0
	_ = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			all.more = true
			return nil
		case d.IsDir() && slices.Contains(notOwn, d.Name()):
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		if files++; files > maxFiles || len(all.at) >= maxComments {
			all.more = true
			return fs.SkipAll
		}
		if info, err := d.Info(); err != nil || info.Size() > maxCommentFile {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil || !mark().Match(text) {
			return nil
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			if found := mark().FindString(line); found != "" {
				all.at = append(all.at, comment{path.Clean(name), n, found})
			}
		}
		return nil
	})
	return all
}

// marked returns the lines of the comments that allow a secret in a text. all says whether
// every line that holds the secret has one.
func marked(text, secret string) (comments []int, all bool) {
	first, _, _ := strings.Cut(strings.TrimSpace(secret), "\n")
	if first = strings.TrimSpace(first); first == "" {
		return nil, false
	}
	all = true
	n, next := 0, false
	for line := range strings.Lines(text) {
		n++
		found := mark().FindStringSubmatch(line)
		isNext := found != nil && found[1] != ""
		if strings.Contains(line, first) {
			switch {
			case found != nil && !isNext:
				comments = append(comments, n)
			case next:
				comments = append(comments, n-1)
			default:
				all = false
			}
		}
		next = isNext
	}
	return comments, all && len(comments) > 0
}
