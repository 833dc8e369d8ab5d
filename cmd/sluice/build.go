package main

import (
	"cmp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// A release build says what it is with -ldflags "-X main.version=1.2.3 -X main.commit=ID
// -X main.date=2026-01-02T03:04:05Z". Nothing in the program sets these variables. Where
// they are empty, the Go tool has recorded the same about the build.
var version, commit, date string

// A build says which program this is.
type build struct {
	// Version is that of a release, "v1.2.3"; or "devel+" and the start of the commit of a
	// checkout, with ".modified" if files of it were changed; or "devel" if nobody knows.
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"` // its whole id
	Date     string `json:"date,omitempty"`   // of the commit: RFC 3339, in UTC
	Modified bool   `json:"modified"`         // files of the checkout were changed
	Go       string `json:"go"`               // the version of Go that built it
	Platform string `json:"platform"`         // "linux/amd64"

	// content reports whether the version and the commit alone say what the program does.
	content bool
}

// thisBuild returns the build of this program.
var thisBuild = sync.OnceValue(func() build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{GoVersion: runtime.Version()}
	}
	return buildOf(info, stamp{version, commit, date})
})

// A stamp is what the linker was given.
type stamp struct{ version, commit, date string }

// shownDigits is the number of digits that a version has of a commit's id.
const shownDigits = 12

// buildOf reads what the Go tool has recorded. What the linker was given comes first: a
// packager builds from an archive, in which there is no commit to record.
func buildOf(info *debug.BuildInfo, given stamp) build {
	b := build{Go: info.GoVersion, Platform: runtime.GOOS + "/" + runtime.GOARCH}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	b.Version = b.recorded(info.Main.Version)
	// A module of a version is what its checksum says; so is a commit.
	b.content = b.Commit != "" || b.Version != unknownVersion
	if given.commit != "" && given.commit != b.Commit {
		b.Commit, b.Date = given.commit, ""
	}
	if given.version != "" {
		b.Version = given.version
		if c := given.version[0]; c >= '0' && c <= '9' {
			b.Version = "v" + given.version // as the Go tool writes the same release
		}
		b.content = b.Commit != ""
	} else if given.commit != "" {
		b.Version, b.content = b.recorded(""), true
	}
	b.content = b.content && !b.Modified
	if t, err := time.Parse(time.RFC3339, cmp.Or(given.date, b.Date)); err == nil {
		b.Date = t.UTC().Format(time.RFC3339)
	} else {
		b.Date = ""
	}
	return b
}

// unknownVersion is the version of a build of which nothing is known.
const unknownVersion = "devel"

// recorded returns the version that the Go tool has recorded, or one made of the commit.
func (b build) recorded(module string) string {
	start := b.Commit[:min(len(b.Commit), shownDigits)]
	released := module != "" && module != "(devel)"
	switch {
	case start == "" && released:
		return module
	case start == "":
		return unknownVersion
	case released && !b.Modified && !strings.Contains(module, start):
		return module // built in a checkout of the tag itself
	case b.Modified:
		return unknownVersion + "+" + start + ".modified"
	}
	return unknownVersion + "+" + start
}
