package plain

import "strings"

// A Command is a workflow command of GitHub Actions
// (docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
type Command struct {
	Name       string // a word of our own
	Properties []Property
	Text       string
}

// A Property of a command has a value that may be foreign text.
type Property struct{ Name, Value string }

// String returns the command as the runner reads it. Foreign text cannot end it,
// nor begin another.
func (c Command) String() string {
	var b strings.Builder
	b.WriteString("::" + c.Name)
	for i, p := range c.Properties {
		separator := ","
		if i == 0 {
			separator = " "
		}
		b.WriteString(separator + p.Name + "=" + property.Replace(printed(p.Value)))
	}
	b.WriteString("::" + data.Replace(printed(c.Text)))
	return b.String()
}

// printed escapes what could steer a terminal that shows the log. Line ends stay:
// the runner has an escape of its own for them.
func printed(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = escaped(lines[i], false)
	}
	return hashCommands(strings.Join(lines, "\n"))
}

// The runner reads a line that begins with "::" as a command. These replace what
// separates the parts of a command.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
