package regular

import (
	"os"

	"golang.org/x/sys/windows"
)

// open opens a file so that others can rename and remove it meanwhile, as `git gc` does
// with packs. What [os.Open] opens, nobody can remove before it is closed.
func open(path string) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return os.Open(path)
	}
	file, err := windows.CreateFile(name, windows.GENERIC_READ, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE,
		nil, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL|windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		return os.Open(path) // it knows long paths on old systems, and how to name the error
	}
	return os.NewFile(uintptr(file), path), nil
}
