package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
)

func newVersion(env environment) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit and the platform of this program",
		Example: `  sluice version
  sluice version -f json`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			text, err := thisBuild().print(format)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(env.stdout, text)
			return err
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "text", "print it as `FORMAT`: text or json")
	return cmd
}

// print returns the build as text or JSON.
func (b build) print(format string) (string, error) {
	switch format {
	case "text":
		return b.text(), nil
	case "json":
		text, err := json.MarshalIndent(struct {
			Name string `json:"name"`
			build
		}{"sluice", b}, "", "  ")
		return string(text) + "\n", err
	}
	return "", fmt.Errorf("--format %q: it takes text or json", format)
}

func (b build) text() string {
	var t strings.Builder
	fmt.Fprintf(&t, "sluice %s\n", b.Version)
	for _, row := range [][2]string{{"commit", b.commitText()}, {"date", b.Date}, {"built with", b.Go}, {"platform", b.Platform}} {
		if row[1] != "" {
			fmt.Fprintf(&t, "  %-11s %s\n", row[0], row[1])
		}
	}
	return t.String()
}

func (b build) commitText() string {
	if b.Modified {
		return b.Commit + ", with changed files"
	}
	return b.Commit
}

// tool names this program in reports.
func (b build) tool() finding.Tool {
	return finding.Tool{Name: "sluice", Version: b.Version, Commit: b.Commit, Date: b.Date}
}
