//go:build !windows

package spool

import (
	"errors"
	"os"
)

// variable names the folder of temporary files.
const variable = "TMPDIR"

// fleeting returns a temporary file that is gone when the process ends. Here it takes the
// file's name away.
func fleeting(file *os.File) (*os.File, error) {
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
