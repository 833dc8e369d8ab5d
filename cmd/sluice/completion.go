package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"
)

// A completionShell is a shell for which there is a script that completes command lines.
type completionShell struct {
	name  string
	write func(root *cobra.Command, w io.Writer, descriptions bool) error
}

func completionShells() []completionShell {
	return []completionShell{
		{"bash", (*cobra.Command).GenBashCompletionV2},
		{"zsh", func(root *cobra.Command, w io.Writer, descriptions bool) error {
			if descriptions {
				return root.GenZshCompletion(w)
			}
			return root.GenZshCompletionNoDesc(w)
		}},
		{"fish", writeFish},
		{"powershell", func(root *cobra.Command, w io.Writer, descriptions bool) error {
			if descriptions {
				return root.GenPowerShellCompletionWithDesc(w)
			}
			return root.GenPowerShellCompletion(w)
		}},
	}
}

// writeFish writes the script for fish. Cobra's script gives the words of the line to eval as
// they are, so that a file name such as "(command)" would run; here they are escaped.
func writeFish(root *cobra.Command, w io.Writer, descriptions bool) error {
	const (
		request = `    set -l requestComp "`
		words   = `$args[2..-1] $lastArg"`
	)
	var script bytes.Buffer
	if err := root.GenFishCompletion(&script, descriptions); err != nil {
		return err
	}
	text := script.String()
	if strings.Count(text, request) != 1 || strings.Count(text, words) != 1 {
		return errors.New("the script for fish is not the one that this program knows how to make safe")
	}
	text = strings.Replace(text, request, "    set -l words (string escape -- $args[2..-1])\n"+request, 1)
	text = strings.Replace(text, words, `$words $lastArg"`, 1)
	_, err := io.WriteString(w, text)
	return err
}

func newCompletion(env environment) *cobra.Command {
	var names []string
	for _, s := range completionShells() {
		names = append(names, s.name)
	}
	var bare bool
	cmd := &cobra.Command{
		Use:   "completion " + strings.Join(names, "|"),
		Short: "Print a script that completes commands, flags and values in your shell",
		Long: `Print a script for a shell. With it, the Tab key completes the commands, flags, rule
ids, formats, levels, hooks and files of this program. Packages install the scripts; else
put one where your shell looks for it, and start a new shell.

  bash        ~/.local/share/bash-completion/completions/sluice
              (needs the package bash-completion)
  zsh         a file _sluice in a folder of $fpath
  fish        ~/.config/fish/completions/sluice.fish
  powershell  sluice completion powershell | Out-String | Invoke-Expression
              in the file that $PROFILE names`,
		Example: `  sluice completion bash > ~/.local/share/bash-completion/completions/sluice
  sluice completion zsh > "${fpath[1]}/_sluice"
  sluice completion fish > ~/.config/fish/completions/sluice.fish`,
		ValidArgs: names,
		Args:      exactlyOne("shell: " + english.WordSeries(names, "or")),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, s := range completionShells() {
				if s.name == args[0] {
					return s.write(cmd.Root(), env.stdout, !bare)
				}
			}
			return fmt.Errorf("there is no completion for %q%s: it takes %s", args[0], didYouMean(args[0], "", names), english.WordSeries(names, "or"))
		},
	}
	cmd.Flags().BoolVar(&bare, "no-descriptions", false, "complete words without saying what they mean")
	return cmd
}
