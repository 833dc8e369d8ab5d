package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/migrate"
	"github.com/sluicesec/sluice/report"
)

// A migrateOutcome is what a migration came to.
type migrateOutcome struct {
	Notes    []migrate.Note `json:"notes"`
	Files    []string       `json:"files"` // that are written, or would be
	Written  bool           `json:"written"`
	Complete bool           `json:"complete"` // the scan was
	Known    int            `json:"known"`    // findings in the baseline then
	Rest     int            `json:"rest"`     // findings that are reported still

	files []migrate.File
	there []string
	all   bool // a line for each note
	hide  func(string) string
}

func (o *migrateOutcome) writeJSON(env environment) error {
	if len(o.Notes) > 0 {
		migrate.HideIn(o.Notes, o.hide)
	}
	o.Files = []string{}
	for _, f := range o.files {
		o.Files = append(o.Files, f.Path)
	}
	e := json.NewEncoder(env.stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(o)
}

func (o *migrateOutcome) writeText(env environment) {
	var b strings.Builder
	counts := map[migrate.Fate]int{}
	for _, n := range o.Notes {
		counts[n.Fate]++
	}
	notes := o.Notes
	if !o.all {
		notes = migrate.Fold(notes)
	}
	migrate.HideIn(notes, o.hide)
	for _, n := range notes {
		b.WriteString(n.String() + "\n")
	}
	var parts []string
	for _, c := range []struct {
		fate migrate.Fate
		text string
	}{
		{migrate.Kept, "kept as they are"}, {migrate.Translated, "translated"}, {migrate.Idle, "for nothing that sluice finds"},
		{migrate.Left, "left out"}, {migrate.ByHand, "to change by hand"},
	} {
		if n := counts[c.fate]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, c.text))
		}
	}
	fmt.Fprintf(&b, "\n%s: %s\n", report.Count(len(o.Notes), "line"), strings.Join(parts, ", "))
	for _, f := range o.files {
		verb := "would write"
		switch {
		case o.Written:
			verb = "wrote"
		case slices.Contains(o.there, f.Path):
			verb = "with --force, would write"
		}
		if filepath.Base(f.Path) == migrate.ConfigName {
			fmt.Fprintf(&b, "%s %s", verb, f.Path)
			if !o.Written {
				b.WriteString(":\n\n" + o.hide(indent(string(f.Text))))
			}
			b.WriteString("\n")
		} else {
			fmt.Fprintf(&b, "%s %s: %s known\n", verb, f.Path, report.Count(o.Known, "finding"))
		}
	}
	if len(o.files) == 0 {
		b.WriteString("there is nothing to write\n")
	}
	if o.Rest > 0 {
		fmt.Fprintf(&b, "%s reported still, because no file here knows %s: look at %s (sluice git), and `sluice baseline update` makes known what is left.\n",
			report.Count(o.Rest, "finding")+" "+english.PluralWord(o.Rest, "is", "are"), english.PluralWord(o.Rest, "it", "them"), english.PluralWord(o.Rest, "it", "them"))
	}
	switch {
	case o.Written && len(o.files) > 0:
		b.WriteString("Commit what was written, and take out the files of the other tools when nothing uses them any more.\n")
	case len(o.files) > 0:
		b.WriteString("Nothing was written: `sluice migrate --write` writes.\n")
	}
	fmt.Fprint(env.stdout, b.String())
}

// indent indents the lines of a text that are not empty.
func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			b.WriteString("    ")
		}
		b.WriteString(line)
	}
	return b.String()
}
