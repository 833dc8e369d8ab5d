package report

import (
	"cmp"
	"html/template"
	"math"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
)

// A choice is a value of a filter, and its words for people.
type choice struct {
	Key   string `json:"key"`
	Words string `json:"words"`
}

// settingChoices are the kinds of files, the most serious first.
func settingChoices() []choice {
	return []choice{
		{string(finding.SettingDeployed), "Code, configuration, messages"},
		{string(finding.SettingExample), "Examples"},
		{string(finding.SettingDocumentation), "Documentation"},
		{string(finding.SettingTest), "Tests"},
		{string(finding.SettingVendored), "Third-party code"},
		{string(finding.SettingLeftOver), "Never committed"},
	}
}

// An age is a range of days for which secrets were exposed.
type age struct {
	choice
	days int // at most
}

var ages = [...]age{
	{choice{"day", "Less than a day"}, 0},
	{choice{"week", "Up to a week"}, 7},
	{choice{"month", "Up to a month"}, 31},
	{choice{"year", "Up to a year"}, 366},
	{choice{"years", "1 to 3 years"}, 3*365 + 1},
	{choice{"longer", "More than 3 years"}, math.MaxInt32},
}

func ageChoices() []choice {
	var all []choice
	for _, a := range ages {
		all = append(all, a.choice)
	}
	return all
}

// ageOf returns the key of the age of a finding; "" if nobody knows since when it was
// exposed.
func ageOf(f *finding.Finding) string {
	if f.Exposure.Introduced == "" {
		return ""
	}
	for _, a := range ages {
		if f.Exposure.Days <= a.days {
			return a.Key
		}
	}
	return ""
}

// settingOf returns the most serious kind of file that holds a finding; "" if nobody
// knows.
func settingOf(f *finding.Finding) string {
	if len(f.Exposure.Settings) == 0 {
		return ""
	}
	return printable(string(f.Exposure.Settings[0]))
}

// whereabouts says whether a secret is still at a location, for people who may not know
// the words of git.
func whereabouts(l *finding.Location) string {
	switch s := fate(l); {
	case s == "":
		return ""
	case l.InHead && isMessage(l):
		return "In the history of the current branch"
	case l.InHead:
		return "In the current files"
	case strings.HasPrefix(s, "not in HEAD"):
		return "Not in the current files" + refs(l)
	default:
		return strings.ToUpper(s[:1]) + s[1:]
	}
}

// folderOf returns the first folder of a path with a slash behind it, or "./" for a file
// that is in none. The path of an archive goes up to a "!".
func folderOf(path string) string {
	path, _, _ = strings.Cut(path, "!")
	first, _, found := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !found {
		return "./"
	}
	if strings.HasPrefix(path, "/") {
		return "/" + first + "/"
	}
	return first + "/"
}

// placesOf returns the locations of a finding, the most urgent first, and of those that
// are equally urgent the files first. If there is none it returns one that is empty.
func placesOf(f *finding.Finding) []*finding.Location {
	if len(f.Locations) == 0 {
		return []*finding.Location{{}}
	}
	all := pointers(f.Locations)
	slices.SortStableFunc(all, func(a, b *finding.Location) int {
		return cmp.Or(cmp.Compare(urgency(b), urgency(a)), compareBools(isMessage(a), isMessage(b)))
	})
	return all
}

// compareBools has false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// excerptWidth is how many characters of a line the list shows.
const excerptWidth = 110

// excerpt returns the source line of the first place that has one, cut around the secret
// if it is long; the secret alone if no place has a line.
func excerpt(f *finding.Finding, places []*finding.Location) string {
	i := slices.IndexFunc(places, func(l *finding.Location) bool { return l.Line != "" })
	if i < 0 {
		return printable(f.Secret)
	}
	line := []rune(printable(strings.Join(strings.Fields(places[i].Line), " ")))
	if len(line) <= excerptWidth {
		return string(line)
	}
	before := 0
	if i := strings.Index(string(line), "***"); i > 0 {
		before = utf8.RuneCountInString(string(line)[:i])
	}
	begin := min(max(before-excerptWidth/2, 0), len(line)-excerptWidth)
	cut := string(line[begin : begin+excerptWidth])
	if begin > 0 {
		cut = "…" + cut
	}
	if begin+excerptWidth < len(line) {
		cut += "…"
	}
	return cut
}

// filterLink is a link that shows the findings for which a filter has this value.
func filterLink(filter, value string) template.URL {
	return template.URL("#" + filter + "=" + url.QueryEscape(value))
}
