package report

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sluicesec/sluice/finding"
)

// writeIncident writes what a ticket about leaked secrets needs, in Markdown: for each
// secret what it is, when what happened to it, where it went, and boxes for what was
// done. The most urgent secret comes first. All times are those of commits, and the only
// other day is that of the scan.
func writeIncident(out *bufio.Writer, r *finding.Report, _ Options) error {
	w := &incident{out, map[string]string{}}
	fmt.Fprintf(w, "# Leaked secrets\n\n")
	list := r.ByRisk()
	w.WriteString("| | |\n| --- | --- |\n")
	row := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "| %s | %s |\n", label, text)
		}
	}
	row("Scanned", inCode(r.Ledger.Source))
	row("Repository", inCode(r.Scan.Repository))
	row("At", inCode(r.Scan.Head)+onBranch(r.Scan.Branch))
	row("Day of the scan", w.prose(r.Scan.Date))
	row("Found by", inCode(strings.TrimSpace(r.Tool.Name+" "+r.Tool.Version)))
	if r.Rules.Source != "" {
		row("Rules", inCode(r.Rules.String()))
	}
	row("Secrets", fmt.Sprint(len(list)))
	row("Not among them", strings.Join(setAside(r), ", "))
	row("Owner of this incident", "_to be named_")
	w.WriteString("\n")
	if !r.Complete {
		w.WriteString("**Not everything was scanned, so there may be more.**\n\n")
	}
	if len(list) == 0 {
		w.WriteString("No secrets were found.\n")
		return nil
	}
	for i, f := range list {
		fmt.Fprintf(w, "## %d. %s\n\n", i+1, w.prose(sentence(f.Description)))
		w.facts(f)
		w.timeline(r, f)
		w.reach(f)
		w.steps(f)
	}
	w.WriteString("## Afterwards\n\n")
	for _, step := range []string{
		"Everybody who must know was told: the owners of the systems, the security and the privacy people, customers if a law or a contract asks for it",
		"How the secrets got there, and what prevents the next one (a hook, a check in CI, a place for secrets)",
		"Verified with `sluice remediate --verify` that nothing is left in the repository",
	} {
		fmt.Fprintf(w, "- [ ] %s\n", step)
	}
	return nil
}

// An incident is the state of writing one report.
type incident struct {
	*bufio.Writer
	known map[string]string // sentences of rules as Markdown: most are those of many findings
}

// maxKnown bounds the sentences that are kept.
const maxKnown = 1 << 12

// prose is inProse.
func (w *incident) prose(s string) string {
	text, ok := w.known[s]
	if !ok {
		text = inProse(s)
		if len(w.known) < maxKnown {
			w.known[s] = text
		}
	}
	return text
}

func onBranch(name string) string {
	if name == "" {
		return ""
	}
	return " on " + inCode(name)
}

func (w *incident) facts(f *finding.Finding) {
	bullet := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "- %s: %s\n", label, text)
		}
	}
	note := ""
	if f.SeverityNote != "" {
		note = " (" + w.prose(f.SeverityNote) + ")"
	}
	bullet("Severity", "**"+w.prose(string(f.Severity))+"**"+note)
	bullet("How sure", w.prose(sureness(f)))
	bullet("Rule", inCode(f.RuleID))
	bullet("Provider", w.prose(f.Provider))
	bullet("Secret", inCode(f.Secret))
	bullet("Fingerprint", inCode(f.Fingerprint))
	bullet("Others can", w.prose(f.Can))
	bullet("It says", w.prose(strings.Join(f.Facts, "; ")))
	bullet("Code owners", inCode(strings.Join(ownersOf(f), ", ")))
	w.WriteString("\n")
}

func ownersOf(f *finding.Finding) []string {
	var all []string
	for _, l := range f.Locations {
		all = append(all, l.Owners...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// An event is something that happened to a secret.
type event struct {
	date string // RFC 3339, or a day
	what string // Markdown
}

// instant is the date in a form that sorts by time. An event without a date comes last.
func (e event) instant() string { return cmp.Or(utc(e.date), "~") }

// incidentPlaces is how many places, and how many events, of a secret are listed.
const incidentPlaces = 20

// timeline lists when the secret came, went and was seen. Days are those that the
// authors of the commits gave.
func (w *incident) timeline(r *finding.Report, f *finding.Finding) {
	var events []event
	for i := range f.Locations {
		l := &f.Locations[i]
		if l.Date != "" {
			events = append(events, event{l.Date, "introduced in " + inCode(place(l)) + by(l)})
		}
		if !l.RemovedCommit.IsZero() {
			events = append(events, event{l.RemovedDate, "removed from " + inCode(place(l)) + ", commit " + inCode(abbreviate(l.RemovedCommit))})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return strings.Compare(a.instant(), b.instant()) })
	events = slices.Compact(events)
	w.WriteString("**Timeline**\n\n| when | what |\n| --- | --- |\n")
	for i, e := range events {
		if more := len(events) - i; i == incidentPlaces && more > 1 {
			fmt.Fprintf(w, "| | %d more events |\n", more)
			break
		}
		fmt.Fprintf(w, "| %s | %s |\n", w.prose(day(e.date)), e.what)
	}
	pushed := "no sign that it was pushed (to be checked)"
	if f.Exposure.Pushed {
		pushed = "pushed: when, _to be found out_"
	}
	fmt.Fprintf(w, "| | %s |\n", pushed)
	fmt.Fprintf(w, "| %s | found by this scan |\n", w.prose(r.Scan.Date))
	w.WriteString("| | revoked |\n| | replaced |\n\n")
}

// by says who brought a secret, and in which commit.
func by(l *finding.Location) string {
	if l.Commit.IsZero() {
		return ""
	}
	s := ", commit " + inCode(abbreviate(l.Commit))
	if who := strings.TrimSpace(l.AuthorName + " " + inBrackets(l.AuthorEmail)); who != "" {
		s += ", by " + inCode(who)
	}
	return s
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return "<" + s + ">"
}

// reach says where the secret went.
func (w *incident) reach(f *finding.Finding) {
	w.WriteString("**Where it went**\n\n")
	x := f.Exposure
	fmt.Fprintf(w, "- %s\n", w.prose(cmp.Or(exposure(f), "No push known.")))
	refs := func(label string, n int, of func(*finding.Location) []string) {
		var all []string
		for i := range f.Locations {
			all = append(all, of(&f.Locations[i])...)
		}
		slices.Sort(all)
		all = slices.Compact(all)
		if n = max(n, len(all)); n == 0 {
			return
		}
		shown := all[:min(len(all), 10)]
		for i := range shown {
			shown[i] = inCode(shown[i])
		}
		text := strings.Join(shown, ", ")
		if more := n - len(shown); more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		fmt.Fprintf(w, "- %s: %s\n", label, text)
	}
	refs("Branches", x.Branches, func(l *finding.Location) []string { return slices.Clone(l.Branches) })
	refs("Tags", x.Tags, func(l *finding.Location) []string { return slices.Clone(l.Tags) })
	for i := range f.Locations {
		l := &f.Locations[i]
		if more := max(len(f.Locations), f.LocationCount) - i; i == incidentPlaces && more > 1 {
			fmt.Fprintf(w, "- and %s\n", plural(more, "more place"))
			break
		}
		fmt.Fprintf(w, "- %s%s\n", inCode(place(l)), w.after(fate(l)))
	}
	w.WriteString("\n")
}

func (w *incident) after(s string) string {
	if s == "" {
		return ""
	}
	return ": " + w.prose(s)
}

// steps lists what has to be done, with boxes.
func (w *incident) steps(f *finding.Finding) {
	w.WriteString("**What was done**\n\n")
	steps := []string{"Owner of the secret: _to be named_"}
	if f.Revoke != "" {
		steps = append(steps, w.prose(revoke(f)))
	} else {
		steps = append(steps, "Revoked where it was issued")
	}
	replace := "Replaced, and everything that used it has the new one"
	if f.Rotate != "" {
		replace += ". " + w.prose(sentence(f.Rotate))
	}
	steps = append(steps, replace)
	logs := "Logs looked at for use by others"
	if f.Logs != "" {
		logs += ": " + w.prose(sentence(f.Logs))
	}
	steps = append(steps, logs+". Result: ______", "Taken out of the present files")
	if !uncommitted(f) {
		steps = append(steps, "Taken out of the history, or decided not to, and why: ______")
	}
	for _, s := range steps {
		fmt.Fprintf(w, "- [ ] %s\n", s)
	}
	w.WriteString("\n")
}

// utc converts an RFC 3339 time to UTC. It returns other text as it is.
func utc(date string) string {
	t, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return date
	}
	return t.UTC().Format(time.RFC3339)
}
