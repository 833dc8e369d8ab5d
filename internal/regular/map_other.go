//go:build !unix

package regular

import "math"

// Map reads a file whole, as the system has no mmap that we know of.
func Map(path string) (data []byte, unmap func() error, err error) {
	data, err = ReadFile(path, math.MaxInt64)
	return data, func() error { return nil }, err
}
