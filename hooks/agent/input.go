package agent

import (
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/regular"
)

// prompt adds the text of a prompt, and the files that it names for the model: as @PATH,
// or as attachments.
func (e *Event) prompt(in object) {
	names := []string{"prompt", "transformedPrompt"}
	for _, name := range names {
		e.promptText("the prompt", in[name])
	}
	e.attachments(in)
	e.rest(in, append(names, "attachments")...)
}

// promptText adds the strings of a part of a prompt, and the files that they name.
func (e *Event) promptText(name string, value any) {
	if s, ok := value.(string); ok {
		e.Texts = append(e.Texts, Text{What: name, From: FromUser, Data: []byte(s)})
	} else {
		e.strings(name, value, FromUser)
	}
	eachString(value, e.mentioned)
}

// attachments adds the files that are attached to a prompt, and the strings beside them:
// an attachment may hold its content.
func (e *Event) attachments(in object) {
	e.strings("attachments", in["attachments"], FromUser)
	eachString(in["attachments"], e.readUnder)
}

// read adds a file that the model would read.
func (e *Event) read(path string) {
	if path != "" {
		e.Texts = append(e.Texts, Text{What: path, From: FromFile, Path: path, onDisk: true})
	}
}

// maxGlob bounds how many files a pattern stands for.
const maxGlob = 100

// readAll is read for a word of a shell, which may be a pattern for several files.
func (e *Event) readAll(word string) {
	if !strings.ContainsAny(word, "*?[") {
		e.read(word)
		return
	}
	path := e.absolute(word)
	if strings.ContainsAny(filepath.Dir(path), "*?[") {
		return // it may take long to find out, and the output shows it as well
	}
	files, err := filepath.Glob(path)
	if err != nil {
		return // such as a regular expression of grep
	}
	for _, file := range files[:min(len(files), maxGlob)] {
		e.read(file)
	}
}

// The names of arguments, by what they hold. The agents and the tools of MCP servers call
// them differently.
var (
	pathNames    = [...]string{"file_path", "filePath", "path", "absolute_path", "notebook_path", "target_file", "filename"}
	contentNames = [...]string{"content", "contents", "file_text", "new_source"}
	oldNames     = [...]string{"old_string", "old_str", "oldText", "oldString"}
	newNames     = [...]string{"new_string", "new_str", "newText", "newString"}
	commandNames = [...]string{"command", "cmd", "script"}
)

// input adds what the model passes to a tool. name is that of the member, for people.
func (e *Event) input(name string, value any) {
	if s, ok := value.(string); ok && e.brokenJSON(s) {
		e.Broken = or(name, "the payload") + " looks like JSON, but cannot be read as one JSON value"
	}
	value = inner(value)
	in, ok := value.(object)
	if !ok {
		e.strings(name, value, FromModel)
		return
	}
	rest := maps.Clone(in)
	e.edited(rest)
	for _, key := range commandNames {
		if line, ok := commandLine(rest[key]); ok {
			delete(rest, key)
			e.command(join(name, key), line)
		}
	}
	e.reads(rest)
	e.strings(name, rest, FromModel)
}

// inner returns the object or the list that a string holds as JSON: some agents pass it in
// this way. Any other value is returned as it is.
func inner(value any) any {
	s, ok := value.(string)
	if !ok {
		return value
	}
	var in any
	d := json.NewDecoder(strings.NewReader(strings.TrimPrefix(s, byteOrderMark)))
	d.UseNumber()
	if d.Decode(&in) != nil {
		return value
	}
	if _, err := d.Token(); err != io.EOF {
		return value
	}
	switch in.(type) {
	case object, []any:
		return in
	}
	return value
}

// byteOrderMark is what some programs write before a text.
const byteOrderMark = "\ufeff"

// brokenJSON reports whether a string begins as the arguments of a tool do that are passed
// as JSON, and is not such JSON: it is cut, or goes on behind it. The agent may yet read
// a command in it.
func (e *Event) brokenJSON(s string) bool {
	trimmed := strings.TrimSpace(strings.TrimPrefix(s, byteOrderMark))
	return strings.HasPrefix(trimmed, "{") && inner(s) == any(s)
}

// commandLine returns a command as one line: some tools take a list of words.
func commandLine(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case []any:
		var words []string
		for _, w := range v {
			s, ok := w.(string)
			if !ok {
				return "", false
			}
			words = append(words, s)
		}
		return strings.Join(words, " "), len(words) > 0
	}
	return "", false
}

// reads adds the files that a tool for reading would read. The arguments stay.
func (e *Event) reads(in object) {
	if !readingTool(e.Tool) {
		return
	}
	for _, name := range pathNames {
		e.read(text(in, name))
	}
	paths, _ := in["paths"].([]any)
	for _, p := range paths {
		path, _ := p.(string)
		e.read(path)
	}
}

// readingTool reports whether a tool gives the content of files to the model, by its name:
// Read, read_file, view, mcp__filesystem__read_text_file.
func readingTool(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "read") || name == "view"
}

// output adds what a tool has answered: the members of in that are named, and those that no
// page describes. arguments are those of the call. A tool that writes a file echoes what was
// judged before the call, and what stood there already.
func (e *Event) output(arguments any, in object, names ...string) {
	path := ""
	var before [][]byte
	if call, ok := inner(arguments).(object); ok {
		switch {
		case readingTool(e.Tool):
			p, _ := first(call, pathNames[:]...)
			path, _ = p.(string)
		case writes(call) && writingTool(e.Tool):
			return
		case writes(call):
			before = e.echoed(call)
		}
	}
	begin := len(e.Texts)
	for _, name := range names {
		e.strings(name, in[name], FromTool)
	}
	e.rest(in, append(names, "tool_input", "toolArgs", "command", "url", "duration", "duration_ms")...)
	for i := range e.Texts[begin:] {
		e.Texts[begin+i].Path, e.Texts[begin+i].Before = path, before
	}
}

// writingTool reports whether a tool is known to do nothing but write files, by its name:
// Write, MultiEdit, write_file, mcp__filesystem__edit_file.
func writingTool(name string) bool {
	name = strings.ToLower(name)
	name = name[strings.LastIndex(name, "__")+1:]
	name = strings.TrimPrefix(name, "_")
	return slices.Contains(writing[:], name)
}

var writing = [...]string{
	"write", "edit", "multiedit", "notebookedit", "write_file", "edit_file", "create_file", "replace", "create", "str_replace",
	"insert", "str_replace_editor", "apply_patch", "search_replace",
}

// echoed returns what a tool that writes a file may answer without saying anything new: its
// arguments, and what the file holds now.
func (e *Event) echoed(call object) (before [][]byte) {
	eachString(call, func(s string) { before = append(before, []byte(s)) })
	if text, err := regular.ReadFile(e.absolute(e.target(call)), maxEdited); err == nil {
		before = append(before, text)
	}
	return before
}

// unknown adds every string of a payload.
func (e *Event) unknown(in object) {
	e.Moment = Unknown
	e.strings("", in, FromModel)
}

// readUnder adds a file that the model would read, or the files of a folder, if the agent
// reads folders. A pattern stands for the files that it fits.
func (e *Event) readUnder(path string) {
	if path == "" || strings.ContainsRune(path, 0) || len(path) > longestMention {
		return
	}
	if strings.ContainsAny(path, "*?[") {
		e.readAll(path)
		return
	}
	if info, err := os.Stat(e.absolute(path)); err != nil || !info.IsDir() {
		if err == nil {
			e.read(path)
		}
		return
	}
	if e.Agent == Gemini {
		e.readFolder(path)
	}
}

// readFolder adds the files of a folder, up to maxGlob.
func (e *Event) readFolder(path string) {
	n := 0
	_ = filepath.WalkDir(e.absolute(path), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // the agent cannot read it either
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return fs.SkipDir
		case n == maxGlob:
			return fs.SkipAll
		case d.Type().IsRegular():
			e.read(path)
			n++
		}
		return nil
	})
}
