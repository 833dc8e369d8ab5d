//go:build !long

package engine

// long runs every law at its full size: go test -tags long.
const long = false
