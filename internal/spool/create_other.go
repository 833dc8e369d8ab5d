//go:build !windows

package spool

import (
	"errors"
	"os"
)

// variable names the folder of temporary files.
const variable = "TMPDIR"

// create creates a temporary file that has no name.
func create() (*os.File, error) {
	file, err := os.CreateTemp("", "sluice-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
