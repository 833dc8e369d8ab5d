package ci

import (
	"crypto/rand"
	"fmt"
	"io"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// Annotate writes a workflow command of GitHub Actions for each finding, which
// shows it at its line (docs.github.com/actions/reference/workflows-and-actions/
// workflow-commands). It names one place of each: GitHub shows ten in all.
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

// StopWord returns a word for the workflow command stop-commands, which nobody
// can have written into a commit before.
func StopWord() string { return "sluice-" + rand.Text() }

// The runner takes a line that begins with "::" for a command, and these apart
// at their separators.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
