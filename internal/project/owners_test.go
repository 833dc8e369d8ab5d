package project

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hmarr/codeowners"
)

// TestCodeOwners: every line names something that is there, and every file has owners.
func TestCodeOwners(t *testing.T) {
	rules, err := codeowners.ParseFile(strings.NewReader(read(t, ".github/CODEOWNERS")))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		path := strings.Trim(r.RawPattern(), "/")
		if _, err := os.Stat(at(path)); path != "*" && err != nil {
			t.Errorf("line %d: %v", r.LineNumber, err)
		}
		if len(r.Owners) == 0 {
			t.Errorf("line %d: %s has no owner", r.LineNumber, r.RawPattern())
		}
	}
	if r, err := rules.Match("rules/builtin/files.toml"); err != nil || r == nil {
		t.Errorf("a file has no owner: %v", err)
	}
}

// TestDependabot: it is asked about folders that have something for it, and about all that
// have.
func TestDependabot(t *testing.T) {
	var config struct {
		Version int `yaml:"version"`
		Updates []struct {
			Ecosystem   string   `yaml:"package-ecosystem"`
			Directory   string   `yaml:"directory"`
			Directories []string `yaml:"directories"`
			Schedule    struct {
				Interval string `yaml:"interval"`
			} `yaml:"schedule"`
			Cooldown struct {
				Days int `yaml:"default-days"`
			} `yaml:"cooldown"`
			Groups map[string]struct {
				Patterns []string `yaml:"patterns"`
				Exclude  []string `yaml:"exclude-patterns"`
				Types    []string `yaml:"update-types"`
			} `yaml:"groups"`
		} `yaml:"updates"`
	}
	readYAML(t, ".github/dependabot.yml", &config)
	marks := map[string]string{"gomod": "go.mod", "github-actions": "action.yml", "docker": "*Dockerfile*"}
	asked := map[string][]string{}
	for _, u := range config.Updates {
		mark, ok := marks[u.Ecosystem]
		if !ok || u.Schedule.Interval == "" || u.Cooldown.Days == 0 {
			t.Errorf("%s: unknown, or without a schedule or a cooldown", u.Ecosystem)
		}
		for _, folder := range append(u.Directories, u.Directory) {
			if folder == "" {
				continue
			}
			asked[u.Ecosystem] = append(asked[u.Ecosystem], cmp.Or(strings.Trim(folder, "/"), "."))
			if found, err := filepath.Glob(filepath.Join(at(folder), mark)); err != nil || len(found) == 0 {
				t.Errorf("%s has nothing in %s (%v)", u.Ecosystem, folder, err)
			}
		}
	}
	if config.Version != 2 {
		t.Errorf("version %d", config.Version)
	}
	err := filepath.WalkDir(at("."), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{".git", "testdata"}, d.Name()) {
			return filepath.SkipDir
		}
		name, err := filepath.Rel(at("."), path)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(name))
		for ecosystem, mark := range marks {
			if ok, _ := filepath.Match(mark, d.Name()); ok && !d.IsDir() && !slices.Contains(asked[ecosystem], folder) {
				t.Errorf("nobody keeps %s current: name the folder in .github/dependabot.yml", path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
