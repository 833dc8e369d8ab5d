package content

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/archive"
)

// zipOf makes a zip with one entry.
func zipOf(t *testing.T, name, data string, method uint16) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err == nil {
		_, err = io.WriteString(part, data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Each member is shown before what is in it, with its layers, the path by which rules
// see it, and its place in the blob.
func TestMembers(t *testing.T) {
	inner := zipOf(t, ".env", "KEY=hello\n", zip.Deflate)
	data := zipOf(t, "/in/a.zip", string(inner), zip.Store)
	var layers, paths []string
	err := Members(context.Background(), archive.Zip, bytes.NewReader(data), archive.NewBudget(archive.Defaults()), func(m *Member) error {
		if m.Miss != nil {
			t.Errorf("%s: %v", m.Path, m.Miss)
		}
		paths = append(paths, m.Path)
		for v := range m.Views() {
			layers = append(layers, v.Layer)
			switch v.Layer {
			case "zip!/in/a.zip": // stored, so it has its place in the blob
				if at := v.Offset(10); !bytes.HasPrefix(data[at:], v.Data[10:]) {
					t.Errorf("offset 10 is at %d", at)
				}
			case "zip!/in/a.zip/zip!.env":
				if string(v.Data) != "KEY=hello\n" || v.Class != Text {
					t.Errorf("%q of class %v", v.Data, v.Class)
				}
				if at := v.Offset(3); at <= 0 || at >= len(data) || at != v.Offset(5) {
					t.Errorf("offset 3 is at %d", at)
				}
			}
		}
		return nil
	})
	if want := []string{"zip!/in/a.zip", "zip!/in/a.zip/zip!.env"}; err != nil || !slices.Equal(layers, want) {
		t.Errorf("layers %q, %v", layers, err)
	}
	if want := []string{"!/in/a.zip", "!/in/a.zip!/.env"}; !slices.Equal(paths, want) {
		t.Errorf("paths %q", paths)
	}
}

// An error of the visit ends the walk.
func TestMembersStop(t *testing.T) {
	enough, n := errors.New("enough"), 0
	data := zipOf(t, "a.zip", string(zipOf(t, ".env", "KEY=hello\n", zip.Deflate)), zip.Store)
	err := Members(context.Background(), archive.Zip, bytes.NewReader(data), archive.NewBudget(archive.Defaults()), func(*Member) error { n++; return enough })
	if n != 1 || !errors.Is(err, enough) {
		t.Errorf("%d visits, %v", n, err)
	}
}

func TestMissedMembers(t *testing.T) {
	data := zipOf(t, ".env", "KEY=hello\n", zip.Store)
	data = data[:len(data)-30]
	var missed []string
	err := Members(context.Background(), archive.Zip, bytes.NewReader(data), archive.NewBudget(archive.Defaults()), func(m *Member) error {
		if m.Miss != nil {
			missed = append(missed, m.View.Layer+": "+string(m.Miss.Reason))
		}
		if m.Name == ".env" && string(m.View.Data) != "KEY=hello\n" {
			t.Errorf("%q", m.View.Data)
		}
		return nil
	})
	if err != nil || !slices.Equal(missed, []string{"zip!: truncated archive"}) {
		t.Errorf("%q, %v", missed, err)
	}
}

// What is too large to be held is opened all the same if it can be read in order, and is a
// miss if it cannot.
func TestLargeMembers(t *testing.T) {
	limits := archive.Defaults()
	limits.Whole = 100
	text := "KEY=hello\n" + strings.Repeat("more\n", 200)
	for name, test := range map[string]struct {
		inner []byte
		want  []string
	}{
		"text": {[]byte(text), []string{"!/a (reader)"}},
		"zip":  {zipOf(t, "b", text, zip.Store), []string{"!/a (reader) archive that takes too much memory to open"}},
		"gzip": {gzipOf(t, text), []string{"!/a", "!/a (reader)"}},
	} {
		data := zipOf(t, "a", string(test.inner), zip.Store)
		var got []string
		err := Members(context.Background(), archive.Zip, bytes.NewReader(data), archive.NewBudget(limits), func(m *Member) error {
			line := m.Path
			if m.Reader != nil {
				line += " (reader)"
				read, err := io.ReadAll(m.Reader)
				if err != nil || !bytes.Equal(read, test.inner) && string(read) != text {
					t.Errorf("%s: read %.20q, %v", name, read, err)
				}
			}
			if m.Miss != nil {
				line += " " + string(m.Miss.Reason)
			}
			got = append(got, line)
			return nil
		})
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// gzipOf compresses a text so that it does not become smaller.
func gzipOf(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.NoCompression)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
