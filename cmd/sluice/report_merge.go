package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report/merge"
	"github.com/sluicesec/sluice/scan"
)

func newReportMerge(env environment, code *int) *cobra.Command {
	var flags reportFlags
	var quiet bool
	cmd := &cobra.Command{
		Use:   "merge [NAME=]FILE...",
		Short: "Make one report of many, such as those of all your repositories",
		Long: `Make one report of many, such as those of all your repositories. A secret that is in
several of them is one finding, with the places in all of them.

Sources are named by the host and the path of a repository's remote, or else by what was
scanned. NAME= gives another name. Of scans of the same repository, only the newest
counts, if its name says for certain that it is the same: if it has a remote with a
host, or you gave the name.`,
		Example: `  sluice report merge reports/*.json -f html -o all.html
  sluice report merge shop=a.json api=b.json -f json -o all.json`,
		Args: atLeastOne("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			reports, err := readAll(env, args)
			if err != nil {
				return err
			}
			r, replaced := merge.Reports(reports)
			if !quiet {
				for _, x := range replaced {
					env.say(fmt.Sprintf("left out a report of %s of %s: one of %s is there", plain.Text(x.Source.Name), dayOf(x.Source), dayOf(x.By)))
				}
				for _, name := range unclear(r) {
					env.say(fmt.Sprintf("several different reports are of %q, and none says of which machine or repository: all of them count, and their places cannot be told apart; name them, as in `sluice report merge shop=a.json api=b.json`", plain.Text(name)))
				}
			}
			return flags.write(env, code, r)
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "do not say what is left out and what is not clear")
	return cmd
}

// readAll reads the reports that the arguments name.
func readAll(env environment, args []string) ([]*finding.Report, error) {
	var reports []*finding.Report
	for _, arg := range args {
		name, path := splitName(arg)
		r, err := readReport(env, path)
		if err != nil {
			return nil, err
		}
		if name != "" {
			if len(r.Sources) > 0 {
				return nil, fmt.Errorf("%s is a merged report, whose sources have names: give the names to the reports that it was made of", path)
			}
			s := r.Source()
			s.Rename(scan.Hide(name)) // it is shown, and somebody may have mistaken a token for it
			r.Sources = []finding.Source{s}
			for i := range r.Findings {
				for j := range r.Findings[i].Locations {
					r.Findings[i].Locations[j].Source = s.Name
				}
			}
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// splitName splits NAME=FILE. What is the path of a file as a whole has no name.
func splitName(arg string) (name, path string) {
	name, path, ok := strings.Cut(arg, "=")
	if !ok || name == "" || path == "" {
		return "", arg
	}
	if _, err := os.Lstat(arg); !errors.Is(err, os.ErrNotExist) {
		return "", arg
	}
	return name, path
}

func dayOf(s finding.Source) string {
	if s.Scan.Date == "" {
		return "an unknown day"
	}
	return plain.Text(s.Scan.Date)
}

// unclear names the sources that several scans have, where nobody can tell whether they
// looked at the same thing.
func unclear(r *finding.Report) []string {
	var names []string
	for i := range r.Sources {
		if s := &r.Sources[i]; i > 0 && s.Name == r.Sources[i-1].Name && s.Whole() && (len(names) == 0 || names[len(names)-1] != s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}
