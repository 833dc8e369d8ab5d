package archive

import (
	"archive/tar"
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

// A part of an image that its manifest names and that is not in the tar is missing.
func TestImageParts(t *testing.T) {
	const digits = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	files := func(pairs ...string) []byte {
		var all []file
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, file{name: pairs[i], data: pairs[i+1]})
		}
		return tarOf(tar.FormatUSTAR)(t, all)
	}
	for name, c := range map[string]struct {
		image []byte
		want  int
	}{
		"whole":   {files("l0/layer.tar", "x", "c.json", "{}", "manifest.json", `[{"Config":"c.json","Layers":["./l0/layer.tar"]}]`), 0},
		"a layer": {files("c.json", "{}", "manifest.json", `[{"Config":"c.json","RepoTags":["x:1"],"Layers":["l0/layer.tar"]}]`), 1},
		"oci": {files("index.json", `{"manifests":[{"digest":"sha256:1"}]}`,
			"blobs/sha256/1", `{"layers":[{"digest":"sha256:2"},{"digest":"sha256:`+digits+`"}],"config":{"digest":"sha256:3"}}`,
			"blobs/sha256/2", "x"), 2},
		"another": {files("manifest.json", `{"layers":["a"]}`), 0},
	} {
		got := misses(walk(t, c.image, Defaults()))
		if len(got) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
