package spool

import (
	"os"

	"golang.org/x/sys/windows"
)

// variable names the folder of temporary files.
const variable = "TMP"

// create creates a temporary file that is removed when it is closed.
func create() (*os.File, error) {
	file, err := os.CreateTemp("", "sluice-*")
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	return os.OpenFile(file.Name(), os.O_RDWR|windows.FILE_FLAG_DELETE_ON_CLOSE, 0o600)
}
