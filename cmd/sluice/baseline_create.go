package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/migrate"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
)

func newBaselineCreate(env environment, code *int) *cobra.Command {
	var flags baselineFlags
	var force bool
	var imports []string
	cmd := &cobra.Command{
		Use:   "create [REPO]",
		Short: "Scan, and write down every finding as known",
		Long: `Scan the whole history and write every finding to .sluice-baseline, as known. With
--import, write only the findings that the file of another tool knows: what is in
none of these files stays reported.`,
		Example: `  sluice baseline create
  sluice baseline create --import .secrets.baseline
  sluice baseline create --dir deploy`,
		RunE: func(cmd *cobra.Command, args []string) error {
			known, err := readImports(imports)
			if err != nil {
				return err
			}
			file := &baseline.File{}
			inv, err := flags.take(cmd, env, code, args, func(inv *job.Inventory) ([]byte, error) {
				var err error
				file, err = newFile(inv, force)
				return file.Key, err
			})
			if err != nil {
				return err
			}
			var text, rest string
			if len(imports) > 0 {
				text, rest = importInto(file, inv, known)
			} else {
				file.Update(inv.found)
				text = fmt.Sprintf("%s %s known now.", report.Count(len(file.Entries), "finding"), english.PluralWord(len(file.Entries), "is", "are"))
			}
			if err := file.Write(inv.Path); err != nil {
				return err
			}
			env.print("wrote %s: %s Commit the file.\n%s", inv.Path, text, rest)
			inv.sayLocal(env)
			if !inv.complete {
				env.print("The scan was not complete, so the file may lack findings: mend that, and run `sluice baseline update`.\n")
			}
			return nil
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&force, "force", false, "start anew where there is a baseline: forget its states, days and notes, and keep its key")
	cmd.Flags().StringArrayVar(&imports, "import", nil, "start from what another tool knows: a `FILE` of gitleaks, detect-secrets or trufflehog")
	return cmd
}

// newFile returns an empty baseline for an inventory. With force, it takes the key of the
// one that is there.
func newFile(inv *job.Inventory, force bool) (*baseline.File, error) {
	if _, err := os.Lstat(inv.Path); err == nil {
		if !force {
			return &baseline.File{}, fmt.Errorf("%s is there already: `sluice baseline update` adds what is new, and --force starts anew", inv.Path)
		}
		if old, err := baseline.Load(inv.Path); err == nil && old.Key != nil {
			return &baseline.File{Key: old.Key}, nil
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		return &baseline.File{}, err
	}
	return &baseline.File{Key: baseline.NewKey(inv.Tree)}, nil
}

// maxImport bounds a file of another tool, in bytes.
const maxImport = 256 << 20

func readImports(paths []string) (all []baseline.Imported, err error) {
	for _, path := range paths {
		text, err := regular.ReadFile(path, maxImport)
		if err != nil {
			return nil, fmt.Errorf("--import: %w", err)
		}
		list, err := migrate.ReadReport(text)
		if err != nil {
			return nil, fmt.Errorf("--import %s: %w", path, err)
		}
		all = append(all, list...)
	}
	return all, nil
}

// mostUnmatched is how many entries without a finding are named.
const mostUnmatched = 20

// importInto adds what other tools know to a file, and says what became of it. rest are
// sentences that may follow, each with the end of its line.
func importInto(file *baseline.File, inv *inventory, known []baseline.Imported) (text, rest string) {
	unmatched := file.Import(known, inv.found)
	text = fmt.Sprintf("%d of %d imported entries have a finding, so %s %s known now.", len(known)-len(unmatched), len(known),
		report.Count(len(file.Entries), "finding"), english.PluralWord(len(file.Entries), "is", "are"))
	var b strings.Builder
	if n := len(inv.found) - len(file.Entries); n > 0 {
		fmt.Fprintf(&b, "%s %s in no imported file and will be reported: `sluice baseline update` adds what is left.\n", report.Count(n, "other finding"), english.PluralWord(n, "is", "are"))
	}
	if len(unmatched) > 0 {
		b.WriteString("without a finding:\n")
		for _, im := range unmatched[:min(len(unmatched), mostUnmatched)] {
			b.WriteString("  " + oneLine(im.String()) + "\n")
		}
		if more := len(unmatched) - mostUnmatched; more > 0 {
			fmt.Fprintf(&b, "  and %d more\n", more)
		}
	}
	return text, b.String()
}

// oneLine is a text of a foreign file without what would break its line.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// print writes a sentence that may quote paths to standard output: tokens in it are
// hidden.
func (env environment) print(format string, args ...any) {
	fmt.Fprint(env.stdout, scan.Hide(fmt.Sprintf(format, args...)))
}
