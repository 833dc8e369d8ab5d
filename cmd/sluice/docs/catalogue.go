package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules"
)

// write writes the catalogue of the built-in rules. files are the files that
// they are written in, each of which opens with a sentence on what is in it.
func write(w io.Writer, files fs.FS) error {
	cfg, err := rules.Builtin()
	if err != nil {
		return err
	}
	providers := map[string]rules.Provider{}
	for _, p := range cfg.Providers {
		providers[p.ID] = p
	}
	families := map[string][]rules.Rule{}
	for _, r := range cfg.Rules {
		name := path.Base(r.Origin.File)
		families[name] = append(families[name], r)
	}
	names := make([]string, 0, len(families))
	for name := range families {
		names = append(names, name)
	}
	slices.Sort(names)

	fmt.Fprintf(w, intro, len(cfg.Rules), len(cfg.Providers))
	titles := map[string]string{}
	for _, name := range names {
		if titles[name], err = title(files, name); err != nil {
			return err
		}
		fmt.Fprintf(w, "| [%s](#%s) | %d | %s |\n", family(name), family(name), len(families[name]), titles[name])
	}
	for _, name := range names {
		fmt.Fprintf(w, "\n## %s\n\n%s\n\n", family(name), titles[name])
		fmt.Fprint(w, "| provider | rule | finds | confidence | severity | proof |\n| --- | --- | --- | --- | --- | --- |\n")
		for _, r := range sorted(families[name], providers) {
			fmt.Fprintf(w, "| %s | `%s` | %s%s | %s | %s | %s |\n", link(providers[r.Provider]), r.ID, cell(r.Description), parts(r),
				cmp.Or(r.Confidence, finding.ConfidenceMedium), cmp.Or(r.Severity, finding.SeverityHigh), r.Proof)
		}
	}
	return nil
}

const intro = `<!-- Written by go generate ./... from rules/builtin. Change the rules, not this page. -->

# Built-in rules

%d rules know the secrets of %d providers, and those that no provider issues. ` + "`sluice rules show ID`" + ` tells all about one of them:
its regex, its examples, what the secret can do and how to replace it.

A provider's name leads to where its secrets are revoked, or to the provider's documentation. After *with* stand the rules of a secret's parts, such as the
id of a key: what they find a few lines away is named in the finding. One in bold must be there. *Confidence* says how sure a
match is to be a secret: a form that nothing else has gives high, a name beside a random value medium. *Severity* says what the
secret can do. *Proof* names what is read from the secret itself, without a network: a checksum that holds raises the
confidence to high, and one that fails lowers it by a step.

| family | rules | what is in it |
| --- | --- | --- |
`

// title is the first sentence of a rule file, which is a comment.
func title(files fs.FS, name string) (string, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return "", fmt.Errorf("read the title of a family: %w", err)
	}
	var words []string
	for line := range strings.Lines(string(data)) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
		if !ok || comment == "" {
			break
		}
		words = append(words, strings.Fields(comment)...)
	}
	sentence, _, _ := strings.Cut(strings.Join(words, " "), ". ")
	if sentence == "" {
		return "", errors.New(name + " does not open with a comment on what is in it")
	}
	return cell(strings.TrimSuffix(sentence, ".") + "."), nil
}

func family(file string) string { return strings.TrimSuffix(file, path.Ext(file)) }

// sorted orders rules by the names of their providers, those without one last.
func sorted(list []rules.Rule, providers map[string]rules.Provider) []rules.Rule {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b rules.Rule) int {
		return cmp.Or(
			cmp.Compare(min(len(b.Provider), 1), min(len(a.Provider), 1)),
			strings.Compare(strings.ToLower(providers[a.Provider].Name), strings.ToLower(providers[b.Provider].Name)),
			strings.Compare(a.ID, b.ID),
		)
	})
	return list
}

// parts tells of the parts of a rule, or that it only serves as one.
func parts(r rules.Rule) string {
	switch {
	case r.SkipReport:
		return " (a part only)"
	case len(r.Parts) == 0:
		return ""
	}
	var ids []string
	for _, p := range r.Parts {
		id := "`" + p.ID + "`"
		if p.Required {
			id = "**" + id + "**"
		}
		ids = append(ids, id)
	}
	return ", with " + strings.Join(ids, ", ")
}

func link(p rules.Provider) string {
	name := cell(cmp.Or(p.Name, p.ID))
	if p.Revoke == "" {
		return name
	}
	return "[" + name + "](" + p.Revoke + ")"
}

// cell escapes what would end a cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
