package report

import (
	"bufio"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// writeHTMLData writes the findings for the script, in two elements. The first has a
// line of JSON for the details of each finding, which the script reads when somebody
// opens the finding. The second is one JSON text with what the list, the filters and
// the search need, so that a report of 100,000 findings opens quickly.
//
// Texts that many findings have are in a list, and the findings have their index in it.
func writeHTMLData(w *bufio.Writer, findings []*finding.Finding) error {
	t := texts{index: map[string]int{}}
	w.WriteString(`<script type="application/x-ndjson" id="details-data">` + "\n")
	for _, f := range findings {
		if err := writeInert(w, newHTMLDetails(f, &t)); err != nil {
			return err
		}
		w.WriteString("\n")
	}
	w.WriteString("</script>\n" + `<script type="application/json" id="report-data">` + "\n")
	w.WriteString(`{"rows":[` + "\n")
	for i, f := range findings {
		if i > 0 {
			w.WriteString(",\n")
		}
		if err := writeInert(w, newHTMLRow(f, &t)); err != nil {
			return err
		}
	}
	w.WriteString("],\n" + `"texts":`)
	if err := writeInert(w, list(t.list)); err != nil {
		return err
	}
	w.WriteString(`,"settings":`)
	if err := writeInert(w, settingChoices()); err != nil {
		return err
	}
	w.WriteString(`,"ages":`)
	if err := writeInert(w, ageChoices()); err != nil {
		return err
	}
	w.WriteString("}\n</script>\n")
	return nil
}

// writeInert writes JSON that cannot end the element it is in: json.Marshal escapes
// "<", ">" and "&".
func writeInert(w *bufio.Writer, v any) error {
	text, err := json.Marshal(v)
	if err == nil {
		w.Write(text)
	}
	return err
}

// texts is a list in which each text is once.
type texts struct {
	list  []string
	index map[string]int
}

func (t *texts) of(s string) int {
	i, ok := t.index[s]
	if !ok {
		i = len(t.list)
		t.index[s] = i
		t.list = append(t.list, s)
	}
	return i
}

func (t *texts) all(list []string) []int {
	var all []int
	for _, s := range list {
		all = append(all, t.of(s))
	}
	return all
}

// An htmlRow is what the list shows of a finding, and what filters and the search look
// at. An int that stands for a text is its index.
type htmlRow struct {
	ID       string   `json:"id"`
	Rule     int      `json:"rule"`    // text
	What     int      `json:"what"`    // text: what kind of secret it is
	Service  int      `json:"service"` // text
	Severity string   `json:"severity"`
	Sure     string   `json:"sure"` // the confidence
	Proven   bool     `json:"proven,omitempty"`
	Secret   string   `json:"secret"`
	Line     string   `json:"line"` // the line around it at the most urgent place, or the secret
	Setting  string   `json:"setting,omitempty"`
	Current  bool     `json:"current,omitempty"`
	Pushed   bool     `json:"pushed,omitempty"`
	Place    string   `json:"place"` // the most urgent one
	Places   int      `json:"places"`
	Paths    []string `json:"paths,omitempty"`
	Authors  []int    `json:"authors,omitempty"` // texts, that of the first commit first
	Owners   []int    `json:"owners,omitempty"`  // texts
	Since    string   `json:"since,omitempty"`   // day
	Until    string   `json:"until,omitempty"`   // day
	Days     int      `json:"days,omitempty"`
	Age      string   `json:"age,omitempty"`
}

func newHTMLRow(f *finding.Finding, t *texts) htmlRow {
	places := placesOf(f)
	return htmlRow{
		ID:   printable(f.Fingerprint),
		Rule: t.of(printable(f.RuleID)), What: t.of(sentence(cmp.Or(f.Description, f.RuleID))), Service: t.of(serviceOf(f)),
		Severity: printable(string(f.Severity)), Sure: printable(string(f.Confidence)),
		Proven: f.Verification == finding.ProvenOffline, Secret: printable(f.Secret), Line: excerpt(f, places),
		Setting: settingOf(f), Current: f.Current(), Pushed: f.Exposure.Pushed,
		Place: place(places[0]), Places: max(len(f.Locations), f.LocationCount),
		Paths: pathsOf(f), Authors: t.all(authorsOf(f)), Owners: t.all(codeOwnersOf(f)),
		Since: day(f.Exposure.Introduced), Until: day(f.Exposure.Removed), Days: f.Exposure.Days, Age: ageOf(f),
	}
}

// pathsOf returns the different paths of a finding.
func pathsOf(f *finding.Finding) []string {
	return different(pointers(f.Locations), func(l *finding.Location) string {
		if isMessage(l) {
			return ""
		}
		return printable(l.FullPath())
	})
}

// authorsOf returns the different people who brought a secret, the first of them first.
func authorsOf(f *finding.Finding) []string {
	byDate := pointers(f.Locations)
	slices.SortStableFunc(byDate, func(a, b *finding.Location) int { return cmp.Compare(a.Date, b.Date) })
	return different(byDate, func(l *finding.Location) string { return printable(l.AuthorName) })
}

func codeOwnersOf(f *finding.Finding) []string {
	return different(pointers(f.Locations), func(l *finding.Location) string { return printable(strings.Join(l.Owners, " ")) })
}

// different returns the different texts that a function makes of locations, in their
// order and without "".
func different(all []*finding.Location, text func(*finding.Location) string) []string {
	var list []string
	seen := map[string]bool{"": true}
	for _, l := range all {
		s := text(l)
		if !seen[s] {
			seen[s] = true
			list = append(list, s)
		}
	}
	return list
}

func pointers[T any](list []T) []*T {
	all := make([]*T, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}
