package remedy

import "github.com/sluicesec/sluice/finding"

// A where says which part of a repository has a secret, and so what takes it out.
type where int

const (
	inHistory    where = iota // a branch, a tag, a remote-tracking ref or another ref leads to it
	inStash                   // only a stash does
	inNote                    // only a note does
	inReflog                  // only a reflog does
	inReflogText              // the text of a reflog is what holds it
	unreachable               // an object that nothing leads to
	inIndex                   // staged, in no commit
	inGitFile                 // a file of the git folder
	inLFS                     // content of Git LFS that no pointer file names
	inRefName                 // the name of a branch or a tag
	outside                   // no object of the repository
)

// A place is a location, with what the repository says about it.
type place struct {
	*finding.Location
	where   where
	holders holder
}

// newPlace looks a location up in the repository's graph.
func newPlace(l *finding.Location, g *graph) place {
	p := place{Location: l, where: outside}
	switch l.Kind {
	case finding.KindGitFile:
		p.where = inGitFile
		return p
	case finding.KindLFSObject:
		p.where = inLFS
		return p
	case finding.KindLeftover:
		p.where = unreachable
		return p
	case finding.KindRefName:
		p.where = inRefName
		return p
	case finding.KindReflog:
		p.where = inReflogText
		return p
	}
	p.holders = g.holders(l.Commit)
	if l.Kind == finding.KindTagMessage || l.Kind == finding.KindTagHeader {
		p.holders = g.tags[l.Blob]
	}
	switch h := p.holders; {
	case h&published != 0:
		p.where = inHistory
	case h&note != 0:
		p.where = inNote
	case h&stash != 0:
		p.where = inStash
	case h&reflog != 0:
		p.where = inReflog
	case l.Commit.IsZero() && !l.Blob.IsZero() && l.Reachable:
		p.where = inIndex
	case !l.Blob.IsZero() || !l.Commit.IsZero():
		p.where = unreachable
	}
	return p
}
