//go:build !amd64

package inflate

// adler returns the Adler-32 checksum of p.
func adler(p []byte) uint32 { return adlerAny(1, 0, p) }
