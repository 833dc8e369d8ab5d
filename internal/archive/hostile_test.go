//go:build long

package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// hostile are containers of at most a megabyte that ask for as much work or memory as
// they can.
func hostile(t *testing.T) map[string][]byte {
	const large = 64 << 20
	files := func(one []byte, n int) (files []file) {
		for i := range n {
			files = append(files, file{fmt.Sprint(i), string(one)})
		}
		return files
	}
	zipped := func(one []byte, n int) []byte { return zipOf(zip.Store)(t, files(one, n)) }
	tarred := func(one []byte, n int) []byte {
		return compressed(t, tarOf(tar.FormatUSTAR)(t, files(one, n)), func(w io.Writer) (*gzip.Writer, error) { return gzip.NewWriter(w), nil })
	}
	xzLarge := compressed(t, []byte("x"), func(w io.Writer) (*xz.Writer, error) { return xz.WriterConfig{DictCap: large}.NewWriter(w) })
	lzmaLarge := compressed(t, []byte(noise(5000)), func(w io.Writer) (*lzma.Writer, error) { return lzma.WriterConfig{DictCap: large}.NewWriter(w) })
	zstdLarge := compressed(t, []byte(strings.Repeat("x", 1000)), func(w io.Writer) (*zstd.Encoder, error) {
		return zstd.NewWriter(w, zstd.WithWindowSize(large), zstd.WithSingleSegment(false))
	})
	small := zipOf(zip.Deflate)(t, []file{{"a", "b"}})
	blocks := "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00" + strings.Repeat("\x00\x00\x00\xff\xff", 200_000) // without content
	nested := small
	for range 4 {
		nested = zipped(nested, 8)
	}
	local := "PK\x03\x04\x14\x00\x08\x00%s\x00" + strings.Repeat("\x00", 16) + "\x01\x00\x00\x00a%s"
	return map[string][]byte{
		"zeros":            zeros(t, 900<<20),
		"zip of zeros":     zipped(zeros(t, 10<<20), 90),
		"zip of xz":        zipped(xzLarge, 5000),
		"tar of xz":        tarred(xzLarge, 20_000),
		"zip of lzma":      zipped(lzmaLarge, 190),
		"tar of lzma":      tarred(lzmaLarge, 4000),
		"tar of zstd":      tarred(zstdLarge, 20_000),
		"zip of bzip2":     zipped(bzip2Hello(), 6000),
		"tar of bzip2":     tarred(bzip2Hello(), 20_000),
		"tar of zip":       tarred(small, 20_000),
		"zip in zip":       nested,
		"blocks":           []byte(blocks),
		"headers":          []byte(strings.Repeat(zipLocal, 250_000)),
		"streams in a zip": []byte(strings.Repeat(fmt.Sprintf(local, "\x08", "\x00\x00\x00\xff\xff"), 25_000)),
		"stored in a zip":  []byte(strings.Repeat(fmt.Sprintf(local, "\x00", ""), 30_000)),
		"ends of zips":     []byte(strings.Repeat(zipEnd, 250_000)),
		"arrays":           []byte(`{"nbformat":4,"cells":` + strings.Repeat("[", 500_000)),
		"cells":            []byte(`{"nbformat":4,"cells":[` + strings.Repeat(`"a\n",["\n"],`, 80_000)),
		"paragraphs":       []byte(`<a xmlns="http://schemas.openxmlformats.org/wordprocessingml/">` + strings.Repeat("<p/>&&", 150_000)),
		"comments":         []byte(`<a xmlns="http://schemas.openxmlformats.org/wordprocessingml/">` + strings.Repeat("<!--", 250_000)),
	}
}

// No container of up to a megabyte makes much work: the bytes that come out of it and the
// memory that is allocated are bounded.
func TestNoSmallContainerIsExpensive(t *testing.T) {
	for name, data := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			if len(data) > 1<<20+100<<10 {
				t.Fatalf("it has %d bytes", len(data))
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			budget := NewBudget(Defaults())
			var open func(data []byte, b *Budget) error
			open = func(data []byte, b *Budget) error {
				kind := Detect(data, data)
				if kind == "" {
					return nil
				}
				return Walk(context.Background(), kind, bytes.NewReader(data), b, func(m *Member) error {
					if m.Reader != nil {
						_, err := io.Copy(io.Discard, m.Reader)
						_ = err // is a Miss
					}
					return open(m.Data, m.Budget)
				})
			}
			if err := open(data, budget); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if most := 2*int64(RatioFrom) + 2*Defaults().Ratio*int64(len(data)); budget.total.bytes > most {
				t.Errorf("%d bytes came out", budget.total.bytes)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 10<<30 {
				t.Errorf("%d MB were allocated", n>>20)
			}
			if budget.total.held != 0 {
				t.Errorf("%d bytes are held", budget.total.held)
			}
		})
	}
}
