// Package asknothing keeps the libraries of the program from asking the terminal for its
// colours before main begins.
//
// The library bubbletea does so when it is loaded (its tea_init.go), whatever the program
// is called for. The question is an escape sequence in the output, which not every
// terminal understands, and the program waits up to 5 seconds for an answer: in a hook,
// too, whose standard output is a terminal. Only `sluice triage` uses the library.
//
// The libraries ask nothing in CI. So this package says that the program runs there, until
// main calls [Done]. It works because Go initializes packages that are ready in the order
// of their import paths, and this one is ready before golang.org/x/sys, which the others
// need. A test in cmd/sluice holds the program to that. Version 2 of bubbletea no longer
// asks, and then this package can go.
package asknothing

import "os"

const (
	variable = "CI"
	pretence = "sluice asks the terminal nothing"
)

func init() {
	if os.Getenv(variable) == "" {
		os.Setenv(variable, pretence)
	}
}

// Done ends the pretence.
func Done() {
	if os.Getenv(variable) == pretence {
		os.Unsetenv(variable)
	}
}
