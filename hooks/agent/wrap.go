package agent

import (
	"path"
	"slices"
	"strings"
)

// withoutPrefix returns the words of a command from its own name on, without what may stand
// before it: words of the shell, assignments, and commands that run another command. It
// returns the assignments as well, and the name of the last such command.
func withoutPrefix(words []string) (own, assigned []string, wrapper string) {
	for len(words) > 0 {
		name := commandName(words[0])
		withValue, wraps := wrapping(name)
		switch {
		case isAssignment(words[0]):
			assigned = append(assigned, words[0])
			words = words[1:]
		case slices.Contains(keywords[:], words[0]):
			words = words[1:]
		case wraps:
			wrapper = name
			words = withoutOptions(words[1:], withValue)
			if name == "timeout" && len(words) > 0 {
				words = words[1:] // the time
			}
		default:
			return words, assigned, wrapper
		}
	}
	return nil, assigned, wrapper
}

var keywords = [...]string{"if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}", "esac"}

// wrapping reports whether a command runs the command that its arguments are, and which
// of its short options take a value.
func wrapping(name string) (withValue string, ok bool) {
	switch name {
	case "sudo":
		return "ugpCDhrtTU", true
	case "doas":
		return "uC", true
	case "env":
		return "uC", true
	case "timeout":
		return "ks", true
	case "nice":
		return "n", true
	case "ionice":
		return "cn", true
	case "stdbuf":
		return "ioe", true
	case "time":
		return "fo", true
	case "exec":
		return "a", true
	case "xargs":
		return "aEdILnPs", true
	case "nohup", "command", "builtin", "setsid", "busybox", "winpty", "npx", "unbuffer":
		return "", true
	}
	return "", false
}

// withoutOptions returns words without the options at their begin.
func withoutOptions(words []string, withValue string) []string {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		w := words[0]
		words = words[1:]
		if w == "--" {
			break
		}
		if len(w) == 2 && strings.IndexByte(withValue, w[1]) >= 0 && len(words) > 0 {
			words = words[1:]
		}
	}
	return words
}

// commandName returns the name of a command without its folder.
func commandName(word string) string {
	return strings.TrimSuffix(path.Base(strings.ReplaceAll(word, `\`, "/")), ".exe")
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && !strings.ContainsAny(name, "/.- ")
}
