package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/internal/manual"
	"github.com/sluicesec/sluice/report"
)

// newMan returns the command that writes the manual pages, for packagers.
func newMan(env environment) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:     "man --dir DIR",
		Short:   "Write the manual pages",
		Long:    "Write the manual pages of all commands to a folder, for packages.",
		Example: "  sluice man --dir man",
		Args:    noArgs,
		Hidden:  true,
		RunE: func(*cobra.Command, []string) error {
			if dir == "" {
				return fmt.Errorf("sluice man needs --dir DIR: the folder for the pages")
			}
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			pages := manPages(env, thisBuild())
			for _, p := range pages {
				if err := writeFile(filepath.Join(dir, p.file), everyone, func(w io.Writer) error {
					_, err := io.WriteString(w, p.text)
					return err
				}); err != nil {
					return err
				}
			}
			_, err := fmt.Fprintf(env.stderr, "wrote %s to %s\n", report.Count(len(pages), "page"), dir)
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "the folder `DIR` for the pages; it is made if it is not there")
	return cmd
}

// A manPage is the file of a manual page.
type manPage struct{ file, text string }

// manPages returns the pages of all commands. They name a build.
func manPages(env environment, b build) []manPage {
	about := manual.Page{Section: 1, Source: "sluice " + b.Version}
	if t, err := time.Parse(time.RFC3339, b.Date); err == nil {
		about.Date = t.Format(time.DateOnly)
	}
	var pages []manPage
	for _, cmd := range manual.Commands(newRoot(env, new(int), nil)) {
		pages = append(pages, manPage{manual.File(manual.Name(cmd), 1), manual.Command(cmd, about, nil)})
	}
	return pages
}
