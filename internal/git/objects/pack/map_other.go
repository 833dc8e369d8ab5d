//go:build !unix

package pack

import (
	"math"

	"github.com/sluicesec/sluice/internal/regular"
)

// mapFile reads a file whole where the system has no mmap that we know of.
func mapFile(path string) (data []byte, unmap func() error, err error) {
	data, err = regular.ReadFile(path, math.MaxInt64)
	return data, func() error { return nil }, err
}
