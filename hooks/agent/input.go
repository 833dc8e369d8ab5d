package agent

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"strings"
)

// prompt adds the text of a prompt, and the files that it names for the model: as @PATH,
// or as attachments.
func (e *Event) prompt(in object) {
	for _, name := range []string{"prompt", "transformedPrompt"} {
		if s := text(in, name); s != "" {
			e.Texts = append(e.Texts, Text{What: "the prompt", From: FromUser, Data: []byte(s)})
			e.mentioned(s)
		}
	}
	e.attachments(in)
}

// mentioned adds the files that a prompt names as @PATH. A name that is no file is not
// there when it is read, and nothing is judged then.
func (e *Event) mentioned(prompt string) {
	for word := range strings.FieldsSeq(prompt) {
		if path, ok := strings.CutPrefix(word, "@"); ok {
			e.read(strings.Trim(path, `"',;:!?()`))
		}
	}
}

func (e *Event) attachments(in object) {
	list, _ := in["attachments"].([]any)
	for _, item := range list {
		if file, ok := item.(object); ok {
			path, _ := first(file, "file_path", "filePath")
			name, _ := path.(string)
			e.read(name)
		}
	}
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
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	if d.Decode(&in) != nil || d.More() {
		return value
	}
	switch in.(type) {
	case object, []any:
		return in
	}
	return value
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

// output adds what a tool has answered: the members of in that are named. arguments are
// those of the call. A tool that writes a file echoes what was judged before the call, and
// what stood there already.
func (e *Event) output(arguments any, in object, names ...string) {
	path := ""
	if call, ok := inner(arguments).(object); ok {
		if readingTool(e.Tool) {
			p, _ := first(call, pathNames[:]...)
			path, _ = p.(string)
		} else if writes(call) {
			return
		}
	}
	begin := len(e.Texts)
	for _, name := range names {
		e.strings(name, in[name], FromTool)
	}
	for i := range e.Texts[begin:] {
		e.Texts[begin+i].Path = path
	}
}

// unknown adds every string of a payload.
func (e *Event) unknown(in object) {
	e.Moment = Unknown
	e.strings("", in, FromModel)
}
