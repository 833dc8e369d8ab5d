package agent

import (
	"encoding/json"
	"io"
	"maps"
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

// The names of arguments, by what they hold. The agents and the tools of MCP servers call
// them differently.
var (
	pathNames    = [...]string{"file_path", "filePath", "path", "absolute_path", "notebook_path", "target_file", "filename"}
	contentNames = [...]string{"content", "contents", "file_text", "new_source", "body", "text"}
	oldNames     = [...]string{"old_string", "old_str", "oldText", "oldString"}
	newNames     = [...]string{"new_string", "new_str", "newText", "newString"}
	commandNames = [...]string{"command", "cmd", "script"}
	dirNames     = [...]string{"directory", "dir_path", "workdir", "working_directory", "cwd"}
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
	dir, _ := first(in, dirNames[:]...)
	folder, _ := dir.(string)
	for _, key := range commandNames {
		if line, ok := rest[key].(string); ok {
			delete(rest, key)
			e.command(join(name, key), line, folder)
		} else if words, ok := listOfWords(rest[key]); ok {
			delete(rest, key)
			e.commandWords(join(name, key), words, folder)
		}
	}
	e.reads(in)
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

// listOfWords returns a command that is a list of words.
func listOfWords(value any) (words []string, ok bool) {
	list, _ := value.([]any)
	for _, w := range list {
		s, ok := w.(string)
		if !ok {
			return nil, false
		}
		words = append(words, s)
	}
	return words, len(words) > 0
}

// output adds what a tool has answered: the members of in that are named, and those that no
// page describes. arguments are those of the call. A tool that writes a file echoes what was
// judged before the call, and what stood there already.
func (e *Event) output(arguments any, in object, names ...string) {
	path := ""
	var before [][]byte
	if call, ok := inner(arguments).(object); ok {
		switch {
		case readingTool(e.Tool, call):
			path = e.onlyFile(call)
		case writes(call) && writingTool(e.Tool):
			return
		case writes(call):
			before = e.echoed(call)
		default:
			path = e.shownBy(call)
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
