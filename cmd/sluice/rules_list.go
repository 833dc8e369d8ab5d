package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
)

// ruleFilter says which rules the list has. An empty field takes every rule.
type ruleFilter struct {
	provider, tag string
	confidence    finding.Confidence
}

func (f ruleFilter) takes(r *rules.Rule, provider string) bool {
	return (f.provider == "" || strings.EqualFold(f.provider, r.Provider) || strings.EqualFold(f.provider, provider)) &&
		(f.tag == "" || slices.Contains(r.Tags, f.tag)) &&
		(f.confidence == "" || f.confidence == cmp.Or(r.Confidence, finding.ConfidenceMedium))
}

// listedRule is a rule as `rules list -f json` prints it.
type listedRule struct {
	ID          string             `json:"id"`
	Aliases     []string           `json:"aliases,omitempty"`
	Provider    string             `json:"provider"`
	Description string             `json:"description"`
	Confidence  finding.Confidence `json:"confidence"`
	Severity    finding.Severity   `json:"severity"`
	Tags        []string           `json:"tags"`
	builtin     bool
}

func newRulesList(env environment, load func() (*rules.Config, error)) *cobra.Command {
	var filter ruleFilter
	var format string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the rules",
		Example: "  sluice rules list --provider github\n  sluice rules list --confidence high -f json",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			if filter.confidence != "" && !slices.Contains(finding.Confidences(), filter.confidence) {
				return badLevel("confidence", string(filter.confidence), finding.Confidences())
			}
			cfg, err := load()
			if err != nil {
				return err
			}
			list := hideOwn(listRules(cfg, filter))
			if len(list) == 0 {
				return errors.New("no rule is of that provider, tag and confidence; `sluice rules list` names them all")
			}
			switch format {
			case "json":
				var text bytes.Buffer
				enc := json.NewEncoder(&text)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				if err := enc.Encode(list); err != nil {
					return err
				}
				_, err := env.stdout.Write(plain.JSON(text.Bytes()))
				return err
			case "text":
				return writeRuleList(env.stdout, list)
			}
			return fmt.Errorf("unknown format %q: rules list takes text or json", format)
		},
	}
	cmd.Flags().StringVar(&filter.provider, "provider", "", "only the rules of the provider `NAME`, or of this id")
	cmd.Flags().StringVar(&filter.tag, "tag", "", "only the rules with this `TAG`")
	cmd.Flags().StringVar((*string)(&filter.confidence), "confidence", "", "only the rules of this confidence, `LEVEL`: high, medium or low")
	cmd.Flags().StringVarP(&format, "format", "f", "text", "write the list as `FORMAT`: text or json")
	return cmd
}

func listRules(cfg *rules.Config, filter ruleFilter) []listedRule {
	names := map[string]string{}
	for _, p := range cfg.Providers {
		names[p.ID] = p.Name
	}
	list := []listedRule{}
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		provider := cmp.Or(names[r.Provider], r.Provider)
		if filter.takes(r, provider) {
			list = append(list, listedRule{
				ID: r.ID, Aliases: slices.Clone(r.Aliases), Provider: provider, Description: r.Description,
				Confidence: cmp.Or(r.Confidence, finding.ConfidenceMedium), Severity: cmp.Or(r.Severity, finding.SeverityHigh),
				Tags: append([]string{}, r.Tags...), builtin: r.Origin.Builtin(),
			})
		}
	}
	slices.SortFunc(list, func(a, b listedRule) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// hideOwn hides the tokens in the texts that rule files choose.
func hideOwn(list []listedRule) []listedRule {
	var own []*string
	for i := range list {
		if r := &list[i]; !r.builtin {
			own = append(own, &r.ID, &r.Provider, &r.Description)
			for j := range r.Aliases {
				own = append(own, &r.Aliases[j])
			}
			for j := range r.Tags {
				own = append(own, &r.Tags[j])
			}
		}
	}
	texts := make([]string, len(own))
	for i, s := range own {
		texts[i] = strings.Join(strings.Fields(*s), " ") // one line for each
	}
	hidden := strings.Split(scan.Hide(strings.Join(texts, "\n")), "\n")
	for i, s := range own {
		*s = "***" // unless a secret goes over several lines
		if len(hidden) == len(own) {
			*s = hidden[i]
		}
	}
	return list
}

func writeRuleList(w io.Writer, list []listedRule) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.ID, r.Confidence, r.Severity, r.Description)
	}
	return table.Flush()
}
