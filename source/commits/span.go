package commits

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// A Span is a range of commits that a user has written.
type Span struct {
	A, B             string // revisions, as they were written
	Exclude, Include oid.ID // the commits that they name
}

// Parse reads A..B as two revisions of repo. Both must be there. A side that git
// would read as HEAD is an error: most often it is an unset variable, and the range
// then holds other commits than its user believes. Other forms of gitrevisions(7)
// are errors, too; the sentence says what to write.
func Parse(ctx context.Context, repo *gitrepo.Repo, text string) (Span, error) {
	s, err := split(text)
	if err != nil {
		return s, err
	}
	if s.Exclude, err = repo.Resolve(ctx, s.A); err != nil {
		return s, err
	}
	s.Include, err = repo.Resolve(ctx, s.B)
	return s, err
}

// split finds the two sides of a range.
func split(text string) (Span, error) {
	a, b, ok := strings.Cut(text, "..")
	switch {
	case text == "":
		return Span{}, fmt.Errorf("the range is empty, as an unset variable is: write A..B for the commits that B reaches and A does not")
	case !ok:
		return Span{}, fmt.Errorf("%q is one revision and no range: write %q for what came after it, or %q for what it brought itself", text, text+"..HEAD", text+"^.."+text)
	case strings.HasPrefix(b, ".") && (a == "" || b == "."):
		return Span{}, fmt.Errorf("range %q: a side of the three dots is empty, as an unset variable is: write A..B for the commits that B reaches and A does not", text)
	case strings.HasPrefix(b, "."):
		b = strings.TrimPrefix(b, ".")
		return Span{}, fmt.Errorf("range %q: git log and git diff mean different things by three dots: write %q for what %s brings, and scan %q as well for the other side",
			text, a+".."+b, b, b+".."+a)
	case strings.Contains(b, ".."):
		return Span{}, fmt.Errorf("range %q: write A..B for the commits that B reaches and A does not", text)
	case a == "" && b == "":
		return Span{}, fmt.Errorf("range %q: both sides are empty, as unset variables are: write A..B for the commits that B reaches and A does not", text)
	case a == "":
		return Span{}, fmt.Errorf("range %q: the side before the dots is empty, as an unset variable is: write what the range starts after, as in %q", text, "origin/main.."+b)
	case b == "":
		return Span{}, fmt.Errorf("range %q: the side after the dots is empty, as an unset variable is: if you mean HEAD, write %q", text, a+"..HEAD")
	}
	return Span{A: a, B: b}, nil
}

func (s Span) String() string { return s.A + ".." + s.B }

// Source returns the source of the commits of the span. If there are none because A
// already holds all that B holds, the two are probably mixed up, and the scan is not
// complete. A span from a commit to itself is complete: nothing is new.
func (s Span) Source(repo *gitrepo.Repo, store *objects.Store) *Range {
	r := New(s.String(), repo, store, []oid.ID{s.Include}, []oid.ID{s.Exclude})
	if s.Include != s.Exclude {
		r.backwards = fmt.Errorf("%s holds no commits, because %s already holds everything that %s does: for what %s brought, write %q", s, s.A, s.B, s.A, s.B+".."+s.A)
	}
	return r
}

// Since returns the source of the commits that head reaches and that were committed
// at a time or later. name is the time as the user wrote it.
//
// Unlike git log --since, it also finds a commit behind an older one: with clocks
// that are wrong, a commit may be older than its parents.
func Since(name string, t time.Time, repo *gitrepo.Repo, store *objects.Store, head oid.ID) *Range {
	r := New("since "+name, repo, store, []oid.ID{head}, nil)
	r.since = t.Unix()
	return r
}

// accountEmpty writes into the ledger that the range holds nothing.
func (r *Range) accountEmpty(ledger *source.Ledger) {
	if len(r.list.listed)+len(r.ends.tags)+len(r.ends.trees)+len(r.ends.blobs) > 0 {
		return
	}
	if r.backwards != nil {
		ledger.Error(r.backwards)
		return
	}
	ledger.Note("no commit is in this range, so there was nothing to judge")
}
