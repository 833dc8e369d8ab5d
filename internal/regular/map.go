package regular

import "fmt"

// Map maps a regular file for reading, until unmap is called. Its pages stay the kernel's,
// so that a large file takes no memory that the machine needs elsewhere. If the file is cut
// short meanwhile, or is on another machine that goes away, to read what is missing is a
// fault, see [Guard].
func Map(path string) (data []byte, unmap func() error, err error) {
	f, err := Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	size := int(info.Size())
	switch {
	case size == 0:
		return nil, func() error { return nil }, nil
	case int64(size) != info.Size():
		return nil, nil, fmt.Errorf("%s: too large to map", path)
	}
	if data, unmap, err = mapped(f, size); err != nil {
		return nil, nil, fmt.Errorf("map %s: %w", path, err)
	}
	return data, unmap, nil
}
