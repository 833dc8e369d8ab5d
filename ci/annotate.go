package ci

import (
	"crypto/rand"
	"fmt"
	"io"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// Annotate writes a workflow command of GitHub Actions for each finding, so that
// GitHub shows it at its line (docs.github.com/actions/reference/
// workflows-and-actions/workflow-commands). It names only the first place of each
// finding, because GitHub shows ten annotations and no more.
func Annotate(w io.Writer, r *finding.Report) error {
	var b strings.Builder
	for i := range r.Findings {
		f := &r.Findings[i]
		title := property.Replace("Secret: " + f.Description)
		text := data.Replace(fmt.Sprintf("%s (%s) %s", f.Description, f.RuleID, f.Secret))
		if len(f.Locations) == 0 || f.Locations[0].Path == "" {
			fmt.Fprintf(&b, "::error title=%s::%s\n", title, text)
			continue
		}
		l := f.Locations[0]
		fmt.Fprintf(&b, "::error file=%s,line=%d,endLine=%d,title=%s::%s\n",
			property.Replace(l.Path), max(l.StartLine, 1), max(l.EndLine, 1), title, text)
	}
	if !r.Complete {
		fmt.Fprintf(&b, "::error title=Incomplete scan::%s\n", data.Replace("Not everything was scanned: this is no all-clear. "+strings.Join(r.Ledger.Errors, " ")))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// StopWord returns a random word for the workflow command stop-commands. Nobody can
// know it beforehand, and end the command by text in a commit.
func StopWord() string { return "sluice-" + rand.Text() }

// The runner reads a line that begins with "::" as a command. These replace what
// separates the parts of a command.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
