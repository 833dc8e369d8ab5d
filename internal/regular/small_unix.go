//go:build unix

package regular

import (
	"errors"
	"syscall"
)

// ReadSmall reads a file of at most limit bytes whole into buf, in half the calls that
// Open, Stat and Read need, which are a quarter of the time of a folder's scan. It
// does not follow a link. ok is false for anything unusual, of which Open then tells
// what it is: no regular file, too large, an error, a file that has to be waited for.
//
// The caller knows from the folder that the path names a regular file, or did a
// moment ago: what has come in its place is opened without waiting, and not read.
func ReadSmall(path string, buf []byte, limit int64) (data []byte, ok bool) {
	fd, err := retry(func() (int, error) {
		return syscall.Open(path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, 0)
	})
	if err != nil {
		return buf, false
	}
	defer syscall.Close(fd)
	var info syscall.Stat_t
	if err := syscall.Fstat(fd, &info); err != nil || info.Mode&syscall.S_IFMT != syscall.S_IFREG || info.Size < 0 || info.Size > limit {
		return buf, false
	}
	if size := int(info.Size); cap(buf) <= size {
		buf = make([]byte, 0, size+size/4+512)
	}
	for n := 0; ; {
		k, err := retry(func() (int, error) { return syscall.Read(fd, buf[n:cap(buf)]) })
		if err != nil {
			return buf, false
		}
		n += k
		switch {
		case info.Size == 0 && k > 0: // as those of /proc, which may be of any size
			return buf, false
		case k == 0, n >= int(info.Size):
			// A file that has grown in between fills the buffer, or is read up to its old size.
			return buf[:n], n < cap(buf)
		}
	}
}

// retry repeats a call that a signal has interrupted.
func retry(call func() (int, error)) (n int, err error) {
	for {
		if n, err = call(); !errors.Is(err, syscall.EINTR) {
			return n, err
		}
	}
}
