package pack

// prefetch makes the processor fetch the memory at p into its cache. It does not wait for
// it, and there is no fault if the memory cannot be read.
//
//go:noescape
func prefetch(p *byte)
