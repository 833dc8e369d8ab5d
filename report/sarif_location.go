package report

import (
	"cmp"
	"net/url"
	"path"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/sluicesec/sluice/finding"
)

// sarifLocation is a physical location, even for a secret that is in no file:
// GitHub refuses a whole upload if one result has no artifact location.
func sarifLocation(l *finding.Location) *sarif.Location {
	uri := sarifURI(l)
	artifact := sarif.NewSimpleArtifactLocation(uri)
	if !strings.HasPrefix(uri, "file:") {
		artifact.WithUriBaseId(sourceRoot)
	}
	physical := sarif.NewPhysicalLocation().WithArtifactLocation(artifact)
	if l.StartLine > 0 && !isMessage(l) && !l.InMember() && checkedOut(l) {
		physical.WithRegion(sarifRegion(l))
		if l.Line != "" {
			line := sarif.NewSimpleRegion(l.StartLine, l.StartLine).WithSnippet(sarif.NewArtifactContent().WithText(l.Line))
			physical.WithContextRegion(line)
		}
	}
	location := sarif.NewLocationWithPhysicalLocation(physical)
	if isMessage(l) {
		location.WithDescriptionText("In the " + place(l) + ".")
	}
	if l.InMember() { // a region would be one of the container
		location.WithDescriptionText("In " + inMessage.Replace(place(l)) + ".")
		location.AddLogicalLocations(sarif.NewLogicalLocation().WithKind("member").WithFullyQualifiedName(place(l)))
	}
	return location
}

// checkedOut reports whether the file that a location names holds the secret as it is now:
// in HEAD, in the index or in a folder. GitHub shows a line of the file as it is now, so
// a line of an older state would be a wrong one, or none.
func checkedOut(l *finding.Location) bool {
	return l.InHead || l.Commit.IsZero() && (l.Reachable || l.Blob.IsZero())
}

// sarifRegion has the columns of the location as they are. Like SARIF, a location
// ends after its last character (SARIF 3.30.8). It counts code points, and the
// run's columnKind says so.
func sarifRegion(l *finding.Location) *sarif.Region {
	region := sarif.NewSimpleRegion(l.StartLine, max(l.StartLine, l.EndLine))
	if l.StartColumn > 0 {
		region.WithStartColumn(l.StartColumn)
	}
	if l.EndColumn > 0 {
		region.WithEndColumn(l.EndColumn)
	}
	return region
}

// sarifURI is the URI of the file at a location (RFC 3986), relative to the source
// root unless the path is absolute. GitHub shows the path of each result, so a secret
// that is in no file has one that tells what holds it and that no file of a project can
// have: .git/commit-message/ and the id. For the name or the reflog of a ref it is the
// file that git makes of that ref. For a location without an object it is the root.
func sarifURI(l *finding.Location) string {
	p := l.Path
	if id := object(l).String(); isMessage(l) || p == "" {
		p = "."
		if id != "" {
			p = path.Join(".git", cmp.Or(string(l.Kind), "object"), id)
		}
		switch l.Kind {
		case finding.KindRefName:
			p = path.Join(".git", l.Ref)
		case finding.KindReflog:
			p = path.Join(".git/logs", l.Ref)
		}
	}
	if len(p) > 1 && p[1] == ':' { // a drive letter
		p = "/" + p
	}
	if strings.HasPrefix(p, "/") {
		return (&url.URL{Scheme: "file", Path: p}).String()
	}
	return (&url.URL{Path: p}).String()
}
