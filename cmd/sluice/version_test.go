package main

import (
	"runtime/debug"
	"strings"
	"testing"
)

const aCommit = "0123456789abcdef0123456789abcdef01234567"

// infoOf is what the Go tool records of a build.
func infoOf(module, revision, modified string) *debug.BuildInfo {
	info := &debug.BuildInfo{Main: debug.Module{Version: module}, GoVersion: "go1.99"}
	if revision != "" {
		info.Settings = []debug.BuildSetting{
			{Key: "vcs.revision", Value: revision}, {Key: "vcs.modified", Value: modified}, {Key: "vcs.time", Value: "2026-01-02T03:04:05Z"},
		}
	}
	return info
}

// A build from a checkout names its commit, and says so if files were changed. A stamp of
// the linker comes before what the Go tool has recorded.
func TestBuild(t *testing.T) {
	const recorded = "2026-01-02T03:04:05Z"
	const other = "abcdef0123456789abcdef0123456789abcdef01"
	for _, c := range []struct {
		module, revision, modified string
		given                      stamp
		version, commit, date      string
		content                    bool
	}{
		{"(devel)", "", "", stamp{}, "devel", "", "", false},
		{"v1.2.3", "", "", stamp{}, "v1.2.3", "", "", true},
		{"v1.2.4", aCommit, "false", stamp{}, "v1.2.4", aCommit, recorded, true},
		{"v0.0.0-20260102030405-0123456789ab", aCommit, "false", stamp{}, "devel+0123456789ab", aCommit, recorded, true},
		{"v1.2.3+dirty", aCommit, "true", stamp{}, "devel+0123456789ab.modified", aCommit, recorded, false},
		{"(devel)", "", "", stamp{version: "1.2.3"}, "v1.2.3", "", "", false},
		{"(devel)", "", "", stamp{"v1.2.3", other, "2026-02-03T05:04:05+01:00"}, "v1.2.3", other, "2026-02-03T04:04:05Z", true},
		{"(devel)", "", "", stamp{"1.2.3", other, "yesterday"}, "v1.2.3", other, "", true},
		{"(devel)", "", "", stamp{commit: other}, "devel+abcdef012345", other, "", true},
		{"v1.2.3+dirty", aCommit, "true", stamp{"1.2.3", aCommit, ""}, "v1.2.3", aCommit, recorded, false},
		{"(devel)", aCommit, "false", stamp{"1.2.3", other, ""}, "v1.2.3", other, "", true},
		{"(devel)", "", "", stamp{version: "snapshot"}, "snapshot", "", "", false},
	} {
		b := buildOf(infoOf(c.module, c.revision, c.modified), c.given)
		if b.Version != c.version || b.Commit != c.commit || b.Date != c.date || b.content != c.content || b.Go != "go1.99" {
			t.Errorf("%+v: %+v", c, b)
		}
	}
}

// The text and the JSON of a build say the same.
func TestBuildPrinted(t *testing.T) {
	b := buildOf(infoOf("(devel)", aCommit, "true"), stamp{})
	for _, format := range []string{"text", "json"} {
		got, err := b.print(format)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{b.Version, aCommit, b.Date, b.Go, b.Platform} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", format, want, got)
			}
		}
	}
	if _, err := b.print("xml"); err == nil {
		t.Error("a format that is none was taken")
	}
}
