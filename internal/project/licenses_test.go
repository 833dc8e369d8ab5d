package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/licensecheck"
)

const licenses = "THIRD_PARTY_LICENSES.md"

// allowed are the licences whose terms a program under Apache-2.0 meets by shipping their
// texts, by their SPDX names. The patents file of Go only adds a grant.
var allowed = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GooglePatentsFile", "ISC", "MIT", "Unlicense", "Zlib"}

// leastMatched is how much of a file must be the text of licences, in percent. The rest is
// names and years.
const leastMatched = 75

// A part is a module that is linked into the program on some platform, or Go itself.
type part struct {
	path, version string
	texts         map[string]string // of the licences and notices, by file
	names         []string          // of the licences
}

// TestLicenses: each module in the program has a licence that is known and allowed, and its
// text is in the list that archives and packages ship.
func TestLicenses(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Licences of third parties\n\n" +
		"The program holds code of these modules, on one platform or another. Each is under a licence of its own. Sluice itself is\n" +
		"under the licence in the file `LICENSE`.\n\n" +
		"This file is made: `go test ./internal/project -run TestLicenses -update`.\n\n" +
		"| module | version | licence |\n| --- | --- | --- |\n")
	parts := linked(t)
	for _, p := range parts {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p.path, p.version, strings.Join(p.names, ", "))
	}
	// A text that many share is there once.
	var order []string
	users := map[string][]string{}
	for _, p := range parts {
		for _, name := range slices.Sorted(maps.Keys(p.texts)) {
			text := p.texts[name]
			if users[text] == nil {
				order = append(order, text)
			}
			users[text] = append(users[text], fmt.Sprintf("%s (%s)", p.path, name))
		}
	}
	for _, text := range order {
		fmt.Fprintf(&b, "\n## %s\n\n````text\n%s\n````\n", strings.Join(users[text], ", "), text)
	}
	if *update {
		if err := os.WriteFile(at(licenses), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if t.Failed() {
		return
	}
	if read(t, licenses) != b.String() {
		t.Errorf("%s is out of date: go test ./internal/project -run TestLicenses -update", licenses)
	}
}

// linked returns what is linked into the program on the platforms that releases are for.
func linked(t *testing.T) []part {
	t.Helper()
	type dependency struct {
		Dir    string
		Module *struct {
			Path, Version, Dir string
			Main               bool
		}
	}
	byPath := map[string]*part{}
	for _, system := range []string{"linux", "darwin", "windows", "freebsd"} {
		for _, architecture := range []string{"amd64", "arm64"} {
			cmd := exec.Command("go", "list", "-deps", "-json=Dir,Module", "./cmd/sluice")
			cmd.Dir = at(".")
			cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+architecture, "CGO_ENABLED=0", "GOFLAGS=-mod=readonly")
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("go list for %s/%s: %v", system, architecture, err)
			}
			for d := json.NewDecoder(bytes.NewReader(out)); ; {
				var dep dependency
				if err := d.Decode(&dep); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				m := dep.Module
				if m == nil || m.Main {
					continue
				}
				p := byPath[m.Path]
				if p == nil {
					p = &part{path: m.Path, version: m.Version, texts: map[string]string{}}
					byPath[m.Path] = p
				}
				p.collect(t, m.Dir, dep.Dir)
			}
		}
	}
	var parts []part
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		parts = append(parts, *byPath[path])
	}
	// What go list does not count has the licence that all modules of the Go project have. The
	// files of the Go that builds may be elsewhere, or of another year.
	if sys := byPath["golang.org/x/sys"]; sys != nil {
		parts = append(parts, part{path: "the standard library of Go", version: "of the build", texts: sys.texts})
	} else {
		t.Error("no module has the licence of Go's standard library")
	}
	for i := range parts {
		parts[i].judge(t)
	}
	return parts
}

var licenseFile = regexp.MustCompile(`(?i)^(?:licen[cs]e|copying|copyright|notice|patents)(?:[.-]\w+)?$`)

// collect reads the licences and notices of a package: those in its folder and in the
// folders above it, up to the root of its module.
func (p *part) collect(t *testing.T, root, folder string) {
	t.Helper()
	for ; ; folder = filepath.Dir(folder) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.IsDir() || !licenseFile.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
				continue
			}
			path := filepath.Join(folder, e.Name())
			name, err := filepath.Rel(root, path)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			p.texts[filepath.ToSlash(name)] = plainLines(string(text))
		}
		if folder == root {
			return
		}
	}
}

// plainLines is a text without the white space that says nothing.
func plainLines(text string) string {
	lines := strings.Split(strings.Trim(text, "\r\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r\f")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// judge finds out which licences the texts are.
func (p *part) judge(t *testing.T) {
	t.Helper()
	for name, text := range p.texts {
		found := licensecheck.Scan([]byte(text))
		for _, m := range found.Match {
			if !slices.Contains(allowed, m.ID) {
				t.Errorf("%s, %s: the licence %s is not among those that are allowed", p.path, name, m.ID)
			}
			p.names = append(p.names, m.ID)
		}
		notice := strings.HasPrefix(strings.ToLower(filepath.Base(name)), "notice") || filepath.Base(name) == "PATENTS"
		if found.Percent < leastMatched && !notice {
			t.Errorf("%s, %s: only %.0f %% of it is a licence that is known", p.path, name, found.Percent)
		}
	}
	slices.Sort(p.names)
	p.names = slices.Compact(p.names)
	if len(p.names) == 0 {
		t.Errorf("%s has no licence", p.path)
	}
}
