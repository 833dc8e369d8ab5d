package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeysColors has the console obey escape sequences, and reports whether it does: that of
// Windows before version 10, and one in legacy mode, would show them as text.
func obeysColors(console *os.File) bool {
	var mode uint32
	if windows.GetConsoleMode(windows.Handle(console.Fd()), &mode) != nil {
		return false
	}
	const obey = windows.ENABLE_PROCESSED_OUTPUT | windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING
	return mode&obey == obey || windows.SetConsoleMode(windows.Handle(console.Fd()), mode|obey) == nil
}
