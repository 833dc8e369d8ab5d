package ci

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
)

// Annotate writes a workflow command of GitHub Actions for each finding, so that
// GitHub shows it at its line, or at its file if the line is one of an older state. GitHub shows
// ten annotations and no more, so the most urgent findings come first, and each with its first
// place only.
func Annotate(w *plain.Writer, r *finding.Report) error {
	var errs []error
	annotate := func(text string, properties ...plain.Property) {
		errs = append(errs, w.Act(plain.Command{Name: "error", Properties: properties, Text: text}))
	}
	for _, f := range r.ByRisk() {
		title := plain.Property{Name: "title", Value: "Secret: " + f.Description}
		text := fmt.Sprintf("%s (%s) %s", f.Description, f.RuleID, f.Secret)
		if len(f.Locations) == 0 || f.Locations[0].Path == "" {
			annotate(text, title)
			continue
		}
		l := f.Locations[0]
		if l.InMember() { // it is no line of the file
			annotate(text+" in "+l.FullPath(), plain.Property{Name: "file", Value: l.Path}, title)
			continue
		}
		if !current(r, &l) { // GitHub would show what is in that line now
			annotate(fmt.Sprintf("%s in line %d of commit %s", text, max(l.StartLine, 1), short(l.Commit)), plain.Property{Name: "file", Value: l.Path}, title)
			continue
		}
		annotate(text,
			plain.Property{Name: "file", Value: l.Path},
			plain.Property{Name: "line", Value: strconv.Itoa(max(l.StartLine, 1))},
			plain.Property{Name: "endLine", Value: strconv.Itoa(max(l.EndLine, 1))},
			title)
	}
	if !r.Complete {
		annotate("Not everything was scanned: this is no all-clear. "+strings.Join(r.Ledger.Errors, " "),
			plain.Property{Name: "title", Value: "Incomplete scan"})
	}
	return errors.Join(append(errs, w.Flush())...)
}

// current reports whether the secret is at its place now: in HEAD, or at the end of the range
// that the run is about.
func current(r *finding.Report, l *finding.Location) bool {
	return l.InHead || l.Commit.IsZero() || r.Scan.Kind == finding.ScanRange && l.RemovedCommit.IsZero()
}

// Quietly writes with the workflow commands of the runner switched off, until a
// word that nobody can know beforehand, and that so no text in a commit can end.
func Quietly(w *plain.Writer, write func() error) error {
	word := "sluice-" + rand.Text()
	return errors.Join(
		w.Act(plain.Command{Name: "stop-commands", Text: word}),
		write(),
		w.Act(plain.Command{Name: word}),
	)
}
