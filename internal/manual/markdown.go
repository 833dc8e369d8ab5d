package manual

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Markdown returns the topic as a page.
func (t *Topic) Markdown() string {
	return "# " + title(t.Name) + "\n\n" + title(t.Summary) + ".\n\n" + t.Text
}

// title returns a name as a heading: "exit-codes" is "Exit codes".
func title(s string) string {
	return strings.ToUpper(s[:1]) + strings.ReplaceAll(s[1:], "-", " ")
}

// Reference returns a page of commands in Markdown. A flag that an earlier command has, too,
// is named and not explained again.
func Reference(commands []*cobra.Command) string {
	p := page{first: map[string]string{}}
	for _, cmd := range commands {
		p.command(cmd)
	}
	return strings.TrimRight(p.b.String(), "\n") + "\n"
}

type page struct {
	b     strings.Builder
	first map[string]string // the path of the first command that has a flag, by all that is said of the flag
}

func (p *page) command(cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	path := cmd.CommandPath()
	fmt.Fprintf(&p.b, "## %s\n\n%s\n\n", path, sentence(cmd.Short))
	if cmd.Long != "" {
		p.prose(cmd.Long)
	}
	use := strings.TrimSuffix(cmd.UseLine(), " [flags]")
	if cmd.HasAvailableSubCommands() {
		use = path + " COMMAND"
	}
	fmt.Fprintf(&p.b, "    %s [OPTION...]\n\n", use)
	if cmd.HasAvailableSubCommands() && cmd.HasParent() {
		p.b.WriteString("| command | |\n| --- | --- |\n")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				fmt.Fprintf(&p.b, "| `%s` | %s |\n", c.CommandPath(), cell(c.Short))
			}
		}
		p.b.WriteByte('\n')
	}
	p.flags(path, cmd.Flags())
	if cmd.Example != "" {
		p.b.WriteString("Examples:\n\n")
		p.code(unindented(cmd.Example))
	}
}

// prose writes a help text.
func (p *page) prose(s string) {
	for _, part := range strings.Split(strings.Trim(s, "\n"), "\n\n") {
		if strings.HasPrefix(part, " ") {
			p.code(unindented(part))
			continue
		}
		p.b.WriteString(part + "\n\n")
	}
}

func (p *page) code(lines string) {
	for line := range strings.Lines(lines) {
		p.b.WriteString(strings.TrimRight("    "+line, " \n") + "\n")
	}
	p.b.WriteByte('\n')
}

// flags writes a table of the flags that are new, and a sentence about the others.
func (p *page) flags(path string, flags *pflag.FlagSet) {
	var fresh []*pflag.Flag
	var from []string // paths of commands that are named
	again := map[string][]string{}
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		said := strings.Join([]string{f.Name, f.Shorthand, f.DefValue, f.Usage}, "\x00")
		before := p.first[said]
		if before == "" {
			p.first[said] = path
			fresh = append(fresh, f)
			return
		}
		if again[before] == nil {
			from = append(from, before)
		}
		again[before] = append(again[before], "`--"+f.Name+"`")
	})
	if len(fresh) > 0 {
		p.b.WriteString("| flag | default | |\n| --- | --- | --- |\n")
		for _, f := range fresh {
			value, usage := pflag.UnquoteUsage(f)
			fmt.Fprintf(&p.b, "| %s | %s | %s |\n", flagCode(f, value), quoted(Default(f)), cell(usage))
		}
		p.b.WriteByte('\n')
	}
	for _, before := range from {
		fmt.Fprintf(&p.b, "As of [%s](#%s): %s.\n\n", before, strings.ReplaceAll(before, " ", "-"), strings.Join(again[before], ", "))
	}
}

func flagCode(f *pflag.Flag, value string) string {
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if value != "" && f.NoOptDefVal == "" {
		name += " " + value
	}
	return "`" + name + "`"
}

func quoted(s string) string {
	if s == "" || strings.Contains(s, " ") {
		return s
	}
	return "`" + s + "`"
}

// cell returns text for a cell of a table.
func cell(s string) string { return strings.NewReplacer("|", `\|`, "*", `\*`, "<", `\<`).Replace(s) }
