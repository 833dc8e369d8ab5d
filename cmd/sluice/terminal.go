package main

import (
	"os"
	"strconv"

	"golang.org/x/term"
)

// widest is how many columns of a terminal a report uses. Nobody likes to read
// longer lines.
const widest = 120

// terminal returns the terminal that standard output is, and whether it is one.
func (env environment) terminal() (*os.File, bool) {
	file := env.stdout.OSFile()
	return file, file != nil && term.IsTerminal(int(file.Fd()))
}

// color reports whether standard output gets colours: on a terminal, unless the
// environment says otherwise. NO_COLOR (no-color.org) comes before FORCE_COLOR
// (force-color.org) and CLICOLOR_FORCE (bixense.com/clicolors): who wants no colours
// may be unable to read them.
func (env environment) color() bool {
	switch _, ok := env.terminal(); {
	case env.getenv("NO_COLOR") != "":
		return false
	case isOn(env.getenv("FORCE_COLOR")), isOn(env.getenv("CLICOLOR_FORCE")):
		return true
	default:
		return ok && env.getenv("TERM") != "dumb"
	}
}

// isOn reports whether a variable that forces something is set to do so.
func isOn(value string) bool { return value != "" && value != "0" && value != "false" }

// width returns the number of columns that the text on standard output may take: what
// COLUMNS says, or else what the terminal has; 0 if neither is there.
func (env environment) width() int {
	if n, err := strconv.Atoi(env.getenv("COLUMNS")); err == nil && n > 0 {
		return min(n, widest)
	}
	file, ok := env.terminal()
	if !ok {
		return 0
	}
	n, _, err := term.GetSize(int(file.Fd()))
	if err != nil || n <= 0 {
		return 0
	}
	return min(n, widest)
}
