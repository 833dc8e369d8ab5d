package agent

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/regular"
)

// marker is in every command that Install writes. Others may write such a command, too,
// with flags.
const marker = "sluice hook agent"

// command and powershell are the command of the settings. They are shared, so the program is
// looked for on the PATH. Where it is not there, the shell has another exit code than 2,
// which agents take for a broken hook and go on. PowerShell before version 7 has no ||.
const (
	command    = marker + " || exit 2"
	powershell = marker + "; if ($LASTEXITCODE -ne 0) { exit 2 }"
)

// Settings is the file in which an agent looks for hooks.
type Settings struct {
	Agent Name
	Path  string
}

// InProject returns the settings of an agent for a project, whose root is given.
func InProject(n Name, root string) Settings {
	return Settings{n, filepath.Join(root, filepath.FromSlash(formatOf(n).project))}
}

// OfUser returns the settings of an agent for all projects of the user with a home folder.
func OfUser(n Name, home string) Settings {
	return Settings{n, filepath.Join(home, filepath.FromSlash(formatOf(n).user))}
}

// Install adds the hook to the settings, and leaves all else in them as it is. A file that
// is not there is made.
func (s Settings) Install() (hooks.Outcome, error) {
	text, err := s.read()
	if err != nil {
		return "", err
	}
	format := formatOf(s.Agent)
	before := string(text)
	if len(text) == 0 {
		text = []byte("{}\n")
	}
	unit := unitOf(text)
	if format.version {
		if text, err = s.ensure(text, nil, "version", "1", unit); err != nil {
			return "", err
		}
	}
	for _, event := range format.events {
		if text, err = s.ensure(text, nil, "hooks", "{}", unit); err == nil {
			text, err = s.ensure(text, []string{"hooks"}, event, "[]", unit)
		}
		if err != nil {
			return "", err
		}
		root, _ := parseText(text)
		list := root.member("hooks").member(event)
		if list.open != '[' {
			return "", s.cannot("its " + event + " is no list")
		}
		if !covers(text, root, event) {
			text = insert(text, list, format.entry(event), unit, 3)
		}
	}
	if string(text) == before {
		return hooks.Unchanged, nil
	}
	return hooks.Installed, s.write(text)
}

// ensure adds a member to an object, which path leads to, unless it is there.
func (s Settings) ensure(text []byte, path []string, key, value, unit string) ([]byte, error) {
	n, ok := parseText(text)
	if !ok {
		return nil, s.cannot("it is no plain JSON, perhaps because of comments")
	}
	for _, name := range path {
		n = n.member(name)
	}
	if n.open != '{' {
		return nil, s.cannot("it is no JSON object where the hooks should be")
	}
	if n.member(key) != nil {
		return text, nil
	}
	name, _ := json.Marshal(key) // a plain word
	return insert(text, n, string(name)+": "+value, unit, len(path)+1), nil
}

// cannot is the error of settings that cannot be changed here. It says what to add.
func (s Settings) cannot(why string) error {
	text, err := s.fresh()
	if err != nil {
		return err
	}
	return fmt.Errorf("%s was left as it is: %s. Add this yourself:\n%s", s.Path, why, text)
}

// fresh returns the settings of a file that holds nothing else.
func (s Settings) fresh() ([]byte, error) {
	format := formatOf(s.Agent)
	text := []byte("{}\n")
	var err error
	if format.version {
		text, err = s.ensure(text, nil, "version", "1", "  ")
	}
	if err == nil {
		text, err = s.ensure(text, nil, "hooks", "{}", "  ")
	}
	for _, event := range format.events {
		if err == nil {
			text, err = s.ensure(text, []string{"hooks"}, event, "["+format.entry(event)+"]", "  ")
		}
	}
	return text, err
}

// Active reports whether the settings call the hook for every event that matters, and says
// the state for people.
func (s Settings) Active() (bool, string) {
	text, err := s.read()
	if err != nil {
		return false, "cannot be read: " + err.Error()
	}
	root, ok := parseText(text)
	if len(text) == 0 || !strings.Contains(string(text), marker) {
		return false, "not installed"
	}
	if !ok {
		return false, "names the hook, but is no plain JSON: look at it yourself"
	}
	var missing []string
	for _, event := range formatOf(s.Agent).events {
		if !covers(text, root, event) {
			missing = append(missing, event)
		}
	}
	if len(missing) > 0 {
		return false, "installed, but not for each call of " + strings.Join(missing, ", ")
	}
	if off := s.off(text, root); off != "" {
		return false, "installed, but " + off
	}
	return true, "active"
}

// off says what keeps the hook from being called, "" for nothing.
func (s Settings) off(text []byte, root *node) string {
	switch s.Agent {
	case Claude:
		if isTrue(text, root.member("disableAllHooks")) {
			return "disableAllHooks is true"
		}
		local, err := regular.ReadFile(filepath.Join(filepath.Dir(s.Path), "settings.local.json"), maxSettings)
		if err == nil && turnedOff(local) {
			return "disableAllHooks is true in settings.local.json"
		}
	case Gemini:
		if offInGemini(text, root) {
			return "the settings turn it off"
		}
		if runtime.GOOS == "windows" && strings.Contains(string(text), command) {
			return "the command is not one that PowerShell reads: uninstall it, and install it again"
		}
	}
	return ""
}

// read returns the text of the settings; none for no file.
func (s Settings) read() ([]byte, error) {
	text, err := regular.ReadFile(s.Path, maxSettings)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the settings of %s: %w", s.Agent, err)
	}
	return text, nil
}

// write writes the settings to another file and renames it: the agent may read them at any
// time. A link is followed, because people keep such files elsewhere.
func (s Settings) write(text []byte) error {
	path := s.Path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	} else if target, err := os.Readlink(path); err == nil { // to a file that is not there yet
		if path = target; !filepath.IsAbs(target) {
			path = filepath.Join(filepath.Dir(s.Path), target)
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("writing the settings of %s: %w", s.Agent, err)
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".sluice-*")
	if err != nil {
		return fmt.Errorf("writing the settings of %s: %w", s.Agent, err)
	}
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Chmod(mode), temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
		return fmt.Errorf("writing the settings of %s: %w", s.Agent, err)
	}
	return nil
}
