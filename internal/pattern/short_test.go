//go:build !long

package pattern

// long runs every law at its full size: go test -tags long.
const long = false
