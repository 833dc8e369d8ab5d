package agent

import (
	"encoding/json"
	"regexp"
	"slices"
)

// ours is a command line that calls the hook and nothing else, so that its exit code is
// that of the hook: with a folder before the program, flags behind it, and what makes any
// failure an exit code of 2. A line with another command is somebody's own.
var ours = regexp.MustCompile(`^([^\s"'|&;<>$()]*[/\\])?` + marker + `( [^|&;<>$()\n]*)?(\|\| exit 2|; if \(\$LASTEXITCODE -ne 0\) \{ exit 2 \})?$`)

// A handler is a command that settings call for an event.
type handler struct {
	event, command string
	all            bool // it is called for each tool, and its answer is waited for
}

// handlers returns what settings call.
func handlers(text []byte, root *node) (all []handler) {
	events := root.member("hooks")
	if events == nil {
		return nil
	}
	for _, event := range events.items {
		for _, entry := range event.value.items {
			list := []item{entry}
			if inner := entry.value.member("hooks"); inner != nil {
				list = inner.items
			}
			every := slices.Contains([]string{"", "*", ".*"}, stringAt(text, entry.value.member("matcher")))
			for _, h := range list {
				waits := !isTrue(text, h.value.member("async"))
				for _, command := range commandsOf(text, h.value) {
					all = append(all, handler{event.key, command, every && waits})
				}
			}
		}
	}
	return all
}

// commandsOf returns the command lines of a handler: one, or one for each shell.
func commandsOf(text []byte, h *node) (lines []string) {
	for _, key := range []string{"command", "bash", "powershell"} {
		if line := stringAt(text, h.member(key)); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// calls returns the events for which settings call the hook in full, each with the command.
func calls(text []byte, root *node) (out []string) {
	for _, h := range handlers(text, root) {
		if h.all && ours.MatchString(h.command) {
			out = append(out, h.event+": "+h.command)
		}
	}
	return out
}

// covers reports whether settings call the hook for an event, in full.
func covers(text []byte, root *node, event string) bool {
	return slices.ContainsFunc(handlers(text, root), func(h handler) bool {
		return h.event == event && h.all && ours.MatchString(h.command)
	})
}

// isOurs reports whether a handler calls the hook, and nothing else.
func isOurs(text []byte, h *node) bool {
	lines := commandsOf(text, h)
	return len(lines) > 0 && !slices.ContainsFunc(lines, func(l string) bool { return !ours.MatchString(l) })
}

// offInGemini reports whether settings of Gemini CLI turn off all hooks or this one.
func offInGemini(text []byte, root *node) bool {
	for _, place := range [][2]string{{"hooksConfig", "enabled"}, {"tools", "enableHooks"}} {
		if n := root.member(place[0]); n != nil {
			if v := n.member(place[1]); v != nil && string(text[v.start:v.end]) == "false" {
				return true
			}
		}
	}
	for _, place := range []string{"hooksConfig", "hooks"} {
		n := root.member(place)
		if n == nil || n.member("disabled") == nil {
			continue
		}
		for _, name := range n.member("disabled").items {
			if s := stringAt(text, name.value); s == "sluice" || ours.MatchString(s) {
				return true
			}
		}
	}
	return false
}

func isTrue(text []byte, n *node) bool {
	return n != nil && string(text[n.start:n.end]) == "true"
}

// stringAt returns the string that a value is, "" for another value or none.
func stringAt(text []byte, n *node) (s string) {
	if n != nil {
		_ = json.Unmarshal(text[n.start:n.end], &s) // what is no string is ""
	}
	return s
}
