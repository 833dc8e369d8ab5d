package archive

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"
)

// A shown is a member as a test sees it.
type shown struct {
	path   string // with those of the containers around it
	data   string
	link   string
	hidden bool
	miss   *Miss
}

// walk opens data and everything in it.
func walk(t testing.TB, data []byte, limits Limits) []shown {
	t.Helper()
	var all []shown
	if err := walkInto(context.Background(), &all, "", data, NewBudget(limits)); err != nil {
		t.Fatal(err)
	}
	return all
}

func walkInto(ctx context.Context, all *[]shown, prefix string, data []byte, b *Budget) error {
	kind := Detect(data, data)
	if kind == "" {
		return nil
	}
	if prefix != "" {
		prefix += "!"
	}
	prefix += string(kind) + "!"
	return Walk(ctx, kind, bytes.NewReader(data), b, func(m *Member) error {
		s := shown{prefix + m.Path, string(m.Data), m.Link, m.Hidden, m.Miss}
		if m.Reader != nil {
			n, err := io.Copy(io.Discard, m.Reader)
			if err != nil {
				s.miss = missOf(err)
			}
			s.data = fmt.Sprintf("%d bytes", n)
		}
		*all = append(*all, s)
		return walkInto(ctx, all, s.path, m.Data, m.Budget)
	})
}

// misses returns the reasons of what was not read.
func misses(all []shown) (reasons []Reason) {
	for _, s := range all {
		if s.miss != nil {
			reasons = append(reasons, s.miss.Reason)
		}
	}
	return reasons
}

// has reports whether a member with some data is among all.
func hasData(all []shown, path, data string) bool {
	for _, s := range all {
		if s.path == path && s.data == data {
			return true
		}
	}
	return false
}
