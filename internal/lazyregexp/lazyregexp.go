// Package lazyregexp compiles the regexes of package-level variables when they are first
// used. A program that compiles them at its start, all of them, before it does anything, keeps
// a hook waiting for regexes that it never asks.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that gives the compiled regex. It panics there if the syntax of
// expr is wrong, as [regexp.MustCompile] does.
func New(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
