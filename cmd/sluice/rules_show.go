package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/rules"
)

func newRulesShow(env environment, load func() (*rules.Config, error)) *cobra.Command {
	return &cobra.Command{
		Use:     "show ID",
		Short:   "Show all that a rule says, or all rules that have an alias",
		Example: "  sluice rules show github-pat",
		Args:    exactlyOne("rule ID"),
		RunE: func(_ *cobra.Command, args []string) error {
			cfg, err := load()
			if err != nil {
				return err
			}
			shown := 0
			for i := range cfg.Rules {
				r := &cfg.Rules[i]
				if !r.IsCalled(args[0]) {
					continue
				}
				if shown++; shown > 1 {
					fmt.Fprintln(env.stdout)
				}
				if err := showRule(env.stdout, r, cfg); err != nil {
					return err
				}
			}
			if shown > 0 {
				return nil
			}
			if near := cfg.Similar(args[0]); near != "" {
				return fmt.Errorf("no rule has the id %q; did you mean %q?", args[0], near)
			}
			return fmt.Errorf("no rule has the id %q; `sluice rules list` names them all", args[0])
		},
	}
}

// showRule writes a rule. In one of a rule file, tokens are hidden.
func showRule(w *plain.Writer, r *rules.Rule, cfg *rules.Config) error {
	if r.Origin.Builtin() {
		return writeRule(w, r, cfg)
	}
	var text bytes.Buffer
	if err := writeRule(&text, r, cfg); err != nil {
		return err
	}
	_, err := hiding{w}.Write(text.Bytes())
	return err
}

func describePart(p rules.Part) string {
	s := p.ID + ", anywhere in the file"
	if p.WithinLines > 0 {
		s = fmt.Sprintf("%s, within %d lines", p.ID, p.WithinLines)
	}
	if p.WithinColumns > 0 {
		s += fmt.Sprintf(" and %d columns", p.WithinColumns)
	}
	if p.Required {
		s += ", required"
	}
	return s
}

// confidence says how sure the findings of a rule are.
func confidence(r *rules.Rule) string {
	scored := r.Scored || len(r.Candidates) > 0
	switch {
	case scored && r.Confidence != "":
		return fmt.Sprintf("by the score, at most %s", r.Confidence)
	case scored:
		return "by the score"
	}
	return string(cmp.Or(r.Confidence, finding.ConfidenceMedium))
}

func writeRule(w io.Writer, r *rules.Rule, cfg *rules.Config) error {
	var p rules.Provider
	for _, known := range cfg.Providers {
		if known.ID == r.Provider {
			p = known
		}
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(table, "%s\t%s\n", name, value)
		}
	}
	line("id", r.ID)
	line("aliases", strings.Join(r.Aliases, ", "))
	line("description", r.Description)
	line("provider", cmp.Or(p.Name, r.Provider))
	line("confidence", confidence(r))
	line("severity", string(cmp.Or(r.Severity, finding.SeverityHigh)))
	line("tags", strings.Join(r.Tags, ", "))
	line("regex", r.Regex)
	line("names with", strings.Join(r.Candidates, ", "))
	if rules.IsGeneric(r.ID) {
		line("ignored names", strings.Join(cfg.Generic.IgnoreNames, ", "))
		if least := cfg.Generic.Threshold; least != nil {
			line("threshold", fmt.Sprintf("%g, of a medium confidence", *least))
		}
	}
	line("reader", r.Reader)
	line("path", r.Path)
	if r.LikeGitleaks {
		line("like gitleaks", "yes")
		line("only with", strings.Join(r.Keywords, " or "))
	}
	if r.FilesOnly {
		line("looks into", "files alone")
	}
	if r.WholeFile {
		line("judges", fmt.Sprintf("whole files, of at most %d KiB", rules.MaxWholeFile>>10))
	}
	if r.Entropy > 0 {
		line("entropy", fmt.Sprintf("at least %g bits a byte", r.Entropy))
	}
	if r.MinDigits+r.MinUpper+r.MinLower > 0 {
		line("at least", fmt.Sprintf("%d digits, %d upper-case and %d lower-case letters", r.MinDigits, r.MinUpper, r.MinLower))
	}
	if r.Placeholders {
		line("placeholders", "left out")
	}
	line("proof", r.Proof)
	for _, p := range r.Parts {
		line("part", describePart(p))
	}
	if r.Identifier {
		line("identifier", "no finding where another has it as a part")
	}
	if r.SkipReport {
		line("reported", "as a part only")
	}
	for _, a := range r.Allowlists {
		line("allowlist", cmp.Or(a.ID, a.Description))
	}
	leak := r.Leak(p)
	line("others can", leak.Can)
	line("revoke", leak.Revoke)
	line("rotate", leak.Rotate)
	line("logs", leak.Logs)
	for _, e := range r.Examples {
		line("finds", e)
	}
	for _, e := range r.Negatives {
		line("leaves", e)
	}
	line("written in", r.Origin.String())
	return table.Flush()
}
