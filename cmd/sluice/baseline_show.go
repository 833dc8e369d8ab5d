package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
)

func newBaselineShow(env environment, code *int) *cobra.Command {
	var flags baselineFlags
	var scanToo bool
	cmd := &cobra.Command{
		Use:   "show [REPO]",
		Short: "List what the baseline says",
		Long: `List the entries of the baseline. With --scan, scan the whole history as well, and mark
the entries whose finding is gone.`,
		Example: `  sluice baseline show
  sluice baseline show --scan`,
		RunE: func(cmd *cobra.Command, args []string) error {
			var file *baseline.File
			var gone []baseline.Entry
			if scanToo {
				flags.scan.minConfidence = string(finding.ConfidenceLow) // what is less sure is not gone
				inv, err := flags.take(cmd, env, code, args, keyOf(&file))
				if err != nil {
					return err
				}
				if inv.complete {
					gone = (&baseline.File{Entries: slices.Clone(file.Entries)}).Prune(inv.found)
				}
			} else {
				inv, err := flags.open(cmd.Context(), cmd, env, args)
				if err != nil {
					return err
				}
				if err := inv.Close(); err != nil {
					return err
				}
				if file, err = existing(inv); err != nil {
					return err
				}
			}
			return env.showBaseline(file, gone)
		},
	}
	flags.register(cmd, "min-confidence")
	cmd.Flags().BoolVar(&scanToo, "scan", false, "scan, and mark the entries whose finding is gone")
	return cmd
}

// showBaseline lists the entries of a file by state, rule and path, and then their counts.
func (env environment) showBaseline(file *baseline.File, gone []baseline.Entry) error {
	entries := slices.Clone(file.Entries)
	slices.SortStableFunc(entries, func(a, b baseline.Entry) int {
		if n := strings.Compare(string(a.State), string(b.State)); n != 0 {
			return n
		}
		if n := strings.Compare(a.Rule, b.Rule); n != 0 {
			return n
		}
		return strings.Compare(a.Path, b.Path)
	})
	today := job.Today(env.getenv)
	count := map[string]int{}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	texts := hideEach(entries)
	for i, e := range entries {
		count[string(e.State)]++
		var about []string
		if e.Expired(today) {
			count["expired"]++
			about = append(about, "EXPIRED "+e.Until)
		} else if e.Until != "" {
			about = append(about, "until "+e.Until)
		}
		if slices.Contains(gone, e) {
			count["stale"]++
			about = append(about, "STALE")
		}
		if e.Note != "" {
			about = append(about, "# "+texts[i].note)
		}
		line := strings.Join([]string{string(e.State), texts[i].rule, texts[i].path, e.Fingerprint}, "\t")
		if len(about) > 0 {
			line += "\t" + strings.Join(about, ", ")
		}
		fmt.Fprintln(w, line)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	var counts []string
	for _, name := range []string{"known", "accepted", "test", "false", "expired", "stale"} {
		if count[name] > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", count[name], name))
		}
	}
	if len(counts) > 0 {
		fmt.Fprintf(&b, "%s: %s\n", report.Count(len(entries), "entry"), strings.Join(counts, ", "))
	} else {
		b.WriteString("the baseline has no entries\n")
	}
	_, err := fmt.Fprint(env.stdout, b.String())
	return err
}

// An entryText is what people have written into an entry, with tokens in it hidden.
type entryText struct{ rule, path, note string }

// hideEach returns the texts of entries. They are hidden apart from the fingerprints,
// which beside the name of a service look like a token of it; and all at once, because
// that takes a while.
func hideEach(entries []baseline.Entry) []entryText {
	var all []string
	for _, e := range entries {
		all = append(all, cell(e.Rule), cell(e.Path), cell(e.Note))
	}
	all = strings.Split(scan.Hide(strings.Join(all, "\n")), "\n")
	texts := make([]entryText, len(entries))
	for i := range texts {
		if 3*i+2 < len(all) { // a token of several lines would leave fewer
			texts[i] = entryText{all[3*i], all[3*i+1], all[3*i+2]}
		}
	}
	return texts
}

// cell is a text of the file as a cell of a table.
func cell(s string) string { return oneLine(strings.ReplaceAll(s, "\t", " ")) }
