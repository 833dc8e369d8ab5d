package spool

import (
	"os"

	"golang.org/x/sys/windows"
)

// variable names the folder of temporary files.
const variable = "TMP"

// fleeting returns a temporary file that is gone when the process ends. Here it opens the
// file again so that it is removed when it is closed.
func fleeting(file *os.File) (*os.File, error) {
	if err := file.Close(); err != nil {
		return nil, err
	}
	return os.OpenFile(file.Name(), os.O_RDWR|windows.FILE_FLAG_DELETE_ON_CLOSE, 0o600)
}
