package hooks

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/sluicesec/sluice/internal/regular"
)

// A State is the state of an installed or missing hook.
type State struct {
	Hook    Name
	Active  bool   // git would run it, and it would run sluice
	Text    string // the state, in a phrase for people
	Chained bool   // the hook that was there before runs first
}

// Status returns the state of the hooks.
func (f *Folder) Status(names []Name) []State {
	var states []State
	for _, n := range names {
		s := f.state(n)
		s.Hook = n
		states = append(states, s)
	}
	return states
}

func (f *Folder) state(n Name) State {
	path := filepath.Join(f.Path, string(n))
	if _, err := os.Stat(path); err != nil {
		return State{Text: "not installed"}
	}
	binary, ours := installedBinary(path)
	switch {
	case ours && binary == "":
		return State{Text: "runs the hook of the repository itself, without sluice"}
	case !ours && f.mentions(n):
		return State{Active: true, Text: "another tool's, which runs sluice"}
	case !ours:
		return State{Text: "another tool's: sluice is not in it"}
	case !executable(path):
		return State{Text: "installed, but not executable, so git does not run it: install it again"}
	}
	s := State{Active: true, Text: "active, runs " + binary, Chained: executable(path+keptSuffix) || passesOn(path) && f.common != "" && executable(filepath.Join(f.common, "hooks", string(n)))}
	if _, err := exec.LookPath(binary); err != nil {
		found, err := exec.LookPath("sluice")
		if err != nil {
			return State{Text: fmt.Sprintf("installed, but there is no %s and no sluice on the PATH, so it refuses everything: install it again", binary)}
		}
		s.Text = fmt.Sprintf("active, runs %s, as there is no %s", found, binary)
	}
	return s
}

// mentions reports whether the text "sluice hook run NAME" is in the hook, or in
// the file of the tool that writes it.
func (f *Folder) mentions(n Name) bool {
	files := []string{filepath.Join(f.Path, string(n))}
	if f.manager != nil {
		files = append(files, f.manager.file, filepath.Join(f.manager.file, string(n)))
	}
	for _, file := range files {
		text, err := regular.ReadFile(file, maxScript)
		if err == nil && strings.Contains(string(text), "sluice hook run "+string(n)) {
			return true
		}
	}
	return false
}

// Hidden returns the hooks of sluice in the repository's own folder that never run,
// because core.hooksPath names another folder.
func (f *Folder) Hidden() []string {
	var hidden []string
	own := filepath.Join(f.common, "hooks")
	if f.common == "" || own == f.Path {
		return nil
	}
	for _, n := range All() {
		if path := filepath.Join(own, string(n)); isOurs(path) && !passesOn(filepath.Join(f.Path, string(n))) {
			hidden = append(hidden, path)
		}
	}
	return hidden
}

// passesOn reports whether the script at path runs the hook of the repository
// itself, as those for all repositories do.
func passesOn(path string) bool {
	text, err := os.ReadFile(path)
	return err == nil && isOurs(path) && strings.Contains(string(text), "install --global`")
}

// executable reports whether git would run the file. On Windows git looks at the
// first line, not at permissions.
func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && (runtime.GOOS == "windows" || info.Mode()&0o111 != 0)
}
