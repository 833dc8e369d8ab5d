package agent

import (
	"path"
	"slices"
	"strings"
)

// command adds a command line: its text, the files that it would show to the model, and
// what it would go around.
func (e *Event) command(name, line string) {
	line = e.patches(name, line)
	e.leaf(name, line, FromModel)
	for words := range simpleCommands(withoutHereDocuments(line)) {
		if e.Bypass == "" {
			e.Bypass = bypass(words)
		}
		for _, file := range shown(words) {
			e.readAll(file)
		}
	}
}

// withoutHereDocuments returns a command line without the bodies of its here-documents,
// which are text and no commands.
func withoutHereDocuments(line string) string {
	if !strings.Contains(line, "<<") {
		return line
	}
	var b strings.Builder
	end := "" // the line that ends the body
	for l := range strings.Lines(line) {
		if end != "" {
			if strings.TrimSpace(l) == end {
				end = ""
			}
			continue
		}
		b.WriteString(l)
		_, after, found := strings.Cut(l, "<<")
		if !found || strings.HasPrefix(after, "<") { // a here-string
			continue
		}
		if words := strings.Fields(strings.TrimPrefix(after, "-")); len(words) > 0 {
			end = strings.Trim(words[0], `"'\;)`)
		}
	}
	return b.String()
}

// simpleCommands splits a command line into commands, and those into words without their
// quotes and without the files that output goes to. It knows of sh only what a model writes
// every day: quotes, escapes, and what is between two commands. It expands nothing.
func simpleCommands(line string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		var words []string
		var word strings.Builder
		started, target, quote := false, false, byte(0)
		endWord := func() {
			if started && !target {
				words = append(words, word.String())
			}
			target = target && !started
			word.Reset()
			started = false
		}
		endCommand := func() bool {
			endWord()
			target = false
			more := len(words) == 0 || yield(words)
			words = nil
			return more
		}
		for i := 0; i < len(line); i++ {
			c := line[i]
			switch {
			case quote != 0 && c == quote:
				quote = 0
			case quote == '\'':
				word.WriteByte(c)
			case c == '\\' && i+1 < len(line):
				i++
				if line[i] != '\n' {
					word.WriteByte(line[i])
					started = true
				}
			case quote != 0:
				word.WriteByte(c)
			case c == '\'' || c == '"':
				quote, started = c, true
			case c == ' ' || c == '\t' || c == '\r':
				endWord()
			case c == '&' && target && !started: // 2>&1
			case strings.IndexByte(";|&\n(){}`", c) >= 0:
				if !endCommand() {
					return
				}
			case c == '<': // what is read from a file is shown if the command shows it
				endWord()
			case c == '>':
				if strings.Trim(word.String(), "0123456789&") != "" {
					endWord()
				}
				word.Reset()
				started, target = false, true
			default:
				word.WriteByte(c)
				started = true
			}
		}
		endCommand()
	}
}

// showing are the commands that print files.
var showing = [...]string{
	"cat", "bat", "batcat", "head", "tail", "less", "more", "nl", "tac", "grep", "egrep", "fgrep", "rg", "sed", "awk", "cut",
	"strings", "xxd", "od", "hexdump", "base64", "type", "Get-Content", "gc",
}

// shown returns the words of a command that may be files which it prints.
func shown(words []string) []string {
	if words = withoutPrefix(words); len(words) == 0 || !slices.Contains(showing[:], path.Base(words[0])) {
		return nil
	}
	var files []string
	for _, w := range words[1:] {
		if w != "" && !strings.HasPrefix(w, "-") {
			files = append(files, w)
		}
	}
	return files
}

// withoutPrefix returns the words of a command from its name on.
func withoutPrefix(words []string) []string {
	for len(words) > 0 && (isAssignment(words[0]) || slices.Contains([]string{"sudo", "command", "time", "nohup", "env", "exec"}, words[0])) {
		words = words[1:]
	}
	return words
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && !strings.ContainsAny(name, "/.-")
}

// bypass returns what a command goes around, "" for nothing.
func bypass(words []string) string {
	for _, w := range words {
		if w == "HUSKY=0" || w == "LEFTHOOK=0" || strings.HasPrefix(w, "SKIP=") && strings.Contains(w, "sluice") {
			name, _, _ := strings.Cut(w, "=")
			return "the hooks of git (" + name + ")"
		}
		if !isAssignment(w) {
			break
		}
	}
	if words = withoutPrefix(words); len(words) == 0 {
		return ""
	}
	switch path.Base(words[0]) {
	case "git":
		return gitBypass(words[1:])
	case "sluice":
		if len(words) > 1 && (words[1] == "allow" || words[1] == "triage") || len(words) > 2 && words[1] == "baseline" && (words[2] == "create" || words[2] == "update") {
			return "a change of what counts as a secret (sluice " + words[1] + ")"
		}
		if len(words) > 2 && words[1] == "hook" && words[2] == "uninstall" {
			return "the hooks (sluice hook uninstall)"
		}
	}
	return ""
}

// gitBypass is bypass for the arguments of git.
func gitBypass(words []string) string {
	sub := ""
	for i, w := range words {
		lower := strings.ToLower(w)
		switch {
		case strings.HasPrefix(lower, "core.hookspath"):
			if sub != "config" || i+1 < len(words) { // else the setting is only shown
				return "the hooks of git (core.hooksPath)"
			}
		case i > 0 && words[i-1] == "-c" || w == "-c" || i > 0 && words[i-1] == "-C":
		case sub == "" && !strings.HasPrefix(w, "-"):
			sub = w
		case w == "--":
			return ""
		case w == "--no-verify" && slices.Contains([]string{"commit", "push", "merge", "am", "rebase", "cherry-pick", "pull"}, sub):
			return "the hooks of git (--no-verify)"
		case sub == "commit" && isShort(w, 'n', words, i):
			return "the hooks of git (-n)"
		case sub == "push" && strings.Contains(lower, "sluice.skip"):
			return "the check of the server (sluice.skip)"
		}
	}
	return ""
}

// isShort reports whether a word holds a short option, alone or among others. The options
// of git commit that take a value end such a word.
func isShort(word string, option byte, words []string, i int) bool {
	if i > 0 && slices.Contains([]string{"-m", "-F", "-C", "-c", "-t", "-am"}, words[i-1]) {
		return false // it is a value
	}
	if len(word) < 2 || word[0] != '-' || word[1] == '-' {
		return false
	}
	for j := 1; j < len(word); j++ {
		if word[j] == option {
			return true
		}
		if strings.IndexByte("mFCctuS", word[j]) >= 0 {
			return false
		}
	}
	return false
}
