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
	file, ok := env.terminal()
	switch {
	case env.getenv("NO_COLOR") != "":
		return false
	case ok && env.getenv("TERM") != "dumb" && obeysColors(file):
		return true
	case isOn(env.getenv("FORCE_COLOR")), isOn(env.getenv("CLICOLOR_FORCE")):
		return true
	default:
		return false
	}
}

// isOn reports whether a variable that forces something is set to do so.
func isOn(value string) bool { return value != "" && value != "0" && value != "false" }

// width returns the number of columns that the text on standard output may take: what
// COLUMNS says, or else what the terminal has; 0 if neither is there.
func (env environment) width() int {
	columns, _ := env.size()
	return min(columns, widest)
}

// height returns the number of lines that the terminal shows at once, by LINES or else
// by itself; 0 if neither is there.
func (env environment) height() int {
	_, lines := env.size()
	return lines
}

// size returns the columns and lines of the terminal. What the environment says counts
// first: it is how a user, or a program without a terminal, chooses them.
func (env environment) size() (columns, lines int) {
	if file, ok := env.terminal(); ok {
		if c, l, err := term.GetSize(int(file.Fd())); err == nil {
			columns, lines = max(c, 0), max(l, 0)
		}
	}
	for name, n := range map[string]*int{"COLUMNS": &columns, "LINES": &lines} {
		if said, err := strconv.Atoi(env.getenv(name)); err == nil && said > 0 {
			*n = said
		}
	}
	return columns, lines
}
