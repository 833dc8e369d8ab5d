package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"
)

// A completionShell is a shell for which there is a script that completes command lines.
type completionShell struct {
	name  string
	write func(root *cobra.Command, w io.Writer) error
}

func completionShells() []completionShell {
	return []completionShell{
		{"bash", func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) }},
		{"zsh", (*cobra.Command).GenZshCompletion},
		{"fish", func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) }},
		{"powershell", (*cobra.Command).GenPowerShellCompletionWithDesc},
	}
}

func newCompletion(env environment) *cobra.Command {
	var names []string
	for _, s := range completionShells() {
		names = append(names, s.name)
	}
	return &cobra.Command{
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
					return s.write(cmd.Root(), env.stdout)
				}
			}
			return fmt.Errorf("there is no completion for %q%s: it takes %s", args[0], didYouMean(args[0], "", names), english.WordSeries(names, "or"))
		},
	}
}
