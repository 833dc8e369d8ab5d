package gitrepo

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// packedRefs reads the file packed-refs, nil when there is none. The refs
// before a line that cannot be read are returned with the error.
func (r *Repo) packedRefs() ([]Ref, error) {
	text, err := readFile(filepath.Join(r.CommonDir, "packed-refs"))
	if isAbsent(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parsePackedRefs(string(text), r.ObjectFormat)
}

// parsePackedRefs parses the text of packed-refs: a line "ID NAME" for each
// ref, followed by "^ID" with the peeled object when it is an annotated tag;
// lines that begin with "#" hold traits (Documentation/git-pack-refs and
// refs/packed-backend.c of git).
func parsePackedRefs(text string, format oid.Format) ([]Ref, error) {
	refs := make([]Ref, 0, strings.Count(text, "\n"))
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if digits, ok := strings.CutPrefix(line, "^"); ok && len(refs) > 0 {
			if peeled, ok := parseID(digits, format); ok {
				refs[len(refs)-1].Peeled = peeled
				continue
			}
		}
		digits, name, _ := strings.Cut(line, " ")
		id, ok := parseID(digits, format)
		if !ok || name == "" {
			return refs, fmt.Errorf("packed-refs: line %d is neither a ref nor a peeled tag", number)
		}
		refs = append(refs, Ref{Name: name, ID: id})
	}
	return refs, nil
}
