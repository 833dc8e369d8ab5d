package ci

import (
	"os"
	"syscall"
)

// writeProgram writes a program. No other test starts a process meanwhile: it would inherit
// the open file, and for that time the system refuses to run the program ("text file busy").
func writeProgram(path string, text []byte) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(path, text, 0o755)
}
