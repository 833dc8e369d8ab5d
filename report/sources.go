package report

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// underSources returns a merged report with the source at the beginning of each path, as
// if each source were a folder: few formats have another place for it. A report of one
// scan is returned as it is.
func underSources(r *finding.Report) *finding.Report {
	if len(r.Sources) == 0 {
		return r
	}
	out := *r
	out.Findings = slices.Clone(r.Findings)
	for i := range out.Findings {
		f := &out.Findings[i]
		f.Locations = slices.Clone(f.Locations)
		for j := range f.Locations {
			f.Locations[j].Path = underSource(&f.Locations[j])
		}
	}
	return &out
}

// underSource returns the path of a location with its source, if there is one.
func underSource(l *finding.Location) string {
	if l.Source == "" || l.Path == "" || isMessage(l) {
		return l.Path
	}
	return l.Source + "/" + l.Path
}

// placeInSource is place with the source.
func placeInSource(l *finding.Location) string {
	inSource := *l
	inSource.Path = underSource(l)
	return place(&inSource)
}

// knowsSources reports whether a format has a place for the source of a location.
func knowsSources(format string) bool {
	switch format {
	case "json", "jsonl", "csv":
		return true
	}
	return false
}
