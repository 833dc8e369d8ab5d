package report

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/dustin/go-humanize"

	"github.com/sluicesec/sluice/finding"
)

// shownBars is how many bars a panel has at most.
const shownBars = 8

// A panel shows how the findings are spread over the values of something, as bars.
type panel struct {
	ID, Title, About string
	Bars             []bar
	More             string // values without a bar
}

// A bar counts the findings with one value. The link shows them in the list.
type bar struct {
	Words                  string
	Link                   template.URL
	Count                  string
	Current, History       string // how many are and are not in the current files
	CurrentWidth, AllWidth int    // of 1000
}

func panels(findings []*finding.Finding) []panel {
	all := []panel{
		newPanel("services", "What they open", "The service that a secret belongs to, or what kind of secret it is.", "service", findings,
			func(f *finding.Finding) []string { return []string{serviceOf(f)} }, nil),
		newPanel("authors", "Who added them", "The authors of the commits that brought them.", "author", findings, authorsOf, nil),
		newPanel("folders", "Where they are", "The first folder of the path.", "path", findings, foldersOf, folderWords),
		newPanel("ages", "How long they were exposed", "From the first commit to the removal, or to the day of the scan.", "age", findings,
			func(f *finding.Finding) []string { return known(ageOf(f)) }, ageChoices()),
		newPanel("settings", "What kind of files hold them", "The most serious kind of the files that hold a secret.", "files", findings,
			func(f *finding.Finding) []string { return known(settingOf(f)) }, settingChoices()),
	}
	return slices.DeleteFunc(all, func(p panel) bool { return len(p.Bars) == 0 })
}

var folderWords = []choice{{"./", "Files in no folder"}}

func known(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// foldersOf returns the first folders of the paths of a finding, each once. In a merged
// report it returns the sources.
func foldersOf(f *finding.Finding) []string {
	return different(pointers(f.Locations), func(l *finding.Location) string {
		switch {
		case l.Source != "":
			return printable(l.Source) + "/"
		case isMessage(l) || l.FullPath() == "":
			return ""
		}
		return folderOf(printable(l.FullPath()))
	})
}

// newPanel counts the findings by the values that a function returns for them. If all
// values are choices, the bars are in the order of the choices, and else the longest
// comes first.
func newPanel(id, title, about, filter string, findings []*finding.Finding, values func(*finding.Finding) []string, words []choice) panel {
	p := panel{ID: id, Title: title, About: about}
	all, current := map[string]int{}, map[string]int{}
	ordered := true
	for _, f := range findings {
		for _, v := range values(f) {
			all[v]++
			if f.Current() {
				current[v]++
			}
			ordered = ordered && indexOf(words, v) >= 0
		}
	}
	var order []string
	longest := 0
	for v, n := range all {
		order = append(order, v)
		longest = max(longest, n)
	}
	slices.SortFunc(order, func(a, b string) int {
		if ordered {
			return cmp.Compare(indexOf(words, a), indexOf(words, b))
		}
		return cmp.Or(cmp.Compare(all[b], all[a]), cmp.Compare(a, b))
	})
	for _, v := range order[:min(len(order), shownBars)] {
		name := v
		if i := indexOf(words, v); i >= 0 {
			name = words[i].Words
		}
		p.Bars = append(p.Bars, bar{
			Words: name, Link: filterLink(filter, v), Count: humanize.Comma(int64(all[v])),
			Current: humanize.Comma(int64(current[v])), History: humanize.Comma(int64(all[v] - current[v])),
			CurrentWidth: 1000 * current[v] / longest, AllWidth: 1000 * all[v] / longest,
		})
	}
	if more := len(order) - len(p.Bars); more > 0 {
		p.More = humanize.Comma(int64(more)) + " more"
	}
	return p
}

func indexOf(words []choice, key string) int {
	return slices.IndexFunc(words, func(c choice) bool { return c.Key == key })
}
