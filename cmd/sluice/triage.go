package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/triage"
)

func newTriage(env environment, code *int) *cobra.Command {
	var flags baselineFlags
	cmd := &cobra.Command{
		Use:   "triage [REPO]",
		Short: "Go through the findings in the terminal, and say what each is",
		Long: `Scan the whole history, and go through the findings one by one, the most urgent
first: a real secret, no secret, one of tests only, or one that may stay up to a
day. Each decision is written to .sluice-baseline at once, so you can stop and go
on later. Commit the file.`,
		Example: `  sluice triage
  sluice triage --dir deploy`,
		RunE: func(cmd *cobra.Command, args []string) error {
			in, out, err := env.ownTerminal()
			if err != nil {
				return err
			}
			if err := flags.scan.check(); err != nil {
				return err
			}
			inv, err := flags.open(cmd.Context(), cmd, env, args)
			if err != nil {
				return err
			}
			return errors.Join(flags.triage(cmd.Context(), env, code, inv, in, out), inv.Close())
		},
	}
	flags.register(cmd)
	return cmd
}

// ownTerminal returns the terminal of the process, for a program that takes all of it.
func (env environment) ownTerminal() (in io.Reader, out *os.File, err error) {
	out = env.stdout.OSFile()
	file, ok := env.stdin.(*os.File)
	if out == nil || !ok || !term.IsTerminal(int(out.Fd())) || !term.IsTerminal(int(file.Fd())) {
		return nil, nil, errors.New("this needs a terminal: without one, `sluice allow FINGERPRINT` decides about a single finding, and `sluice baseline update` about all that are new")
	}
	return file, out, nil
}

// triage scans, and runs the interface.
func (f *baselineFlags) triage(ctx context.Context, env environment, code *int, inv *job.Inventory, in io.Reader, out *os.File) error {
	file, err := baselineAt(inv.Path, inv.Tree)
	if err != nil {
		return err
	}
	type clear struct {
		secret string
		names  []string
	}
	seen := map[string]clear{}
	r, err := f.scan.runWith(ctx, env, inv.Job, func(o *scan.Options) {
		o.Key = file.Key
		o.Each = func(f *finding.Finding, names []string) { seen[names[0]] = clear{f.Secret, names} }
	})
	if err != nil {
		return err
	}
	var items []triage.Item
	secrets := map[string]string{}
	for _, found := range r.Findings {
		c := seen[found.Fingerprint]
		items = append(items, triage.Item{Finding: found, Found: baseline.NewFound(&found, c.names, c.secret, inv.Root)})
		secrets[c.secret] = found.Secret
	}
	s := triage.NewSession(items, file, job.Today(env.getenv), func(file *baseline.File) error { return file.Write(inv.Path) })
	program := tea.NewProgram(triage.NewModel(s, codeAround(inv.Job, secrets)), tea.WithInput(in), tea.WithOutput(out), tea.WithContext(ctx))
	if _, err := program.Run(); err != nil && !errors.Is(err, tea.ErrInterrupted) {
		return fmt.Errorf("the terminal does not work: %w", err)
	}
	env.print("%s decided, %d left. %s holds the decisions: commit it.\n", report.Count(len(items)-s.Left(), "finding"), s.Left(), inv.Path)
	if !r.Complete {
		*code = exitError
		env.say("the scan was not complete" + firstGap(r))
	}
	return nil
}

// baselineAt reads the baseline at a path, or begins a new one. A baseline without a key
// gets one that is made from the id of a tree.
func baselineAt(path, tree string) (*baseline.File, error) {
	file, err := baseline.Load(path)
	if errors.Is(err, os.ErrNotExist) {
		file, err = &baseline.File{}, nil
	}
	if err == nil && file.Key == nil {
		file.Key = baseline.NewKey(tree)
	}
	return file, err
}

// aroundLines is how many lines are shown before and behind a secret.
const aroundLines = 6

// codeAround returns a function that reads the lines around a place from the repository. It
// hides all secrets that were found.
func codeAround(j *job.Job, secrets map[string]string) triage.Source {
	hide := scan.Hider(secrets)
	return func(item triage.Item, l *finding.Location) ([]string, int) {
		text, err := j.Text(l)
		if err != nil || l.StartLine == 0 || len(l.Layers) > 0 {
			return nil, 0
		}
		all := strings.Split(hide(linesAround(string(text), l.StartLine-aroundLines, l.EndLine+aroundLines)), "\n")
		for i, line := range all { // after its secrets are hidden: nobody recognises a half
			if runes := []rune(line); len(runes) > maxLine {
				all[i] = string(runes[:maxLine]) + "..."
			}
		}
		return all, max(1, l.StartLine-aroundLines)
	}
}

// maxLine is the most characters of a line that are shown.
const maxLine = 300

// linesAround returns the lines of a text from one to another, counted from 1.
func linesAround(text string, from, to int) string {
	var b strings.Builder
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if n++; n > to {
			break
		}
		if n < from {
			continue
		}
		if b.Len() > 0 || n > max(from, 1) {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}
