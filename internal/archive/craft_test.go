package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// small is the size of dictionaries in tests: clearing large ones takes time.
const small = 1 << 16

// A file is a member to write.
type file struct{ name, data string }

// An archiver makes an archive of files.
type archiver struct {
	kind Kind
	name string
	make func(t testing.TB, files []file) []byte
	ends bool // the format says where it ends, so that a cut is seen wherever it is
	sums bool // the format has checksums of the contents
}

// A compressor makes a stream of data.
type compressor struct {
	kind Kind
	make func(t testing.TB, data []byte) []byte
	ends bool
	sums bool
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// compressed returns what a writer makes of data.
func compressed[W io.WriteCloser](t testing.TB, data []byte, open func(io.Writer) (W, error)) []byte {
	t.Helper()
	var out bytes.Buffer
	w := must[W](t)(open(&out))
	must[int](t)(w.Write(data))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var compressors = []compressor{
	{Gzip, func(t testing.TB, data []byte) []byte {
		return compressed(t, data, func(w io.Writer) (*gzip.Writer, error) { return gzip.NewWriter(w), nil })
	}, true, true},
	{Zlib, func(t testing.TB, data []byte) []byte {
		return compressed(t, data, func(w io.Writer) (*zlib.Writer, error) { return zlib.NewWriter(w), nil })
	}, true, false},
	{Xz, func(t testing.TB, data []byte) []byte {
		return compressed(t, data, func(w io.Writer) (*xz.Writer, error) { return xz.WriterConfig{DictCap: small}.NewWriter(w) })
	}, true, true},
	{Lzma, func(t testing.TB, data []byte) []byte {
		return compressed(t, data, func(w io.Writer) (*lzma.Writer, error) { return lzma.WriterConfig{DictCap: small}.NewWriter(w) })
	}, true, false},
	{Lzip, func(t testing.TB, data []byte) []byte {
		out := compressed(t, data, func(w io.Writer) (*lzma.Writer, error) {
			return lzma.WriterConfig{DictCap: small, EOSMarker: true}.NewWriter(w)
		})[lzma.HeaderLen:]
		size := len(out) + lzipHead + lzipTail
		out = append([]byte("LZIP\x01\x10"), out...)
		out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(data))
		out = binary.LittleEndian.AppendUint64(out, uint64(len(data)))
		return binary.LittleEndian.AppendUint64(out, uint64(size))
	}, true, false},
	{Zstd, func(t testing.TB, data []byte) []byte {
		return compressed(t, data, func(w io.Writer) (*zstd.Encoder, error) { return zstd.NewWriter(w, zstd.WithZeroFrames(true)) })
	}, true, true},
	{Lz4, func(t testing.TB, data []byte) []byte {
		return compressed(t, data, func(w io.Writer) (*lz4.Writer, error) { return lz4.NewWriter(w), nil })
	}, true, true},
	{Snappy, func(t testing.TB, data []byte) []byte {
		return compressed(t, data, func(w io.Writer) (*s2.Writer, error) { return s2.NewWriter(w, s2.WriterSnappyCompat()), nil })
	}, false, false}, // a changed byte can make a chunk that is to be skipped
}

// brotlied is data as brotli, in blocks that are not compressed (RFC 7932, section 9.2).
func brotlied(_ testing.TB, data []byte) []byte {
	out, bits, n := []byte(nil), uint32(0), 1 // a window of 64 KiB is a bit of 0
	put := func(value uint32, count int) {
		bits |= value << n
		for n += count; n >= 8; n -= 8 {
			out = append(out, byte(bits))
			bits >>= 8
		}
	}
	for len(data) > 0 {
		block := data[:min(len(data), 1<<16)]
		data = data[len(block):]
		put(0, 3) // not the last, and 16 bits for its length
		put(uint32(len(block)-1), 16)
		put(1, 1)
		put(0, -n&7)
		out = append(out, block...)
	}
	put(3, 2) // the last, and empty
	put(0, -n&7)
	return out
}

// brotliText is what the command brotli makes of brotliPlain.
func brotliText() []byte {
	return unhex("1f9902601ca9579f3474bd9415f6a6417a8adc94421938e480fd2dc12892882498c86d8985d7e0258d5a7d7f112d62836263b96ff802")
}

var brotliPlain = "KEY=hello, this is a text\n" + strings.Repeat("a line of text, and another one\n", 20)

// bzip2Hello is what bzip2 makes of "hello, bzip2\n": Go has no writer of it.
func bzip2Hello() []byte {
	return unhex("425a6839314159265359b123de4300000359800010400410001264c0102000310340d02001a69103ab6c8284f8bb9229c28485891ef218")
}

func unhex(text string) []byte {
	data, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return data
}

var archivers = []archiver{
	{Zip, "stored", zipOf(zip.Store), true, true},
	{Zip, "deflate", zipOf(zip.Deflate), true, true},
	{Zip, "zstd", zipOf(zstd.ZipMethodWinZip), true, true},
	{Zip, "lzma", zipOf(14), true, true},
	{Zip, "xz", zipOf(95), true, true},
	{Tar, "ustar", tarOf(tar.FormatUSTAR), true, false},
	{Tar, "pax", tarOf(tar.FormatPAX), true, false},
	{Tar, "gnu", tarOf(tar.FormatGNU), true, false},
	{Ar, "gnu", gnuAr, false, false},
	{Ar, "bsd", bsdAr, false, false},
	{Cpio, "newc", newcCpio, true, false},
	{Cpio, "odc", odcCpio, true, false},
	{Cpio, "binary", func(t testing.TB, files []file) []byte { return binaryCpio(files, binary.LittleEndian) }, true, false},
	{Cpio, "big endian", func(t testing.TB, files []file) []byte { return binaryCpio(files, binary.BigEndian) }, true, false},
	{SevenZip, "copy", func(t testing.TB, files []file) []byte { return sevenZipOf(files, "\x00", nil, nil) }, true, true},
	{SevenZip, "lzma2", func(t testing.TB, files []file) []byte {
		return sevenZipOf(files, "\x21", []byte{8}, func(data []byte) []byte {
			return compressed(t, data, func(w io.Writer) (*lzma.Writer2, error) { return lzma.Writer2Config{DictCap: small}.NewWriter2(w) })
		})
	}, true, true},
}

func zipOf(method uint16) func(t testing.TB, files []file) []byte {
	return func(t testing.TB, files []file) []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		w.RegisterCompressor(zstd.ZipMethodWinZip, zstd.ZipCompressor())
		w.RegisterCompressor(95, func(w io.Writer) (io.WriteCloser, error) {
			return &late{w: w, make: func(data []byte) []byte {
				return compressed(t, data, func(w io.Writer) (*xz.Writer, error) { return xz.WriterConfig{DictCap: small}.NewWriter(w) })
			}}, nil
		})
		w.RegisterCompressor(14, func(w io.Writer) (io.WriteCloser, error) {
			return &late{w: w, make: func(data []byte) []byte {
				out := compressed(t, data, func(w io.Writer) (*lzma.Writer, error) {
					return lzma.WriterConfig{DictCap: small, EOSMarker: true}.NewWriter(w)
				})
				// Two bytes of version and two of the length of the properties stand
				// before them, and no size after them.
				return append(append([]byte{9, 20, 5, 0}, out[:5]...), out[lzma.HeaderLen:]...)
			}}, nil
		})
		for _, f := range files {
			h := &zip.FileHeader{Name: f.name, Method: method}
			if method == 14 {
				h.Flags = flagMark
			}
			part := must[io.Writer](t)(w.CreateHeader(h))
			must[int](t)(io.WriteString(part, f.data))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

// late compresses what it got when it is closed. The writer of zips opens a compressor
// before it writes the local header.
type late struct {
	bytes.Buffer
	w    io.Writer
	make func([]byte) []byte
}

func (l *late) Close() error {
	_, err := l.w.Write(l.make(l.Bytes()))
	return err
}

func tarOf(format tar.Format) func(t testing.TB, files []file) []byte {
	return func(t testing.TB, files []file) []byte {
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		for _, f := range files {
			if err := w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.data)), Mode: 0o644, Format: format}); err != nil {
				t.Fatal(err)
			}
			must[int](t)(io.WriteString(w, f.data))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

func arEntry(name string, data string) string {
	head := fmt.Sprintf("%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, 0, 0, 0, "100644", len(data))
	return head + data + strings.Repeat("\n", len(data)%2)
}

func gnuAr(t testing.TB, files []file) []byte {
	long, out := "", ""
	for _, f := range files {
		out += arEntry(fmt.Sprintf("/%d", len(long)), f.data)
		long += f.name + "/\n"
	}
	return []byte("!<arch>\n" + arEntry("//", long) + out)
}

func bsdAr(t testing.TB, files []file) []byte {
	out := "!<arch>\n"
	for _, f := range files {
		out += arEntry(fmt.Sprintf("#1/%d", len(f.name)+3), f.name+"\x00\x00\x00"+f.data)
	}
	return []byte(out)
}

func newcCpio(t testing.TB, files []file) []byte {
	var out bytes.Buffer
	pad := func() { out.Write(make([]byte, (4-out.Len()%4)%4)) }
	for _, f := range append(files[:len(files):len(files)], file{name: cpioTrailer}) {
		fmt.Fprintf(&out, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\x00",
			1, 0o100644, 0, 0, 1, 0, len(f.data), 0, 0, 0, 0, len(f.name)+1, 0, f.name)
		pad()
		out.WriteString(f.data)
		pad()
	}
	return out.Bytes()
}

func odcCpio(t testing.TB, files []file) []byte {
	var out bytes.Buffer
	for _, f := range append(files[:len(files):len(files)], file{name: cpioTrailer}) {
		fmt.Fprintf(&out, "070707%06o%06o%06o%06o%06o%06o%06o%011o%06o%011o%s\x00%s",
			0, 1, 0o100644, 0, 0, 1, 0, 0, len(f.name)+1, len(f.data), f.name, f.data)
	}
	return out.Bytes()
}

func binaryCpio(files []file, order binary.AppendByteOrder) []byte {
	var out []byte
	for _, f := range append(files[:len(files):len(files)], file{name: cpioTrailer}) {
		for _, word := range []int{0o070707, 0, 1, 0o100644, 0, 0, 1, 0, 0, 0, len(f.name) + 1, len(f.data) >> 16, len(f.data)} {
			out = order.AppendUint16(out, uint16(word))
		}
		out = append(out, f.name+strings.Repeat("\x00", 1+(len(f.name)+1)%2)...)
		out = append(out, f.data+strings.Repeat("\x00", len(f.data)%2)...)
	}
	return out
}

// sevenZipOf makes a 7z with one folder of one coder.
func sevenZipOf(files []file, method string, properties []byte, encode func([]byte) []byte) []byte {
	number := func(out []byte, n int) []byte { // always in the form of nine bytes
		return binary.LittleEndian.AppendUint64(append(out, 0xff), uint64(n))
	}
	var joined []byte
	var full []file
	empty := make([]byte, (len(files)+7)/8)
	for i, f := range files {
		if f.data == "" {
			empty[i/8] |= 0x80 >> (i % 8)
			continue
		}
		full = append(full, f)
		joined = append(joined, f.data...)
	}
	packed := joined
	if encode != nil {
		packed = encode(joined)
	}
	dir := []byte{header7}
	if len(full) > 0 {
		dir = append(dir, mainStreams7, packInfo7)
		dir = number(number(dir, 0), 1)
		dir = append(dir, size7)
		dir = append(number(dir, len(packed)), end7, unpackInfo7, folders7, 1, 0, 1)
		flags := byte(len(method))
		if properties != nil {
			flags |= 0x20
		}
		dir = append(append(dir, flags), method...)
		if properties != nil {
			dir = append(number(dir, len(properties)), properties...)
		}
		dir = append(number(append(dir, coderSizes7), len(joined)), end7, subStreams7, subCount7)
		dir = append(number(dir, len(full)), size7)
		for _, f := range full[:len(full)-1] {
			dir = number(dir, len(f.data))
		}
		dir = append(dir, crc7, 1)
		for _, f := range full {
			dir = binary.LittleEndian.AppendUint32(dir, crc32.ChecksumIEEE([]byte(f.data)))
		}
		dir = append(dir, end7, end7)
	}
	dir = number(append(dir, files7), len(files))
	dir = append(number(append(dir, emptyStream7), len(empty)), empty...)
	allEmpty := bytes.Repeat([]byte{0xff}, len(empty))
	dir = append(number(append(dir, emptyFile7), len(allEmpty)), allEmpty...)
	names := []byte{0}
	for _, f := range files {
		for _, u := range utf16.Encode([]rune(f.name + "\x00")) {
			names = binary.LittleEndian.AppendUint16(names, u)
		}
	}
	dir = append(number(append(dir, names7), len(names)), names...)
	dir = append(dir, end7, end7)

	start := binary.LittleEndian.AppendUint64(nil, uint64(len(packed)))
	start = binary.LittleEndian.AppendUint64(start, uint64(len(dir)))
	start = binary.LittleEndian.AppendUint32(start, crc32.ChecksumIEEE(dir))
	out := binary.LittleEndian.AppendUint32([]byte("7z\xbc\xaf\x27\x1c\x00\x04"), crc32.ChecksumIEEE(start))
	return append(append(append(out, start...), packed...), dir...)
}

// rpmOf makes an rpm with some texts and a payload.
func rpmOf(texts []string, payload []byte) []byte {
	header := func(texts []string) (out []byte) {
		var index, data []byte
		for i, text := range texts {
			for _, v := range []int{1000 + i, rpmString, len(data), 1} {
				index = binary.BigEndian.AppendUint32(index, uint32(v))
			}
			data = append(data, text+"\x00"...)
		}
		out = append(out, rpmHeader+"\x00\x00\x00\x00"...)
		out = binary.BigEndian.AppendUint32(out, uint32(len(texts)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		return append(append(out, index...), data...)
	}
	out := append([]byte("\xed\xab\xee\xdb\x03\x00"), make([]byte, rpmLead-6)...)
	out = append(out, header([]string{"signature"})...)
	out = append(out, make([]byte, (8-len(out)%8)%8)...)
	return append(append(out, header(texts)...), payload...)
}
