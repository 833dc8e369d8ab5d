package agent

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/regular"
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
// hold what an edit replaces, the new parts are judged by themselves. That they were there
// before counts only if the file says so: what an edit replaces is what the model says.
func (e *Event) after(path string, edits []edit) Text {
	t := Text{What: path, From: FromModel, Path: path, Before: e.before(path)}
	var content []byte
	if len(t.Before) > 0 {
		content = t.Before[0]
	}
	for _, ed := range edits {
		old, now, found := ed.in(content)
		if !found {
			return e.parts(t, edits)
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

// in returns what an edit replaces in a content, and by what. An agent may have another end
// of the line than the file.
func (ed edit) in(content []byte) (old, now []byte, found bool) {
	lf := strings.NewReplacer("\r\n", "\n")
	crlf := strings.NewReplacer("\r\n", "\r\n", "\n", "\r\n")
	for _, lines := range []func(string) string{func(s string) string { return s }, crlf.Replace, lf.Replace} {
		if old := []byte(lines(ed.old)); len(old) > 0 && bytes.Contains(content, old) {
			return old, []byte(lines(ed.new)), true
		}
	}
	return nil, nil, false
}

// parts returns the text of edits whose file is not known. After the edit the agent itself
// says what was there before, and not the model.
func (e *Event) parts(t Text, edits []edit) Text {
	t.Data = nil
	for _, ed := range edits {
		t.Data = append(append(t.Data, ed.new...), '\n')
		if e.Moment == AfterTool {
			t.Before = append(t.Before, []byte(ed.old))
		}
	}
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
	path = strings.TrimPrefix(path, "file://")
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
