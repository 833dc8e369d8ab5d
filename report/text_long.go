package report

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

const (
	shownLocations = 5 // locations of a finding, if not all are wanted
	titleIndent    = 2 // columns before the further lines of a title
)

// long writes all that there is to know of a finding.
func (t *text) long(f *judged) {
	t.title(f.Finding, t.titleLines(f.Finding, "("+printable(f.RuleID)+")"))
	t.secret(f.Finding)
	if f.worst.Line != "" {
		t.sourceLine(f)
	}
	label := "with"
	for _, part := range parts(f.Finding) {
		t.field(label, part)
		label = ""
	}
	t.field("severity", printable(f.SeverityNote))
	t.field("others can", printable(f.Can))
	t.field("it says", printable(strings.Join(f.Facts, "; ")))
	if t.options.Verbose {
		t.field("other rules", printable(strings.Join(f.AlsoRules, ", ")))
	}
	all := locations(f.Finding)
	if f.Exposure.Introduced != "" {
		if len(all) > 1 { // else its place says so
			t.field("since", since(f.Finding))
		}
		t.field("exposed", exposed(f))
	}
	shown := all
	if !t.options.Verbose {
		shown = all[:min(len(all), shownLocations)]
	}
	for i := range shown {
		t.location(&shown[i])
	}
	if more := max(len(all), f.LocationCount) - len(shown); more > 0 {
		t.field("", "and "+plural(more, "more place"))
	}
	t.advice(f.Finding)
	t.line("fingerprint", printable(f.Fingerprint))
}

// secret writes a secret and how sure it is, on one line if that has room.
func (t *text) secret(f *finding.Finding) {
	secret, sure := printable(f.Secret), "("+sureness(f)+")"
	if t.options.Width > 0 && labelWidth+columns(secret+"  "+sure) > t.width() {
		t.field("secret", secret)
		t.field("", sure, color.Faint)
		return
	}
	t.line("secret", secret+t.paint("  "+sure, color.Faint))
}

// titleLines are the words of a title without the severity. The last ones are in
// brackets. Where no width is given, it is one line.
func (t *text) titleLines(f *finding.Finding, brackets string) []string {
	words := sentence(f.Description) + " " + brackets
	if t.options.Width <= 0 {
		return []string{words}
	}
	return wrap(words, t.titleWidth(f))
}

// titleWidth is how many columns a title has beside the severity.
func (t *text) titleWidth(f *finding.Finding) int {
	return t.width() - columns(printable(string(f.Severity))) - titleIndent
}

// title writes the severity before the words of a title.
func (t *text) title(f *finding.Finding, lines []string) {
	fmt.Fprint(t, t.paint(strings.ToUpper(printable(string(f.Severity))), severityColors(f.Severity)...))
	for _, line := range lines {
		fmt.Fprintf(t, "%*s%s\n", titleIndent, "", t.paint(line, color.Bold))
	}
}

func (t *text) location(l *finding.Location) {
	t.field("at", place(l), color.FgCyan)
	if l.InHead {
		t.field("", fate(l), color.FgRed)
	} else {
		t.field("", fate(l))
	}
	t.field("", origin(l))
	if len(l.Owners) > 0 {
		t.field("", "owned by "+printable(strings.Join(l.Owners, " ")))
	}
}

// advice writes the advice once for each rule, because twenty tokens of one kind
// are all revoked in the same way.
func (t *text) advice(f *finding.Finding) {
	steps := advice(f)
	key := f.RuleID + "\x00" + strings.Join(steps, "\x00")
	if t.advised[key] {
		t.field("do now", "as for the "+printable(f.RuleID)+" above")
		return
	}
	t.advised[key] = true
	label := "do now"
	for i, step := range steps {
		number := fmt.Sprintf("%d. ", i+1)
		for _, line := range wrap(step, t.width()-labelWidth-len(number)) {
			t.line(label, number+line)
			label, number = "", "   "
		}
	}
}
