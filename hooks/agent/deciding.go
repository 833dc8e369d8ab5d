package agent

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/rules"
)

// decides returns what the file at a path decides by its name, "" for a file that decides
// nothing: what counts as a secret, and which hooks run.
func decides(path string) string {
	path = filepath.ToSlash(filepath.Clean(path))
	name := path[strings.LastIndexByte(path, '/')+1:]
	slashed := "/" + path + "/"
	switch {
	case slices.Contains(rules.Names(), name) || slices.Contains([]string{baseline.Name, baseline.IgnoreName, gitleaks.IgnoreName}, name):
		return "a change of what counts as a secret (" + name + ")"
	case strings.Contains(slashed, "/.git/hooks/"):
		return "the hooks of git (.git/hooks)"
	}
	return ""
}

// wants adds a file as it would be. A person is asked about some that decide what is
// stopped.
func (e *Event) wants(t Text) {
	e.Texts = append(e.Texts, t)
	e.goesAround(decides(t.Path))
	path := filepath.ToSlash(t.Path)
	before := bytes.Join(t.Before, []byte("\n"))
	switch {
	case strings.HasSuffix("/"+path, "/.git/config"):
		if moved := []byte("hookspath"); bytes.Contains(bytes.ToLower(t.Data), moved) && !bytes.Contains(bytes.ToLower(before), moved) {
			e.goesAround("the hooks of git (core.hooksPath)")
		}
	case strings.HasSuffix(path, ".json") && loosens(before, t.Data, path):
		e.goesAround("the hooks of the agent (" + filepath.Base(path) + ")")
	}
}

// changes notes that a command changes a file, in a way that is not followed.
func (e *Event) changes(path string) {
	e.goesAround(decides(path))
	slashed := "/" + filepath.ToSlash(filepath.Clean(path))
	if strings.HasSuffix(slashed, "/.git/config") {
		e.goesAround("the hooks of git (.git/config)")
	}
	if !strings.HasSuffix(slashed, ".json") {
		return
	}
	if text, err := regular.ReadFile(e.absolute(path), maxSettings); err == nil && bytes.Contains(text, []byte(marker)) {
		e.goesAround("the hooks of the agent (" + filepath.Base(path) + ")")
	}
}

// changed returns the files that a command changes, removes or moves away.
func changed(name string, args []string) []string {
	files := operands(args)
	switch name {
	case "rm", "mv", "unlink", "shred", "truncate", "chmod", "tee", "rmdir":
		return files
	case "cp", "ln", "install":
		return files[max(len(files)-1, 0):]
	case "sed", "perl":
		if quiet(name, args) {
			return files
		}
	case "dd":
		for _, a := range args {
			if file, ok := strings.CutPrefix(a, "of="); ok {
				return []string{file}
			}
		}
	case "git":
		if sub, rest := gitCommand(args); sub == "rm" || sub == "mv" {
			return operands(rest)
		}
	}
	return nil
}

// loosens reports whether settings of an agent would call the hook less than before: not
// for each event and each tool that they call it for, or with other flags.
func loosens(before, after []byte, path string) bool {
	if slices.Contains([]string{"settings.json", "settings.local.json"}, filepath.Base(path)) && turnedOff(after) && !turnedOff(before) {
		return true
	}
	if !bytes.Contains(before, []byte(marker)) {
		return false
	}
	was, ok := parseText(before)
	is, valid := parseText(after)
	if !ok || !valid {
		return !bytes.Contains(after, []byte(marker)) || !bytes.Equal(before, after)
	}
	now := calls(after, is)
	return slices.ContainsFunc(calls(before, was), func(c string) bool { return !slices.Contains(now, c) })
}

// turnedOff reports whether settings turn all hooks off.
func turnedOff(text []byte) bool {
	root, ok := parseText(text)
	return ok && (isTrue(text, root.member("disableAllHooks")) || offInGemini(text, root))
}
