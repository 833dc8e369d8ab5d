package scan_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/stdin"
)

// packed makes a zip that holds a compressed tar that holds a text.
func packed(t *testing.T, text string) []byte {
	t.Helper()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part, err := z.Create("in.tar.gz")
	check(err)
	g := gzip.NewWriter(part)
	a := tar.NewWriter(g)
	check(a.WriteHeader(&tar.Header{Name: ".env", Size: int64(len(text)), Mode: 0o600}))
	_, err = a.Write([]byte(text))
	check(err)
	check(a.Close())
	check(g.Close())
	check(z.Close())
	return out.Bytes()
}

// A secret in an archive in an archive is found. A damaged archive makes the scan
// incomplete: other programs may show more of it.
func TestArchives(t *testing.T) {
	secret := token(t, 0)
	data := packed(t, "first line\nTOKEN="+secret+"\n")
	r := run(t, &stdin.Input{Reader: bytes.NewReader(data)}, scan.Options{ShowSecrets: true})
	if len(r.Findings) != 1 || r.Findings[0].Secret != secret || r.Findings[0].Locations[0].StartLine != 2 || !r.Complete {
		t.Errorf("%s", encode(t, r))
	}
	r = run(t, &stdin.Input{Reader: bytes.NewReader(data[:len(data)/2])}, scan.Options{})
	if r.Complete || len(r.Ledger.Skipped) == 0 {
		t.Errorf("%s", encode(t, r))
	}
}
