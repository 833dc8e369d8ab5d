// Package project has no code, only tests: of the files that are no code and that people and
// machines rely on all the same. Workflows and issue forms are read by GitHub, which ignores
// what it does not know or fails days later; CHANGELOG.md, SECURITY.md and the list of
// licences say something that can become false. Each has its laws here.
package project

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write THIRD_PARTY_LICENSES.md")

// at is the path of a file of the repository.
func at(name string) string { return filepath.Join("..", "..", filepath.FromSlash(name)) }

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(at(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// readYAML reads a file into a type that has all fields which it may have.
func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	d := yaml.NewDecoder(bytes.NewReader([]byte(read(t, name))))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// files are the names of the files in a folder of the repository.
func files(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(at(folder))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, folder+"/"+e.Name())
		}
	}
	return names
}
