package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/scan"
)

// archiveFlags say whether and how far archives are opened.
type archiveFlags struct {
	closed bool
	ok     bool
	limits archive.Limits
}

// register adds the flags. limits are what holds where the user sets none.
func (f *archiveFlags) register(flags *pflag.FlagSet, limits archive.Limits) {
	f.limits = limits
	flags.BoolVar(&f.closed, "no-archives", false, "do not open archives and compressed files")
	flags.BoolVar(&f.ok, "archives-ok", false, "do not call a scan incomplete because an archive or encoded text could not be opened, or not to its end")
	flags.IntVar(&f.limits.Depth, "archive-depth", limits.Depth, "open at most `N` archives in each other")
	flags.Int64Var(&f.limits.Bytes, "max-archive-bytes", limits.Bytes, "read at most `N` bytes out of one file, nested archives included")
	flags.IntVar(&f.limits.Entries, "max-archive-entries", limits.Entries, "read at most `N` entries out of one file")
	flags.Int64Var(&f.limits.Ratio, "max-archive-ratio", limits.Ratio, "read at most `N` bytes for each byte of an archive, beyond the first 16 MiB")
}

func (f *archiveFlags) check() error {
	for _, flag := range []struct {
		name  string
		value int64
	}{
		{"archive-depth", int64(f.limits.Depth)},
		{"max-archive-bytes", f.limits.Bytes},
		{"max-archive-entries", int64(f.limits.Entries)},
		{"max-archive-ratio", f.limits.Ratio},
	} {
		if flag.value < 1 {
			return fmt.Errorf("--%s %d: it takes a number of 1 or more; --no-archives opens none", flag.name, flag.value)
		}
	}
	return nil
}

func (f *archiveFlags) options() scan.Archives {
	return scan.Archives{Closed: f.closed, OK: f.ok, Limits: f.limits}
}
