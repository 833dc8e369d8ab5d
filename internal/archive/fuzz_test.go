package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
)

// fuzz opens what a fuzzer makes as one kind, and everything inside it, under small
// limits. It holds what holds for all input: nothing panics, the budget is kept, and the
// only errors are values.
func fuzz(f *testing.F, kind Kind, seeds ...[]byte) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	limits := Limits{Bytes: 4 << 20, Entries: 200, Ratio: 250, Depth: 3, Whole: 1 << 20, Memory: 2 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		Detect(data, data)
		budget := NewBudget(limits)
		members := 0
		visit := func(m *Member) error {
			members++
			if m.Data != nil && m.Reader != nil {
				t.Error("a member has both data and a reader")
			}
			if m.Miss != nil && errors.Is(m.Miss, errPanic) {
				t.Errorf("%q: %v", m.Path, m.Miss)
			}
			if len(m.Data) > limits.Whole {
				t.Errorf("a member of %d bytes is held", len(m.Data))
			}
			if m.Reader != nil {
				if _, err := io.Copy(io.Discard, m.Reader); err != nil && missOf(err).Reason == "" {
					t.Errorf("no reason: %v", err)
				}
			}
			if m.Offset < 0 || m.Offset > int64(len(data)) {
				t.Errorf("%q is at %d of %d", m.Path, m.Offset, len(data))
			}
			if m.Verbatim && len(m.Data) > 0 && !bytes.HasPrefix(data[m.Offset:], m.Data) {
				t.Errorf("%q is not at %d", m.Path, m.Offset)
			}
			var inner []shown
			err := walkInto(context.Background(), &inner, "", m.Data, m.Budget)
			for _, s := range inner {
				if s.miss != nil && errors.Is(s.miss, errPanic) {
					t.Errorf("%q: %v", s.path, s.miss)
				}
			}
			return err
		}
		for _, r := range []io.Reader{bytes.NewReader(data), struct{ io.Reader }{bytes.NewReader(data)}} {
			if err := Walk(context.Background(), kind, r, budget, visit); err != nil {
				t.Error(err)
			}
		}
		if members > 3*limits.Entries {
			t.Errorf("%d members", members)
		}
		if budget.total.bytes > limits.Bytes+(1<<20)*8 || budget.total.held != 0 {
			t.Errorf("%d bytes were read, %d are held", budget.total.bytes, budget.total.held)
		}
	})
}

// seeds are small containers of a kind.
func seeds(f *testing.F, kind Kind) (out [][]byte) {
	files := []file{{"a.txt", "some text, some text\n"}, {"dir/.env", "KEY=hello\n"}, {"empty", ""}}
	inner := zipOf(zip.Deflate)(f, files)
	for _, a := range archivers {
		if a.kind == kind {
			out = append(out, a.make(f, files), a.make(f, append(files, file{"in.zip", string(inner)})))
		}
	}
	for _, c := range compressors {
		if c.kind == kind {
			out = append(out, c.make(f, []byte(files[0].data)), append(c.make(f, inner), c.make(f, []byte("more"))...))
		}
	}
	return out
}

func FuzzZip(f *testing.F) {
	all := seeds(f, Zip)
	behind := zipOf(zip.Deflate)(f, []file{{"old", "old"}})
	fuzz(f, Zip, append(all, append(behind, all[0]...))...)
}
func FuzzTar(f *testing.F) {
	all := seeds(f, Tar)
	fuzz(f, Tar, append(all, append(tarOf(tar.FormatGNU)(f, []file{{"old", "old"}}), all[0]...))...)
}
func FuzzSevenZip(f *testing.F) { fuzz(f, SevenZip, seeds(f, SevenZip)...) }
func FuzzAr(f *testing.F)       { fuzz(f, Ar, seeds(f, Ar)...) }
func FuzzCpio(f *testing.F)     { fuzz(f, Cpio, seeds(f, Cpio)...) }
func FuzzGzip(f *testing.F)     { fuzz(f, Gzip, seeds(f, Gzip)...) }
func FuzzZlib(f *testing.F)     { fuzz(f, Zlib, seeds(f, Zlib)...) }
func FuzzXz(f *testing.F)       { fuzz(f, Xz, seeds(f, Xz)...) }
func FuzzLzma(f *testing.F)     { fuzz(f, Lzma, seeds(f, Lzma)...) }
func FuzzLzip(f *testing.F)     { fuzz(f, Lzip, seeds(f, Lzip)...) }
func FuzzZstd(f *testing.F)     { fuzz(f, Zstd, seeds(f, Zstd)...) }
func FuzzLz4(f *testing.F)      { fuzz(f, Lz4, seeds(f, Lz4)...) }
func FuzzSnappy(f *testing.F)   { fuzz(f, Snappy, seeds(f, Snappy)...) }
func FuzzBrotli(f *testing.F) {
	fuzz(f, Brotli, brotliText(), brotlied(f, []byte(brotliPlain)))
}
func FuzzBzip2(f *testing.F) { fuzz(f, Bzip2, bzip2Hello()) }
func FuzzRpm(f *testing.F) {
	fuzz(f, Rpm, rpmOf([]string{"name", "echo"}, newcCpio(f, []file{{"a", "b"}})))
}
func FuzzNotebook(f *testing.F) {
	fuzz(f, Notebook, []byte(`{"cells":[{"source":["a\n","b"],"attachments":{"x":{"image/png":"aGVsbG8K"}}}],"nbformat":4}`))
}
func FuzzScript(f *testing.F) {
	fuzz(f, Script, []byte("#!/bin/sh\ntail\n"+string(seeds(f, Gzip)[0])), []byte("#!/bin/sh\n\n"+string(seeds(f, Xz)[0])))
}
func FuzzOffice(f *testing.F) {
	fuzz(f, Office, []byte(`<?xml version="1.0"?><w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/"><w:t>a</w:t>&lt;<![CDATA[b]]></w:p>`))
}

// FuzzDeflate64 decodes what a fuzzer makes; what flate decodes and has no distance or
// length of Deflate64's own decodes to the same.
func FuzzDeflate64(f *testing.F) {
	for _, text := range []string{"", "hello hello hello hello", string(make([]byte, 1000))} {
		f.Add(deflated(f, text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := io.Copy(io.Discard, io.LimitReader(newDeflate64(bytes.NewReader(data)), 1<<20))
		if err == nil && n == 0 && len(data) == 0 {
			t.Error("nothing is a stream")
		}
	})
}
