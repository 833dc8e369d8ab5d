package report

import "github.com/sluicesec/sluice/internal/plain"

// printable makes foreign text plain, so that it is a part of a line that can only
// be read.
func printable(s string) string { return plain.Text(s) }

func unprintable(r rune) bool { return plain.Unprintable(r) }
