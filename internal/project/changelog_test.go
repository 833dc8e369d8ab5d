package project

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/semver"
)

// kinds are the kinds of changes of Keep a Changelog, in the order that it has them.
var kinds = []string{"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}

var release = regexp.MustCompile(`^## \[(\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?)\] - (\d{4}-\d\d-\d\d)$`)

// checkChangelog returns what is wrong with the form of a changelog.
func checkChangelog(text string) error {
	var errs []error
	wrong := func(line int, format string, args ...any) {
		errs = append(errs, fmt.Errorf("line %d: %s", line+1, fmt.Sprintf(format, args...)))
	}
	versions := []string{}    // without that of what is unreleased
	day := "9999-12-31"       // of the release above
	kind, entries := -1, true // of the section
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "### "):
			if !entries {
				wrong(i, "the section above has no entry")
			}
			entries = true
		case strings.HasPrefix(line, "- "):
			entries = true
			if kind < 0 {
				wrong(i, "an entry belongs below a heading such as ### Added")
			}
		}
		switch name, section := strings.CutPrefix(line, "### "); {
		case line == "## [Unreleased]":
			if len(versions) > 0 {
				wrong(i, "what is not released comes first")
			}
			kind = -1
		case strings.HasPrefix(line, "## "):
			m := release.FindStringSubmatch(line)
			if m == nil {
				wrong(i, "write ## [1.2.3] - 2026-01-31 in place of %q", line)
				continue
			}
			if n := len(versions); n > 0 && semver.Compare("v"+m[1], "v"+versions[n-1]) >= 0 {
				wrong(i, "version %s is not below the one before it", m[1])
			}
			if _, err := time.Parse(time.DateOnly, m[2]); err != nil || m[2] > day {
				wrong(i, "%s is no day, or later than that of the version above", m[2])
			}
			versions, day, kind = append(versions, m[1]), m[2], -1
		case section:
			n := slices.Index(kinds, name)
			if n <= kind {
				wrong(i, "%q is no kind of change, or not in the order %s", name, strings.Join(kinds, ", "))
			}
			kind, entries = n, false
		}
	}
	if !entries {
		errs = append(errs, errors.New("the last section has no entry"))
	}
	for i, v := range append([]string{"Unreleased"}, versions...) {
		want := "https://github.com/sluicesec/sluice/" // what a reader compares
		switch {
		case v == "Unreleased" && len(versions) == 0:
			want += "commits/main"
		case v == "Unreleased":
			want += "compare/v" + versions[0] + "...main"
		case i == len(versions):
			want += "releases/tag/v" + v
		default:
			want += "compare/v" + versions[i] + "...v" + v
		}
		if link := "\n[" + v + "]: " + want + "\n"; !strings.Contains(text, link) {
			errs = append(errs, fmt.Errorf("there is no line %q", strings.TrimSpace(link)))
		}
	}
	return errors.Join(errs...)
}

const twoReleases = `# Changelog

## [Unreleased]

## [0.2.0] - 2027-02-01

Words of its own.

### Added

- Two, in
  two lines.

### Fixed

- Three.

## [0.1.0] - 2027-01-15

### Added

- One.

[Unreleased]: https://github.com/sluicesec/sluice/compare/v0.2.0...main
[0.2.0]: https://github.com/sluicesec/sluice/compare/v0.1.0...v0.2.0
[0.1.0]: https://github.com/sluicesec/sluice/releases/tag/v0.1.0
`

// TestChangelog: CHANGELOG.md has the form that it says it has.
func TestChangelog(t *testing.T) {
	if err := checkChangelog(read(t, "CHANGELOG.md")); err != nil {
		t.Errorf("CHANGELOG.md: %v", err)
	}
	if err := checkChangelog(twoReleases); err != nil {
		t.Error(err)
	}
	for old, changed := range map[string]string{
		"[0.2.0] - 2027-02-01":   "[0.1.0] - 2027-02-01",
		"2027-02-01":             "2027-01-01",
		"2027-01-15":             "2027-01-32",
		"## [0.2.0] - ":          "## 0.2.0 - ",
		"### Fixed":              "### Bugs",
		"- One.\n":               "",
		"v0.2.0...main":          "v0.1.0...main",
		"[0.1.0]: ":              "[0.0.1]: ",
		"### Added\n\n- Two, in": "- Two, in",
	} {
		if text := strings.Replace(twoReleases, old, changed, 1); checkChangelog(text) == nil {
			t.Errorf("%q in place of %q is accepted", changed, old)
		}
	}
}

// TestNotes: .ci/notes prints what the changelog says of a version, and nothing else.
func TestNotes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("releases are made on Linux")
	}
	dir := t.TempDir()
	script := filepath.Join(dir, ".ci", "notes")
	err := errors.Join(os.Mkdir(filepath.Dir(script), 0o755), os.WriteFile(script, []byte(read(t, ".ci/notes")), 0o755),
		os.WriteFile(filepath.Join(dir, "CHANGELOG.md"), []byte(twoReleases), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]string{
		"v0.2.0": "Words of its own.\n\n### Added\n\n- Two, in\n  two lines.\n\n### Fixed\n\n- Three.\n",
		"0.1.0":  "### Added\n\n- One.\n",
		"v0.1":   "", "0x1.0": "", "Unreleased": "", "v9.0.0": "",
	} {
		got, err := exec.Command("sh", script, version).Output()
		if string(got) != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", version, got, err)
		}
	}
}
