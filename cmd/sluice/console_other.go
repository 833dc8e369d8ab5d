//go:build !windows

package main

import "os"

// obeysColors reports whether a terminal obeys escape sequences.
func obeysColors(*os.File) bool { return true }
