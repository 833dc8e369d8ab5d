package content

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/sluicesec/sluice/internal/archive"
)

// A Member is something in a container, or in a container in that.
type Member struct {
	// View is the content as it is, with its layers. Its class and its text are those
	// of Views. Data is nil if Reader is not.
	View *View

	// Name is the path that the container says, and Link where a link leads. Both may
	// be "", and may be anything.
	Name, Link string

	// Path is Name and the names of the containers around it, as rules see them behind
	// the path of the blob: "!/in/a.zip!/.env". With the slash a regex such as
	// (^|/)\.env$ finds what it asks for.
	Path string

	// Reader has the content of a member that is too large to be held, unless that is a
	// container, which is opened instead.
	Reader io.Reader

	// Miss says why some or all of it could not be read; nil if nothing is missing.
	Miss *archive.Miss

	// Budget is for what is in the member and encoded there.
	Budget *archive.Budget
}

// Members calls visit for all that is in a container of some kind, and in the containers
// in that, each before what is in it. r may be an archive.File, see archive.Walk. All of a
// Member is valid during the visit only. The error is that of ctx or of visit.
func Members(ctx context.Context, kind archive.Kind, r io.Reader, budget *archive.Budget, visit func(*Member) error) error {
	return members(ctx, kind, r, &Member{View: &View{}}, budget, visit)
}

// In returns what is encoded in a view of m as something in which MembersIn looks: layer is the
// encoding, and the data begins at an offset of the view.
func (m *Member) In(v *View, layer string, data []byte, offset int) *Member {
	return &Member{View: v.decoded(layer, data, func(int) int { return offset }), Path: m.Path}
}

// MembersIn is Members for a container that is in another member.
func MembersIn(ctx context.Context, kind archive.Kind, r io.Reader, in *Member, budget *archive.Budget, visit func(*Member) error) error {
	return members(ctx, kind, r, in, budget, visit)
}

func members(ctx context.Context, kind archive.Kind, r io.Reader, in *Member, budget *archive.Budget, visit func(*Member) error) error {
	return archive.Walk(ctx, kind, r, budget, func(m *archive.Member) error {
		member := in.member(kind, m)
		inner, content := archive.Detect(m.Data, m.Data), io.Reader(bytes.NewReader(m.Data))
		if inner == "" && kind == archive.Zip && archive.IsPage(m.Data) { // of an EPUB
			inner = archive.Office
		}
		if m.Reader != nil {
			buffered := bufio.NewReaderSize(m.Reader, archive.HeadLen)
			head, _ := buffered.Peek(archive.HeadLen) // an error comes again when the rest is read
			inner, content = archive.Detect(head, nil), buffered
			switch {
			case inner == "":
				member.Reader = buffered
			case !inner.InOrder():
				member.Reader, inner = buffered, ""
				member.Miss = &archive.Miss{Reason: archive.TooLarge, Err: errors.New("its parts cannot be read in any order")}
			}
		}
		if err := visit(member); err != nil || inner == "" {
			return err
		}
		return members(ctx, inner, content, member, m.Budget, visit)
	})
}

// member is a member of a container that is a member itself, or the blob.
func (in *Member) member(kind archive.Kind, m *archive.Member) *Member {
	member := &Member{Name: m.Path, Link: m.Link, Path: in.Path, Miss: m.Miss, Budget: m.Budget}
	if path := strings.TrimLeft(strings.TrimPrefix(m.Path, "./"), "/"); path != "" {
		member.Path += "!/" + path
	}
	member.View = in.View.decoded(string(kind)+"!"+m.Path, m.Data, func(i int) int {
		if m.Verbatim {
			return int(m.Offset) + i
		}
		return int(m.Offset)
	})
	return member
}

// Views gives the views of the member's Data, as Views does of a blob.
func (m *Member) Views() iter.Seq[*View] {
	return func(yield func(*View) bool) {
		for shown := range Views(m.View.Data) {
			view := m.View
			if !shown.Own() {
				view = m.View.decoded(shown.Layer, shown.Data, shown.Offset)
			}
			view.Class = shown.Class
			if !yield(view) {
				return
			}
		}
	}
}
