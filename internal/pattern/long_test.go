//go:build long

package pattern

// long runs every law at its full size.
const long = true
