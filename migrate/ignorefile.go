package migrate

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/baseline"
)

// ignoreFile reads a .gitleaksignore. A line has the fingerprint of a finding,
// COMMIT:FILE:RULE:LINE or FILE:RULE:LINE:
// https://github.com/gitleaks/gitleaks#gitleaksignore
func (p *Plan) ignoreFile(in Input) error {
	n := 0
	for line := range strings.Lines(string(in.Text)) {
		n++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		im, err := parseIgnored(line)
		if err != nil {
			p.note(in.Name, n, Left, "a line", "left out: %v", err)
			continue
		}
		im.At, im.Note = n, fmt.Sprintf("from %s:%d", in.Name, n)
		p.imports = append(p.imports, im)
		p.from = append(p.from, in.Name)
	}
	return nil
}

func parseIgnored(line string) (im baseline.Imported, err error) {
	parts := strings.Split(line, ":")
	if len(parts) < 3 {
		return im, fmt.Errorf("it is no COMMIT:FILE:RULE:LINE and no FILE:RULE:LINE")
	}
	number, err := strconv.Atoi(strings.TrimSpace(parts[len(parts)-1]))
	if err != nil || number < 0 {
		return im, fmt.Errorf("it ends with no number of a line")
	}
	im = baseline.Imported{Tool: "gitleaks", Rule: strings.TrimSpace(parts[len(parts)-2]), State: baseline.Known, Line: number}
	parts = parts[:len(parts)-2]
	if len(parts) > 1 && isCommit(parts[0]) {
		im.Commit, parts = strings.ToLower(parts[0]), parts[1:]
	}
	im.Path = path.Clean(strings.ReplaceAll(strings.Join(parts, ":"), `\`, "/"))
	return im, nil
}

func isCommit(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(strings.ToLower(s), "0123456789abcdef") == ""
}
