// Package spool keeps content that is too large for memory in temporary files.
//
// Most large content is read once from its beginning to its end, and needs no file. A
// file is needed where parts are read in any order: by a delta that copies them, or by
// what opens a zip archive. Nothing of it is left when the process ends, however it ends:
// on Unix the file has no name once it is open, and Windows removes it when it is closed.
// It is in the folder that TMPDIR names, on Windows TMP.
package spool

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

// Max is the most bytes that one file may have.
const Max = 4 << 30

// An Error says that there is no file for a content, or no space in it.
type Error struct{ Err error }

func (e *Error) Error() string {
	return fmt.Sprintf("it is too large for memory and cannot be kept in %s: %v; free space there, or name another folder in %s", os.TempDir(), e.Err, variable)
}

func (e *Error) Unwrap() error { return e.Err }

// A File holds a content. Any number of goroutines may read it at once.
type File struct {
	file *os.File
	size int64
}

// Write returns a file with what fill writes. Its error is that of fill, or an *Error.
func Write(fill func(io.Writer) error) (*File, error) {
	file, err := os.CreateTemp("", "sluice-*")
	if err == nil {
		file, err = fleeting(file)
	}
	if err != nil {
		return nil, &Error{err}
	}
	f := &File{file: file}
	out := bufio.NewWriterSize(f, 256<<10)
	if err = fill(out); err == nil {
		err = out.Flush()
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// Write implements io.Writer for the function that fills the file.
func (f *File) Write(b []byte) (int, error) {
	if int64(len(b)) > Max-f.size {
		return 0, &Error{fmt.Errorf("it has more than %d GiB", Max>>30)}
	}
	n, err := f.file.Write(b)
	f.size += int64(n)
	if err != nil {
		return n, &Error{err}
	}
	return n, nil
}

// Size returns the number of bytes.
func (f *File) Size() int64 { return f.size }

// ReadAt implements io.ReaderAt.
func (f *File) ReadAt(b []byte, at int64) (int, error) { return f.file.ReadAt(b, at) }

// Reader returns a reader of the whole content, which is an io.ReaderAt, too. To close it
// does nothing: it is readable until the File is closed.
func (f *File) Reader() io.ReadCloser { return reader{io.NewSectionReader(f, 0, f.size)} }

type reader struct{ *io.SectionReader }

func (reader) Close() error { return nil }

// Close gives the space back.
func (f *File) Close() error { return f.file.Close() }
