// Package regular reads regular files, and nothing else.
//
// A folder that somebody else made can hold a named pipe, a device or a socket
// where a file belongs. To open a named pipe waits until somebody writes to it, and
// to read a device may never end. So a file whose name comes from such a folder is
// opened here: without waiting, only if it is a regular file, and, where it is read
// whole, only up to a size.
package regular

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// ErrNotRegular is wrapped by the error about something that is no regular file.
var ErrNotRegular = errors.New("it is not a regular file")

// ErrTooLarge is wrapped by the error about a file that exceeds the limit.
var ErrTooLarge = errors.New("too large")

// patience is how long a read may wait. Some files of /proc look like regular
// files and wait for an event.
const patience = 10 * time.Second

// Open opens a regular file for reading, through symbolic links. All errors are
// of type *fs.PathError.
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path) // first, because to open a device can have effects
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notRegular(path)
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	info, err = f.Stat() // the path may name something else by now
	if err == nil && !info.Mode().IsRegular() {
		err = notRegular(path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	_ = f.SetReadDeadline(time.Now().Add(patience)) // it fails for files that never wait
	return f, nil
}

func notRegular(path string) error {
	return &fs.PathError{Op: "open", Path: path, Err: ErrNotRegular}
}

// ReadFile reads a regular file whole. A file of more than limit bytes is an
// error.
func ReadFile(path string, limit int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	tooLarge := &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("%w: larger than %d bytes", ErrTooLarge, limit)}
	if info.Size() > limit {
		return nil, tooLarge
	}
	// The size may be 0, as that of files of /proc is, or change.
	data := make([]byte, 0, info.Size()+512)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, tooLarge
		case err == io.EOF:
			return data, nil
		case err != nil:
			return nil, err
		case len(data) == cap(data):
			data = append(data, 0)[:len(data)]
		}
	}
}
