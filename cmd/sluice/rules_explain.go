package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/lines"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

func newRulesExplain(env environment, load func() (*rules.Config, error)) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "explain [FILE[:LINE]]",
		Short: "Explain what became of each candidate on a line, in a file or on standard input",
		Long: `Explain, for each place where a rule's literal stands, whether the rule matched
there, which filter dropped the match, and with which figures. For a rule that
the model scores, the features that weighed most stand below, with what each added
to the score. What depends on the commit is not judged, and archives are not opened.`,
		Example: "  sluice rules explain config/prod.env:12\n  echo 'key=...' | sluice rules explain",
		Args:    atMostOne("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			data, path, line, err := explained(env, args)
			if err != nil {
				return err
			}
			cfg, err := load()
			if err != nil {
				return err
			}
			d, err := engine.New(cfg)
			if err != nil {
				return err
			}
			if !cfg.From.AsBuilt() {
				env.call("").Tell("rules: " + cfg.From.String())
			}
			if kind := archive.Detect(data, data); kind != "" && !kind.IsText() {
				env.call("").Tell("this is an archive (" + string(kind) + "), and what is in it is not explained: unpack it, and explain a file of it")
			}
			for v := range content.Views(data) {
				if err := writeSteps(env.stdout, v.Data, d.Explain(v, path, line), all); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVarP(&all, "all", "a", false, "also show the candidates around which nothing matched")
	return cmd
}

// maxExplained is the most bytes that are explained at once.
const maxExplained = 16 << 20

// explained reads the text that args name, and returns the line to explain: 0
// for every line.
func explained(env environment, args []string) (data []byte, path string, line int, err error) {
	if len(args) == 0 || args[0] == "-" {
		data, err = io.ReadAll(io.LimitReader(env.stdin, maxExplained+1))
		if err == nil && len(data) > maxExplained {
			return nil, "", 0, fmt.Errorf("standard input has more than %d MiB: give only what is to be explained", maxExplained>>20)
		}
	} else {
		path = args[0]
		if i := strings.LastIndexByte(path, ':'); i > 0 {
			if n, atoi := strconv.Atoi(path[i+1:]); atoi == nil {
				path, line = path[:i], n
				if line < 1 {
					return nil, "", 0, fmt.Errorf("line %d: lines count from 1", line)
				}
			}
		}
		if data, err = regular.ReadFile(path, maxExplained); err != nil {
			return nil, "", 0, fmt.Errorf("cannot read %s: %w", path, source.Cause(err))
		}
	}
	if err != nil {
		return nil, "", 0, errors.New("cannot read standard input")
	}
	return data, filepath.ToSlash(path), line, nil
}

func writeSteps(w io.Writer, data []byte, steps iter.Seq[engine.Step], all bool) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	unmatched, none := 0, true
	counter := lines.New(data, lines.Position{})
	for s := range steps {
		none = false
		if s.End == 0 && !all {
			unmatched++
			continue
		}
		verdict := "no"
		if s.Reported {
			verdict = "yes"
		}
		at := counter.Position(s.At)
		literal := strconv.Quote(string(data[s.At : s.At+s.Len]))
		fmt.Fprintf(table, "%d:%d\t%s\t%s\t%s\t%s\n", at.Line+1, at.Column+1, s.Rule.ID, literal, verdict, s.Outcome)
		for _, r := range s.Reasons {
			fmt.Fprintf(table, "\t\t\t\t%+.1f  %s\n", r.Effect, r.Words)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if unmatched > 0 {
		_, err := fmt.Fprintf(w, "%d more candidates, around which nothing matches (-a shows them)\n", unmatched)
		return err
	}
	if none {
		_, err := fmt.Fprintln(w, "no rule has a literal here")
		return err
	}
	return nil
}
