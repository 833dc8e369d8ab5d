//go:build !long

package check

// long takes all built-in rules: go test -tags long.
const long = false
