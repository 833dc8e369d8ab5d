package content

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"slices"
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

func TestMembers(t *testing.T) {
	inner := zipOf(t, ".env", "KEY=hello\n", zip.Deflate)
	data := zipOf(t, "in/a.zip", string(inner), zip.Store)
	var layers []string
	missed := func(layer string, miss *archive.Miss) { t.Errorf("%s: %v", layer, miss) }
	for v, err := range Members(context.Background(), &View{Data: data}, archive.NewBudget(archive.Defaults()), missed) {
		if err != nil {
			t.Fatal(err)
		}
		layers = append(layers, v.Layer)
		switch v.Layer {
		case "zip!in/a.zip": // stored, so it has its place in the blob
			if at := v.Offset(10); !bytes.HasPrefix(data[at:], v.Data[10:]) {
				t.Errorf("offset 10 is at %d", at)
			}
		case "zip!in/a.zip/zip!.env":
			if string(v.Data) != "KEY=hello\n" || v.Class != Text {
				t.Errorf("%q of class %v", v.Data, v.Class)
			}
			if at := v.Offset(3); at <= 0 || at >= len(data) || at != v.Offset(5) {
				t.Errorf("offset 3 is at %d", at)
			}
		}
	}
	if want := []string{"zip!in/a.zip", "zip!in/a.zip/zip!.env"}; !slices.Equal(layers, want) {
		t.Errorf("layers %q", layers)
	}
	for range Members(context.Background(), &View{Data: data}, archive.NewBudget(archive.Defaults()), missed) {
		break
	}
}

func TestMissedMembers(t *testing.T) {
	data := zipOf(t, ".env", "KEY=hello\n", zip.Store)
	var missed []string
	for v, err := range Members(context.Background(), &View{Data: data[:len(data)-30]}, archive.NewBudget(archive.Defaults()), func(layer string, miss *archive.Miss) {
		missed = append(missed, layer+": "+string(miss.Reason))
	}) {
		if err != nil || v.Layer == "zip!.env" && string(v.Data) != "KEY=hello\n" {
			t.Errorf("%q, %v", v.Data, err)
		}
	}
	if !slices.Equal(missed, []string{"zip: truncated archive"}) {
		t.Errorf("%q", missed)
	}
}
