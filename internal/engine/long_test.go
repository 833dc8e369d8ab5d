//go:build long

package engine

// long runs every law at its full size.
const long = true
