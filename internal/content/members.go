package content

import (
	"bytes"
	"context"
	"errors"
	"iter"

	"github.com/sluicesec/sluice/internal/archive"
)

// errEnough says that the caller wants no more views.
var errEnough = errors.New("enough")

// Members gives the views of what is in a view, if that is a container, and of what is in
// those. Their layers name the kind and the path, as in "zip!inner/.env", and those of
// nested containers are joined by slashes. The Data of a view is valid until the next.
//
// missed gets what is in there and has no view, with the layer in which it is; it may
// have a view with the part that could be read. The only error is that of ctx.
func Members(ctx context.Context, v *View, budget *archive.Budget, missed func(layer string, miss *archive.Miss)) iter.Seq2[*View, error] {
	return func(yield func(*View, error) bool) {
		err := members(ctx, v, budget, missed, func(v *View) error {
			if !yield(v, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}

func members(ctx context.Context, v *View, budget *archive.Budget, missed func(string, *archive.Miss), visit func(*View) error) error {
	kind := archive.Detect(v.Data, v.Data)
	if kind == "" {
		return nil
	}
	return archive.Walk(ctx, kind, bytes.NewReader(v.Data), budget, func(m *archive.Member) error {
		member := v.member(kind, m)
		miss := m.Miss
		if m.Reader != nil { // no view has a reader
			miss = &archive.Miss{Reason: archive.TooLarge}
		}
		if miss != nil {
			missed(member.Layer, miss)
		}
		for shown := range Views(m.Data) {
			view := member
			if !shown.Own() {
				view = member.decoded(shown.Layer, shown.Data, shown.Offset)
			}
			view.Class, view.Medium = shown.Class, shown.Medium
			if err := visit(view); err != nil {
				return err
			}
		}
		return members(ctx, member, m.Budget, missed, visit)
	})
}

// member is a view of a member of v. A target of a link is its content.
func (v *View) member(kind archive.Kind, m *archive.Member) *View {
	layer := string(kind)
	if m.Path != "" {
		layer += "!" + m.Path
	}
	return v.decoded(layer, m.Data, func(i int) int {
		if m.Verbatim {
			return int(m.Offset) + i
		}
		return int(m.Offset)
	})
}
