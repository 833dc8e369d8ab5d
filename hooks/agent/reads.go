package agent

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// read adds a file that the model would read, once.
func (e *Event) read(path string) {
	if path == "" || e.files[path] {
		return
	}
	if e.files == nil {
		e.files = make(map[string]bool)
	}
	e.files[path] = true
	e.Texts = append(e.Texts, Text{What: path, From: FromFile, Path: path, onDisk: true})
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
		e.readTree(path)
		return
	}
	files, err := filepath.Glob(path)
	if err != nil {
		return // such as a regular expression of grep
	}
	for _, file := range files[:min(len(files), maxGlob)] {
		e.read(file)
	}
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
	e.readTree(filepath.Join(e.absolute(path), "**", "*"))
}

// maxWalk bounds how many files and folders are looked at for a pattern.
const maxWalk = 5000

// readTree adds the files that a pattern with a pattern for a folder stands for, up to
// maxGlob. Only the name of a file is compared: the folders may be any below the first
// pattern.
func (e *Event) readTree(pattern string) {
	root := pattern
	for strings.ContainsAny(root, "*?[") {
		root = filepath.Dir(root)
	}
	name := filepath.Base(pattern)
	found, seen := 0, 0
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		seen++
		switch {
		case err != nil:
			return nil // the agent cannot read it either
		case found == maxGlob || seen == maxWalk:
			return fs.SkipAll
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.Type().IsRegular():
			if ok, err := filepath.Match(name, d.Name()); ok && err == nil {
				e.read(path)
				found++
			}
		}
		return nil
	})
}

// reads adds the files that a tool for reading would read. The arguments stay.
func (e *Event) reads(in object) {
	if !readingTool(e.Tool, in) {
		return
	}
	for name, value := range in {
		if namesFile(name) {
			eachString(value, e.readUnder)
		}
	}
}

// namesFile reports whether the member of a name holds paths of files: file_path, Path,
// paths, files, include.
func namesFile(name string) bool {
	name = strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
	return slices.Contains([]string{"path", "paths", "filepath", "filepaths", "file", "files", "filename", "filenames",
		"absolutepath", "notebookpath", "targetfile", "uri", "uris", "include"}, name)
}

// readingTool reports whether a tool gives the content of files to the model, or sends it,
// by its name: Read, read_file, view, Grep, mcp__filesystem__get_file_contents, upload_file.
func readingTool(name string, arguments object) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"read", "grep", "get_file", "file_content", "search_file", "upload", "send_file", "attach"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, word := range []string{"view", "cat", "open", "rg"} {
		if slices.Contains(words, word) {
			return true
		}
	}
	return text(arguments, "command") == "view" // of str_replace_editor
}

// onlyFile returns the file that a tool for reading has read, "" if there are others.
func (e *Event) onlyFile(call object) string {
	n, path := 0, ""
	for name, value := range call {
		if namesFile(name) {
			eachString(value, func(s string) { n, path = n+1, s })
		}
	}
	if info, err := os.Stat(e.absolute(path)); n != 1 || err == nil && info.IsDir() {
		return ""
	}
	return path
}

// shownBy returns the file that a command has shown, "" if its output is of more than that.
func (e *Event) shownBy(call object) string {
	probe := &Event{Agent: e.Agent, Dir: e.Dir}
	dir, _ := first(call, dirNames[:]...)
	sh := &shell{event: probe}
	sh.dir, _ = dir.(string)
	for _, key := range commandNames {
		if line, ok := call[key].(string); ok {
			sh.run(line)
		} else if words, ok := listOfWords(call[key]); ok {
			sh.simple(&simple{words: words})
		}
	}
	path := ""
	for _, file := range sh.shown {
		if info, err := os.Stat(e.absolute(file)); err != nil || info.IsDir() {
			continue // another word, such as the expression of grep
		}
		if path != "" && path != file {
			return ""
		}
		path = file
	}
	if sh.more {
		return ""
	}
	return path
}
