// Package manual writes the manual of a command line: a page for each command, made of the
// texts and flags that its --help shows, so that there is one source of both.
package manual

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Commands returns a command and all below it that are shown to users. It leaves out those
// that only help with others: help, and the shells of a completion command below the first.
func Commands(root *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{root}
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" && (c.Name() != "completion" || !root.HasParent()) {
			all = append(all, Commands(c)...)
		}
	}
	return all
}

// Name returns the name of a command's page: "sluice-hook-install".
func Name(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// Command returns the page of a command. more are pages that its last section names, as
// "sluice-configuration(5)".
func Command(cmd *cobra.Command, p Page, more []string) string {
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	r := &roff{}
	r.title(Name(cmd), p)
	r.section("Name")
	r.line(Name(cmd) + ` \- ` + escaped(strings.ReplaceAll(cmd.Short, "`", "")))
	r.section("Synopsis")
	r.line(synopsis(cmd))
	if cmd.HasAvailableSubCommands() {
		r.b.WriteString(".br\n")
		r.line(bold(cmd.CommandPath()) + " " + italic("COMMAND") + " [" + italic("ARGUMENT") + "...]")
	}
	if cmd.Long != "" {
		r.section("Description")
		r.prose(cmd.Long)
	}
	if cmd.HasAvailableSubCommands() {
		r.section("Commands")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				r.item(bold(c.Name()), c.Short+".")
			}
		}
	}
	r.flags("Options", cmd.NonInheritedFlags())
	r.flags("Options of all commands here", cmd.InheritedFlags())
	if cmd.Example != "" {
		r.section("Examples")
		r.code(unindented(cmd.Example))
	}
	r.section("See also")
	r.line(strings.Join(append(neighbours(cmd), references(more)...), ",\n"))
	return r.b.String()
}

// synopsis returns the call of a command, with the names of arguments in italics.
func synopsis(cmd *cobra.Command) string {
	out := bold(cmd.CommandPath())
	if cmd.HasAvailableFlags() {
		out += " [" + italic("OPTION") + "...]"
	}
	_, args, _ := strings.Cut(strings.TrimSuffix(cmd.Use, " [flags]"), " ")
	if args != "" {
		out += " " + italic(args)
	}
	return out
}

// neighbours returns the pages of the command above and of those below.
func neighbours(cmd *cobra.Command) []string {
	var all []string
	if cmd.HasParent() {
		all = append(all, reference(Name(cmd.Parent())+"(1)"))
	}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			all = append(all, reference(Name(c)+"(1)"))
		}
	}
	return all
}

func references(names []string) []string {
	var all []string
	for _, n := range names {
		all = append(all, reference(n))
	}
	return all
}

// reference names a page: "sluice-git(1)".
func reference(page string) string {
	name, section, _ := strings.Cut(page, "(")
	return bold(name) + "(" + section
}

func (r *roff) flags(title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	r.section(title)
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			value, usage := pflag.UnquoteUsage(f)
			r.item(flagTerm(f, value), sentence(usage+said(f)))
		}
	})
}

func flagTerm(f *pflag.Flag, value string) string {
	out := bold("--" + f.Name)
	if f.Shorthand != "" && f.ShorthandDeprecated == "" {
		out = bold("-"+f.Shorthand) + ", " + out
	}
	if value != "" {
		out += " " + italic(value)
	}
	return out
}

// sentence returns the words about a flag as a sentence.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// said says what the default of a flag is.
func said(f *pflag.Flag) string {
	if d := Default(f); d != "" {
		return " (default " + d + ")"
	}
	return ""
}

// Default returns the default of a flag as a user would write it, or "" for none.
func Default(f *pflag.Flag) string {
	switch d := f.DefValue; {
	case f.Name == "jobs":
		return "the number of processors" // it is another one on each machine
	case d == "" || d == "[]" || d == "false" || d == "0s" || d == "0": // as --help has it
		return ""
	default:
		return d
	}
}

// prose writes a help text: paragraphs, and lines with a space before them as they are.
func (r *roff) prose(s string) {
	for _, p := range strings.Split(strings.Trim(s, "\n"), "\n\n") {
		if strings.HasPrefix(p, " ") {
			r.code(unindented(p))
			continue
		}
		r.paragraph()
		r.text(p)
	}
}

// unindented takes the space from lines that all of them start with.
func unindented(s string) string {
	s = strings.Trim(s, "\n")
	least := len(s)
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) != "" {
			least = min(least, len(line)-len(strings.TrimLeft(line, " ")))
		}
	}
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(line[min(least, len(line)-len(strings.TrimLeft(line, " "))):])
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// File returns the name of a page's file: "sluice-git.1".
func File(name string, section int) string { return fmt.Sprintf("%s.%d", name, section) }
