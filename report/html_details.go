package report

import (
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// An htmlDetails is what the page shows of a finding that somebody opens. An int that
// stands for a text is its index.
type htmlDetails struct {
	Steps    []int       `json:"steps,omitempty"` // texts: what to do
	Can      int         `json:"can"`             // text: what others can do with it
	Note     int         `json:"note"`            // text: why the severity is lower
	Logs     int         `json:"logs"`            // text
	Facts    []string    `json:"facts,omitempty"`
	With     []string    `json:"with,omitempty"` // the parts
	Also     []int       `json:"also,omitempty"` // texts: other rules
	Mode     string      `json:"mode,omitempty"`
	Match    string      `json:"match,omitempty"` // if no place has its line
	Branches int         `json:"branches,omitempty"`
	Tags     int         `json:"tags,omitempty"`
	Places   []htmlPlace `json:"places,omitempty"`
}

// An htmlPlace is a location.
type htmlPlace struct {
	At      string `json:"at"`
	Line    string `json:"line,omitempty"` // of the text, with the secret redacted
	Number  int    `json:"number,omitempty"`
	State   int    `json:"state"` // text
	Current bool   `json:"current,omitempty"`
	Pushed  bool   `json:"pushed,omitempty"`
	Setting string `json:"setting,omitempty"`
	Owners  int    `json:"owners"` // text
	Commit  string `json:"commit,omitempty"`
	Author  int    `json:"author"` // text: name and e-mail address
	Day     string `json:"day,omitempty"`
	Subject string `json:"subject,omitempty"` // the first line of the commit's message
}

func newHTMLDetails(f *finding.Finding, t *texts) htmlDetails {
	d := htmlDetails{
		Steps: t.all(advice(f)), Can: t.of(printable(f.Can)), Note: t.of(printable(f.SeverityNote)), Logs: t.of(printable(f.Logs)),
		Facts: printables(f.Facts), With: parts(f), Also: t.all(printables(f.AlsoRules)), Mode: printable(f.Mode),
		Branches: f.Exposure.Branches, Tags: f.Exposure.Tags,
	}
	if len(f.Locations) == 0 {
		return d
	}
	withLine := false
	for _, l := range placesOf(f) {
		withLine = withLine || l.Line != ""
		d.Places = append(d.Places, newHTMLPlace(l, t))
	}
	if !withLine {
		d.Match = printable(f.Match)
	}
	return d
}

func newHTMLPlace(l *finding.Location, t *texts) htmlPlace {
	p := htmlPlace{
		At: place(l), Line: printable(l.Line), State: t.of(whereabouts(l)), Current: l.InHead, Pushed: l.Pushed,
		Setting: printable(string(l.Setting)), Owners: t.of(printable(strings.Join(l.Owners, " "))),
		Author: t.of(signature(l)), Day: day(l.Date), Subject: subject(l.Message),
	}
	if l.Line != "" {
		p.Number = l.StartLine
	}
	if isMessage(l) {
		p.Setting = "" // it is no file
	}
	if !l.Commit.IsZero() {
		p.Commit = l.Commit.String()
	}
	return p
}

// signature is the name and the e-mail address of an author.
func signature(l *finding.Location) string {
	s := l.AuthorName
	if l.AuthorEmail != "" {
		s += " <" + l.AuthorEmail + ">"
	}
	return printable(strings.TrimSpace(s))
}

func printables(texts []string) []string {
	var all []string
	for _, s := range texts {
		all = append(all, printable(s))
	}
	return all
}
