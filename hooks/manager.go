package hooks

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Manager is a tool that writes the hooks of a repository from a file of its
// own. It overwrites hooks of others, so sluice must be added to that file.
type Manager struct {
	Name string
	file string
}

// Add returns what to add to the tool's file for the hooks.
func (m *Manager) Add(names []Name) string {
	var b strings.Builder
	for _, n := range names {
		switch m.Name {
		case "husky":
			fmt.Fprintf(&b, "%s:\n    sluice hook run %s \"$@\"\n", filepath.Join(m.file, string(n)), n)
		case "lefthook":
			fmt.Fprintf(&b, "%s:\n  %s:\n    commands:\n      sluice:\n        run: sluice hook run %s {0}\n", m.file, n, n)
			if n.readsStdin() {
				b.WriteString("        use_stdin: true\n")
			}
		}
	}
	return b.String()
}

// A ManagedError says that another tool writes the hooks.
type ManagedError struct {
	Manager *Manager
	Names   []Name
}

func (e *ManagedError) Error() string {
	return fmt.Sprintf("%s writes the hooks of this repository, so nothing was installed. Add this:\n%s", e.Manager.Name, e.Manager.Add(e.Names))
}

// findManager returns the tool that manages the folder, nil for none.
func findManager(f *Folder) *Manager {
	if f.top == "" {
		return nil
	}
	// Git runs the scripts of husky in .husky/_, which start .husky/NAME. In old
	// versions git runs .husky/NAME itself.
	if rel, err := filepath.Rel(f.top, f.Path); err == nil {
		if rel = filepath.ToSlash(rel); rel == ".husky" || rel == ".husky/_" {
			return &Manager{Name: "husky", file: filepath.Join(f.top, ".husky")}
		}
	}
	for _, name := range []string{"lefthook.", ".lefthook.", ".config/lefthook."} {
		for _, ext := range []string{"yml", "yaml", "toml", "json", "jsonc"} {
			file := filepath.Join(f.top, name+ext)
			if _, err := os.Stat(file); err == nil {
				return &Manager{Name: "lefthook", file: file}
			}
		}
	}
	return nil
}
