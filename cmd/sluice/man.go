package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
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
		Long:    "Write the manual pages of all commands and topics to a folder, for packages.",
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
			pages, err := manPages(env, thisBuild())
			if err != nil {
				return err
			}
			for _, p := range pages {
				if err := writeFile(filepath.Join(dir, p.file), everyone, func(w io.Writer) error {
					_, err := io.WriteString(w, p.text)
					return err
				}); err != nil {
					return err
				}
			}
			_, err = fmt.Fprintf(env.stderr, "wrote %s to %s\n", report.Count(len(pages), "page"), dir)
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "the folder `DIR` for the pages; it is made if it is not there")
	return cmd
}

// A manPage is the file of a manual page.
type manPage struct{ file, text string }

// manPages returns the pages of all commands and topics. They name a build.
func manPages(env environment, b build) ([]manPage, error) {
	about := manual.Page{Section: 1, Source: "sluice " + b.Version}
	if t, err := time.Parse(time.RFC3339, b.Date); err == nil {
		about.Date = t.Format(time.DateOnly)
	}
	var names []string
	for _, n := range topicNames() {
		names = append(names, fmt.Sprintf("sluice-%s(%d)", n.name, n.section))
	}
	var pages []manPage
	for _, cmd := range manual.Commands(newRoot(env, new(int), nil)) {
		more := names
		if cmd.HasParent() {
			more = nil
		}
		pages = append(pages, manPage{manual.File(manual.Name(cmd), about.Section), manual.Command(cmd, about, more)})
	}
	for i, n := range topicNames() {
		t, err := topic(n.name)
		if err != nil {
			return nil, err
		}
		about.Section = n.section
		others := slices.Concat([]string{"sluice(1)"}, names[:i], names[i+1:])
		pages = append(pages, manPage{manual.File("sluice-"+n.name, n.section), t.Page(about, others)})
	}
	return pages, nil
}
