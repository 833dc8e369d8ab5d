//go:build !amd64

package pack

// prefetch makes the processor fetch the memory at p into its cache, where there is an
// instruction for that.
func prefetch(*byte) {}
