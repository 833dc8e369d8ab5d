package main

import (
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/spf13/cobra"
)

func newVersion(env environment) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(env.stdout, "sluice", version())
			return err
		},
	}
}

// version is the version that the Go tool recorded: that of a release, or
// "devel+" and the commit of a checkout, or "devel" if nobody knows.
var version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	return versionOf(info)
})

// shownDigits is the number of digits that a version has of a commit's id.
const shownDigits = 12

func versionOf(info *debug.BuildInfo) string {
	var commit, modified string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				modified = ".modified"
			}
		}
	}
	released := info.Main.Version != "" && info.Main.Version != "(devel)"
	switch {
	case commit == "" && released:
		return info.Main.Version
	case commit == "":
		return "devel"
	case released && modified == "" && !strings.Contains(info.Main.Version, commit[:min(len(commit), shownDigits)]):
		return info.Main.Version // built in a checkout of the tag itself
	}
	return "devel+" + commit[:min(len(commit), shownDigits)] + modified
}
