package hooks

import (
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/regular"
)

// mark begins the second line of every script of this package. The name of the hook
// follows.
const mark = "# sluice hook: "

// keptSuffix ends the file name of a hook that was there before.
const keptSuffix = ".before-sluice"

// A script is a hook for POSIX sh, which comes with git on every system, Windows
// included.
type script struct {
	name   Name
	binary string // absolute path of the program
	shared bool   // is in the folder for all repositories
}

// text returns the script.
func (s script) text() string {
	var b strings.Builder
	b.WriteString("#!/bin/sh\n" + mark + string(s.name) + "\n")
	if s.shared {
		b.WriteString("# Written by `sluice hook install --global`. The hook of the repository itself\n" +
			"# runs first, which git would no longer find.\n" +
			"before=$(git rev-parse --git-common-dir)/hooks/" + string(s.name) + "\n")
	} else {
		b.WriteString("# Written by `sluice hook install`. The hook that was here before is kept beside\n" +
			"# this one and runs first; `sluice hook uninstall` puts it back.\n" +
			"before=$0" + keptSuffix + "\n")
	}
	if s.binary == "" {
		b.WriteString("[ -x \"$before\" ] || exit 0\nexec \"$before\" \"$@\"\n")
		return b.String()
	}
	input, run := "", "exec \"$sluice\" hook run "+string(s.name)+" \"$@\""
	if s.name.readsStdin() {
		b.WriteString("lines=$(cat; echo .) # the dot keeps the last line end\nlines=${lines%.}\n")
		input, run = "printf %s \"$lines\" | ", "printf %s \"$lines\" | \"$sluice\" hook run "+string(s.name)+" \"$@\"\n\t\texit"
	}
	b.WriteString("if [ -x \"$before\" ]; then\n\t" + input + "\"$before\" \"$@\" || exit\nfi\n")
	b.WriteString("for sluice in " + quote(s.binary) + " sluice; do\n" +
		"\tif command -v \"$sluice\" >/dev/null 2>&1; then\n\t\t" + run + "\n\tfi\ndone\n")
	b.WriteString("echo " + quote("sluice: "+string(s.name)+": there is no "+s.binary+" and no sluice on the PATH, so nothing was checked and this hook refuses.") + " >&2\n")
	b.WriteString("echo " + quote("Install sluice again. "+Bypass(s.name, Policy{})) + " >&2\nexit 2\n")
	return b.String()
}

// quote writes s as one word of sh.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// isOurs reports whether this package has written the file at path.
func isOurs(path string) bool {
	_, ok := installedBinary(path)
	return ok
}

// maxScript is the most bytes of a script that are read.
const maxScript = 16 << 20

// installedBinary returns the program that the script at path tries first, and
// whether this package has written the script. The program is "" for a script that
// only runs the hook of a repository.
func installedBinary(path string) (binary string, ours bool) {
	text, err := regular.ReadFile(path, maxScript)
	if err != nil {
		return "", false
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	if !strings.HasPrefix(first, "#!") || !strings.HasPrefix(rest, mark) {
		return "", false
	}
	for line := range strings.Lines(rest) {
		list, ok := strings.CutPrefix(line, "for sluice in ")
		if !ok {
			continue
		}
		word, _ := strings.CutSuffix(strings.TrimRight(list, "\r\n"), " sluice; do")
		return filepath.FromSlash(strings.ReplaceAll(strings.Trim(word, "'"), `'\''`, "'")), true
	}
	return "", true
}
