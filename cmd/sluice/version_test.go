package main

import (
	"runtime/debug"
	"testing"
)

// A build from a checkout names its commit, and says so if files were changed.
func TestVersion(t *testing.T) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	for want, c := range map[string]struct{ module, revision, modified string }{
		"devel":                       {"(devel)", "", ""},
		"v1.2.3":                      {"v1.2.3", "", ""},
		"v1.2.4":                      {"v1.2.4", commit, "false"},
		"devel+0123456789ab":          {"v0.0.0-20260102030405-0123456789ab", commit, "false"},
		"devel+0123456789ab.modified": {"v1.2.3+dirty", commit, "true"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: c.module}}
		if c.revision != "" {
			info.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: c.revision}, {Key: "vcs.modified", Value: c.modified}}
		}
		if got := versionOf(info); got != want {
			t.Errorf("%+v: %s, want %s", c, got, want)
		}
	}
}
