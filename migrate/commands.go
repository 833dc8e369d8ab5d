package migrate

import (
	"strings"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// excludes is a flag of detect-secrets that leaves something out, with its pattern as a
// shell reads it.
var excludes = lazyregexp.New(`--exclude-(files|lines|secrets)(?:=|\s+)('[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"]+)`)

// commands translates the patterns in command lines of detect-secrets, in hooks and CI. Those
// in a configuration of pre-commit are read by [Plan.preCommit].
func (p *Plan) commands() {
	eachPlace(p.root, func(name, text string) {
		if strings.HasPrefix(name, ".pre-commit-config.") {
			return
		}
		n, goesOn := 0, false
		for line := range strings.Lines(text) {
			n++
			if goesOn = goesOn || strings.Contains(line, "detect-secrets"); !goesOn {
				continue
			}
			for _, m := range excludes().FindAllStringSubmatch(line, -1) {
				kind, target := "paths", ""
				if m[1] != "files" {
					kind, target = "regexes", strings.TrimSuffix(m[1], "s")
				}
				p.pattern(name, n, "--exclude-"+m[1], kind, target, fromShell(m[2]))
			}
			goesOn = strings.HasSuffix(strings.TrimRight(line, " \t\r\n"), `\`) // the command has another line
		}
	})
}

// fromShell returns what a word of a shell says.
func fromShell(word string) string {
	switch {
	case strings.HasPrefix(word, "'"):
		return strings.Trim(word, "'")
	case strings.HasPrefix(word, `"`):
		return strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\$`, "$", "\\`", "`").Replace(strings.Trim(word, `"`))
	}
	return strings.NewReplacer(`\\`, `\`, `\`, "").Replace(word)
}
