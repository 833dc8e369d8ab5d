package agent

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/rules"
)

// maxEdited bounds a file that is read to see what an edit makes of it, in bytes.
const maxEdited = 16 << 20

// An edit replaces a part of a file.
type edit struct {
	old, new string
	all      bool // every occurrence
}

// edited takes what a tool would write into a file out of its arguments, and adds the file
// as it would be.
func (e *Event) edited(in object) {
	path := e.target(in)
	if path == "" {
		return
	}
	edits := editsOf(in)
	for _, name := range contentNames {
		if s, ok := in[name].(string); ok {
			delete(in, name)
			e.wants(Text{What: path, From: FromModel, Path: path, Data: []byte(s), Before: e.before(path)})
		}
	}
	if len(edits) > 0 {
		e.wants(e.after(path, edits))
	}
}

// wants adds a file as it would be. Some files decide what is stopped: settings that would
// not call this hook any more, rules and baselines.
func (e *Event) wants(t Text) {
	e.Texts = append(e.Texts, t)
	name := filepath.Base(filepath.FromSlash(t.Path))
	calls := func(text []byte) bool { return bytes.Contains(text, []byte(marker)) }
	switch {
	case slices.Contains(rules.Names(), name) || slices.Contains([]string{baseline.Name, baseline.IgnoreName, gitleaks.IgnoreName}, name):
		e.Bypass = "a change of what counts as a secret (" + name + ")"
	case strings.HasSuffix(name, ".json") && slices.ContainsFunc(t.Before, calls) && !calls(t.Data):
		e.Bypass = "the hooks of the agent (" + name + ")"
	}
}

// writes reports whether the arguments are those of a tool that writes a file.
func writes(in object) bool {
	_, content := first(in, contentNames[:]...)
	_, changed := first(in, append(newNames[:], "edits")...)
	return (content != "" || changed != "") && (&Event{}).target(in) != ""
}

// target returns the path that the arguments name, "" for none.
func (e *Event) target(in object) string {
	for _, name := range pathNames {
		if path := text(in, name); path != "" {
			return path
		}
	}
	return ""
}

// editsOf takes the edits out of the arguments: one by itself, or a list of them.
func editsOf(in object) (edits []edit) {
	add := func(o object) bool {
		added, name := first(o, newNames[:]...)
		s, ok := added.(string)
		if !ok {
			return false
		}
		old, oldName := first(o, oldNames[:]...)
		was, _ := old.(string)
		all, _ := o["replace_all"].(bool)
		edits = append(edits, edit{was, s, all})
		delete(o, name)
		delete(o, oldName)
		return true
	}
	add(in)
	list, _ := in["edits"].([]any)
	taken := len(list) > 0
	for _, item := range list {
		o, ok := item.(object)
		taken = ok && add(o) && taken
	}
	if taken {
		delete(in, "edits")
	}
	return edits
}

// after returns the file at path after the edits. If the file cannot be read, or does not
// hold what an edit replaces, the new parts are judged by themselves; what they replace was
// there before.
func (e *Event) after(path string, edits []edit) Text {
	t := Text{What: path, From: FromModel, Path: path, Before: e.before(path)}
	var content []byte
	if len(t.Before) > 0 {
		content = t.Before[0]
	}
	for _, ed := range edits {
		old, now := []byte(ed.old), []byte(ed.new)
		if len(old) == 0 || !bytes.Contains(content, old) {
			t.Data = nil
			for _, ed := range edits {
				t.Data = append(append(t.Data, ed.new...), '\n')
				t.Before = append(t.Before, []byte(ed.old))
			}
			return t
		}
		n := 1
		if ed.all {
			n = -1
		}
		content = bytes.Replace(content, old, now, n)
	}
	t.Data = content
	return t
}

// before returns what the file at path holds, nothing if it cannot be read, or if it was
// written already.
func (e *Event) before(path string) [][]byte {
	if e.Moment == AfterTool {
		return nil
	}
	text, err := regular.ReadFile(e.absolute(path), maxEdited)
	if err != nil {
		return nil
	}
	return [][]byte{text}
}

// absolute returns a path of the payload as one that does not depend on where the hook
// runs. A shell also has names for the home folder.
func (e *Event) absolute(path string) string {
	for _, home := range []string{"~/", "$HOME/", "${HOME}/"} {
		if rest, ok := strings.CutPrefix(path, home); ok {
			if dir, err := os.UserHomeDir(); err == nil {
				return filepath.Join(dir, rest)
			}
		}
	}
	if filepath.IsAbs(path) || e.Dir == "" {
		return path
	}
	return filepath.Join(e.Dir, path)
}
