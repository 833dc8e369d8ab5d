package agent

import (
	"fmt"
	"slices"
	"strings"
)

// A Name names a coding agent.
type Name string

// The agents whose documented formats are known.
const (
	Claude  Name = "claude"
	Codex   Name = "codex"
	Copilot Name = "copilot"
	Cursor  Name = "cursor"
	Gemini  Name = "gemini"
)

// All returns every agent, sorted.
func All() []Name { return []Name{Claude, Codex, Copilot, Cursor, Gemini} }

// ParseName returns the agent of that name.
func ParseName(s string) (Name, error) {
	if slices.Contains(All(), Name(s)) {
		return Name(s), nil
	}
	var names []string
	for _, n := range All() {
		names = append(names, string(n))
	}
	return "", fmt.Errorf("no agent %q: it is one of %s", s, strings.Join(names, ", "))
}

// A Moment is when an agent calls the hook.
type Moment int

// The moments.
const (
	Other      Moment = iota // nothing goes to the model or to a tool
	Prompt                   // the user sends a prompt
	BeforeTool               // the agent is about to call a tool
	AfterTool                // a tool has answered, and the model will see what
	Unknown                  // no page describes the event, so all of it is judged
)

// An Event is one call of the hook.
type Event struct {
	Agent  Name
	Name   string // as the agent calls the event
	Moment Moment
	Tool   string // "" if no tool is called
	Dir    string // the folder in which the agent works; "" if the payload does not say
	Texts  []Text // to judge

	// Bypass says what a command would go around, for people: "the hooks of git
	// (--no-verify)". It is "" if the command goes around nothing.
	Bypass string

	// Broken says for people what in the event cannot be read, so that it is stopped; "" for
	// nothing.
	Broken string

	files map[string]bool // that the model would read and that are in Texts
}

// A Text is one text that an event carries, or a file that it would read.
type Text struct {
	What string // for people: "the prompt", "tool_input.command"
	From From
	Path string // the file that holds the text or will; relative to the event's Dir, or absolute; "" for no file

	Data   []byte
	Before [][]byte // what the file held before; secrets in it are not new

	onDisk bool // Data is the content of Path, which is still to be read
}

// From says where a text comes from, and so whom it tells what.
type From int

// Where a text comes from.
const (
	FromUser  From = iota // the user wrote it
	FromModel             // the model wrote it
	FromFile              // a file that the model would read
	FromTool              // a tool has answered it
)
