package agent

import (
	"path/filepath"
	"slices"
	"strings"
)

// A shell follows the commands of a script as far as they can be followed without running
// them: to the folder that they are in, the files that they show or send, and what they go
// around.
type shell struct {
	event *Event
	name  string   // of the member that holds the script, for people
	dir   string   // "" for the folder of the event
	stack []string // the folders outside of the subshells
	depth int      // how many scripts are in each other

	shown []string // the files that are shown
	more  bool     // other commands have an output, too
	texts [][2]int // the parts of the script that are texts of files
}

// command adds a command line: its text, the files that it would show to the model, and
// what it would go around. dir is the folder in which it runs, "" for that of the event.
func (e *Event) command(name, line, dir string) {
	line = e.patches(name, line)
	sh := &shell{event: e, name: name, dir: dir}
	sh.run(line)
	slices.Reverse(sh.texts)
	for _, t := range sh.texts {
		line = line[:t[0]] + line[t[1]:]
	}
	e.leaf(name, line, FromModel)
}

// commandWords is command for a list of words, which no shell reads.
func (e *Event) commandWords(name string, words []string, dir string) {
	words = slices.Clone(words)
	for i, w := range words {
		words[i] = e.patches(name, w)
	}
	sh := &shell{event: e, name: name, dir: dir, depth: 1}
	sh.simple(&simple{words: words})
	e.leaf(name, strings.Join(words, " "), FromModel)
}

const tooDeep = "the command line has too many scripts in each other"

// run follows a script.
func (sh *shell) run(text string) {
	if sh.depth++; sh.depth > deepest {
		sh.event.Broken = tooDeep
		sh.depth--
		return
	}
	s := script{text: text, depth: sh.depth, visit: sh.simple, scope: sh.scope}
	s.commands(0)
	sh.depth--
}

// scope keeps the folder for the end of a subshell.
func (sh *shell) scope(in bool) {
	if in {
		sh.stack = append(sh.stack, sh.dir)
		return
	}
	last := len(sh.stack) - 1
	sh.dir, sh.stack = sh.stack[last], sh.stack[:last]
}

// path returns a word as the path of a file for the event.
func (sh *shell) path(word string) string {
	for _, here := range []string{"$PWD", "${PWD}", "file://"} {
		if rest, ok := strings.CutPrefix(word, here); ok {
			word = strings.TrimPrefix(rest, "/")
			if here == "file://" {
				return rest
			}
			break
		}
	}
	if sh.dir == "" || isAbsolute(word) {
		return word
	}
	return filepath.Join(sh.dir, word)
}

// isAbsolute reports whether a word names the same file in each folder.
func isAbsolute(word string) bool {
	return filepath.IsAbs(word) || strings.HasPrefix(word, "~/") || strings.HasPrefix(word, "$HOME/") || strings.HasPrefix(word, "${HOME}/")
}

// simple follows a simple command.
func (sh *shell) simple(c *simple) {
	e := sh.event
	if c == nil {
		e.Broken = tooDeep
		return
	}
	for _, file := range c.to {
		e.changes(sh.path(file))
	}
	words, assigned, wrapper := withoutPrefix(c.words)
	e.goesAround(bypassAssigned(assigned))
	if len(words) == 0 {
		sh.more = sh.more || wrapper != "" // env alone
		sh.show(c.from)
		return
	}
	name, args := commandName(words[0]), words[1:]
	if wrapper == "xargs" {
		args = append(slices.Clone(args), strings.Fields(strings.Join(c.here, " "))...)
	}
	switch name {
	case "cd", "pushd", "Set-Location":
		sh.cd(args)
		return
	case "export", "set", "declare", "typeset":
		e.goesAround(bypassAssigned(args))
	case "eval":
		sh.run(strings.Join(args, " "))
	case "sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "su", "powershell", "pwsh", "cmd":
		sh.runShell(args, c.here)
	case "find", "fd":
		sh.find(args)
	default:
		sh.writes(name, args, c)
	}
	for _, file := range changed(name, args) {
		e.changes(sh.path(file))
	}
	e.goesAround(sh.bypass(name, args))
	files, shows := shown(name, args)
	if shows {
		files = append(files, c.from...)
	} else {
		sh.more = true
	}
	sh.show(files)
}

// show adds files that the model would read.
func (sh *shell) show(words []string) {
	for _, word := range words {
		for _, w := range braces(word) {
			path := sh.path(w)
			sh.shown = append(sh.shown, path)
			sh.event.readAll(path)
		}
	}
}

func (sh *shell) cd(args []string) {
	if args = withoutOptions(args, ""); len(args) == 0 {
		sh.dir = sh.event.absolute("~/")
		return
	}
	sh.dir = sh.path(args[0])
}

// runShell follows the script that a shell is given: as an argument behind -c, or as its
// input.
func (sh *shell) runShell(args, here []string) {
	for i, a := range args {
		option := strings.ToLower(a)
		if i+1 < len(args) && (option == "-command" || option == "/c" || strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "--") && strings.HasSuffix(a, "c")) {
			sh.scope(true)
			sh.run(args[i+1])
			sh.scope(false)
			return
		}
	}
	for _, text := range here {
		sh.run(text)
	}
}

// find follows the command of find -exec. The files are those of one name in one folder;
// what is in other folders is not looked for.
func (sh *shell) find(args []string) {
	begin := slices.IndexFunc(args, func(a string) bool {
		return slices.Contains([]string{"-exec", "-execdir", "-ok", "-x", "--exec"}, a)
	})
	if begin < 0 {
		return
	}
	file := ""
	for i := range begin {
		if strings.HasPrefix(args[i], "-") && strings.HasSuffix(args[i], "name") && i+1 < begin {
			file = args[i+1]
			if !strings.HasPrefix(args[0], "-") {
				file = filepath.Join(args[0], file)
			}
		}
	}
	words := slices.Clone(args[begin+1:])
	for i, w := range words {
		if w == "{}" {
			words[i] = file
		}
	}
	sh.simple(&simple{words: words})
}

// writes takes the text of a file out of a script: cat >FILE <<END. It is judged as a file
// is that another tool writes.
func (sh *shell) writes(name string, args []string, c *simple) {
	files := c.to
	if name == "tee" {
		files = withoutOptions(args, "")
	} else if name != "cat" || len(args) > 0 {
		return
	}
	if len(c.here) != 1 || c.body == [2]int{} || len(files) != 1 || sh.depth > 1 {
		return
	}
	path := sh.path(files[0])
	sh.event.wants(Text{What: path, From: FromModel, Path: path, Data: []byte(c.here[0]), Before: sh.event.before(path)})
	sh.texts = append(sh.texts, c.body)
}

// mostBraces bounds what a word with braces stands for.
const mostBraces = 50

// braces returns what a word stands for: a{b,c} is ab and ac.
func braces(word string) []string {
	begin := strings.IndexByte(word, '{')
	end := strings.IndexByte(word, '}')
	if begin < 0 || end < begin || begin > 0 && word[begin-1] == '$' || !strings.Contains(word[begin:end], ",") {
		return []string{word}
	}
	var words []string
	for part := range strings.SplitSeq(word[begin+1:end], ",") {
		if len(words) < mostBraces {
			words = append(words, word[:begin]+part+word[end+1:])
		}
	}
	return words
}
