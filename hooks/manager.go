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

// Add returns what to add to the tool's file for the hooks. binary is the path of
// the program, which is not written as it is: others have the program elsewhere, and
// the file is theirs, too.
//
// What starts git from a desktop has a short PATH. So the lines for husky add the
// folder of the program to it.
func (m *Manager) Add(names []Name, binary string) string {
	var b strings.Builder
	for _, n := range names {
		switch m.Name {
		case "husky":
			fmt.Fprintf(&b, "%s:\n    PATH=\"$PATH:%s\" sluice hook run %s \"$@\"\n", filepath.Join(m.file, string(n)), shellFolder(binary), n)
		case "lefthook":
			fmt.Fprintf(&b, "%s:\n  %s:\n    commands:\n      sluice:\n        run: sluice hook run %s {0}\n", m.file, n, n)
			if n.readsStdin() {
				b.WriteString("        use_stdin: true\n")
			}
		}
	}
	return b.String()
}

// shellFolder returns the folder of the program for a string of sh, with $HOME for
// the user's own.
func shellFolder(binary string) string {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`")
	dir := filepath.Dir(binary)
	home, err := os.UserHomeDir()
	if err == nil {
		if rel, err := filepath.Rel(home, dir); err == nil && filepath.IsLocal(rel) {
			return "$HOME/" + escape.Replace(filepath.ToSlash(rel))
		}
	}
	return escape.Replace(filepath.ToSlash(dir))
}

// A ManagedError says that another tool writes the hooks.
type ManagedError struct {
	Manager *Manager
	Names   []Name
	Binary  string // the path of the program
}

func (e *ManagedError) Error() string {
	return fmt.Sprintf("%s writes the hooks of this repository, so nothing was installed. Add this:\n%s", e.Manager.Name, e.Manager.Add(e.Names, e.Binary))
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
