//go:build long

package check

// long takes all built-in rules.
const long = true
