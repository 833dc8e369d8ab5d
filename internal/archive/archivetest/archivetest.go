// Package archivetest makes small files of kinds that package archive opens, for tests: each holds a
// name and a value, as the programs write them that have these formats, and the value is nowhere in it as it is.
package archivetest

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// A Case is a way in which a name and a value are in a file.
type Case struct {
	Name  string // in words
	Kind  string // of the container; see archive.Kind
	File  string // the name of such a file
	Named bool   // the text of a member has the name before the value
	Make  func(name, value string) string
}

// Cases returns all.
func Cases() []Case {
	return []Case{
		{"a document of Word 97: a stream in sectors that are apart", "ole", "a.doc", false, func(n, v string) string {
			return OLE("WordDocument", strings.Repeat("\x00", 5100-len(n))+"\r"+n+": "+v+"\r", "1Table", strings.Repeat("\x02", 5000))
		}},
		{"a short stream of a document of Office", "ole", "a.xls", false, func(n, v string) string {
			text := strings.Repeat("\x01", 100) + n + ": " + v
			return OLE("Contents", text+strings.Repeat("\x01", 300-len(text)))
		}},
		{"a macro of Office", "ole", "vbaProject.bin", true, func(n, v string) string {
			return OLE("Module1", "\x01\x16\x03\x00"+strings.Repeat("\x07", 700)+Macro("Attribute VB_Name = \"Module1\"\r\n"+n+" = \""+v+"\"\r\n"))
		}},
		{"a workbook of Excel 97: a text in two records", "ole", "a.xls", true, func(n, v string) string {
			record := func(kind int, data string) string { return le16(kind) + le16(len(data)) + data }
			text := func(s string) string { return le16(len(s)) + "\x00" + s }
			cell := func(row, column, i int) string {
				return record(0xfd, le16(row)+le16(column)+le16(15)+le32(i))
			}
			return OLE("Workbook", record(0x809, le16(0x600)+le16(5)+strings.Repeat("\x00", 12))+
				record(0xfc, le32(2)+le32(2)+text(n+":")+le16(len(v))+"\x00"+v[:5])+record(0x3c, "\x00"+v[5:])+record(0xa, "")+
				record(0x809, le16(0x600)+le16(16)+strings.Repeat("\x00", 12))+cell(0, 0, 0)+cell(0, 1, 1)+record(0xa, ""))
		}},
		{"a cabinet of Windows, MSZIP", "cab", "a.cab", true, func(n, v string) string { return Cab("settings.ini", n+" = \""+v+"\"\r\n", 20000) }},
		{"a cabinet in an installer of Windows", "ole", "a.msi", true, func(n, v string) string {
			return OLE("files.cab", Cab("settings.ini", n+" = \""+v+"\"\r\n", 20000))
		}},
		{"a backup of Android", "android-backup", "a.ab", true, func(n, v string) string {
			return "ANDROID BACKUP\n5\n1\nnone\n" + Zlib(n+" = \""+v+"\"\n")
		}},
		{"a file of Firefox (mozlz4)", "mozlz4", "recovery.jsonlz4", true, func(n, v string) string {
			text := `{"id": "` + part(v) + `", "` + n + `": "` + v + `"}` + strings.Repeat(" ", 500)
			return "mozLz40\x00" + le32(len(text)) + LZ4(text)
		}},
		{"a part of a document of Pages or Numbers (IWA)", "iwa", "Document.iwa", false, func(n, v string) string {
			block := Snappy("\x08\x01\x12\x05" + strings.Repeat("\x01\x02\x03", 50) + n + ": " + v + strings.Repeat("\x01\x02\x03", 50))
			return "\x00" + le32(len(block))[:3] + block
		}},
		{"a film of Flash, zlib", "embedded", "a.swf", false, func(n, v string) string {
			return "CWS\x0a" + le32(2000) + Zlib("\x78\x00\x05\x5f\x00\x00\x0f\xa0\x00\x00\x0c\x01\x00"+strings.Repeat("\x96\x01\x00", 90)+n+"\x00"+v+"\x00")
		}},
		{"compiled Erlang: its constants", "embedded", "a.beam", false, func(n, v string) string {
			terms := Zlib("\x00\x00\x00\x01\x00\x00\x00\x40\x83h\x02m" + be32(len(n)) + n + "m" + be32(len(v)) + v + strings.Repeat("\x00a\x01", 50))
			return "FOR1" + be32(len(terms)+16) + "BEAMLitT" + be32(len(terms)+4) + be32(300) + terms
		}},
		{"a compressed term of Erlang", "embedded", "a.term", false, func(n, v string) string {
			return "\x83P" + be32(500) + Zlib("t\x00\x00\x00\x01m"+be32(len(n))+n+"m"+be32(len(v))+v+strings.Repeat("a\x01", 50))
		}},
		{"a file of MATLAB", "embedded", "a.mat", false, func(n, v string) string {
			head := "MATLAB 5.0 MAT-file, Platform: GLNXA64" + strings.Repeat(" ", 78) + strings.Repeat("\x00", 8) + "\x00\x01IM"
			data := Zlib("\x0e\x00\x00\x00\x40\x00\x00\x00\x06\x00\x00\x00\x08\x00\x00\x00" + n + "\x00\x00" + wide(v))
			return head + "\x0f\x00\x00\x00" + le32(len(data)) + data
		}},
		{"HDF5, deflate", "embedded", "a.h5", false, func(n, v string) string {
			return "\x89HDF\r\n\x1a\n" + strings.Repeat("\x00\x08\xff", 50) + Zlib(v+strings.Repeat("\x00", 200)+n) + strings.Repeat("\xff", 50)
		}},
		{"Arrow (Feather), LZ4", "embedded", "a.feather", false, func(n, v string) string {
			return "ARROW1\x00\x00\xff\xff\xff\xff\x20\x00\x00\x00" + strings.Repeat("\x00\x04\x90", 30) + n + "\x00" + le32(len(v)) + le32(0) + LZ4Frame(part(v)+"\x00"+v+strings.Repeat("\x00", 200)) + "ARROW1"
		}},
		{"a table of LevelDB, Snappy", "sstable", "000005.ldb", true, func(n, v string) string {
			return SSTable("_https://example.org\x00\x01"+n, "\x01"+v, 1, Snappy)
		}},
		{"a table of LevelDB, a text of UTF-16", "sstable", "000005.ldb", true, func(n, v string) string {
			return SSTable("_https://example.org\x00\x01"+n, "\x00"+wide(v), 1, Snappy)
		}},
		{"a table of RocksDB, zstd", "sstable", "000012.sst", true, func(n, v string) string {
			return SSTable(n, v, 7, func(s string) string { return string(binary.AppendUvarint(nil, uint64(len(s)))) + Zstd(s) })
		}},
		{"a log of LevelDB: a record in two blocks", "leveldb", "000003.log", true, func(n, v string) string {
			return levelLog(n, v)
		}},
		{"a hive of the registry of Windows", "hive", "NTUSER.DAT", true, hive},
		{"a dump of Redis, LZF", "redis", "dump.rdb", true, func(n, v string) string {
			return "REDIS0011\xfa\x09redis-ver\x057.2.4\xfe\x00\xfb\x01\x00\x00" + short(n) + lzf(v) + "\xff" + strings.Repeat("\x00", 8)
		}},
		{"a dump of Redis: a packed hash", "redis", "dump.rdb", true, func(n, v string) string {
			entry := func(s string) string {
				return "\xe0" + string([]byte{byte(len(s))}) + s + string([]byte{byte(len(s) + 2)})
			}
			pack := entry(n) + entry(v)
			pack = le32(len(pack)+7) + le16(2) + pack + "\xff"
			return "REDIS0011\xfe\x00\x10" + short("session") + lzf(pack) + "\xff" + strings.Repeat("\x00", 8)
		}},
		{"NSKeyedArchiver of Apple", "plist", "a.plist", true, archiver},
		{"Avro, deflate", "avro", "a.avro", true, func(n, v string) string { return avro("deflate", Deflate, n, v) }},
		{"Avro, Snappy", "avro", "a.avro", true, func(n, v string) string {
			return avro("snappy", func(s string) string { return Snappy(s) + be32(int(crc32.ChecksumIEEE([]byte(s)))) }, n, v)
		}},
		{"Avro, zstd", "avro", "a.avro", true, func(n, v string) string { return avro("zstandard", Zstd, n, v) }},
		{"Parquet, Snappy", "parquet", "a.parquet", true, func(n, v string) string { return parquet(1, Snappy, n, v) }},
		{"Parquet, gzip", "parquet", "a.parquet", true, func(n, v string) string { return parquet(2, gzipped, n, v) }},
		{"Parquet, zstd", "parquet", "a.parquet", true, func(n, v string) string { return parquet(6, Zstd, n, v) }},
		{"Parquet, LZ4", "parquet", "a.parquet", true, func(n, v string) string { return parquet(7, LZ4, n, v) }},
		{"ORC, zlib", "orc", "a.orc", true, func(n, v string) string { return orc(1, Deflate, n, v) }},
		{"ORC, Snappy", "orc", "a.orc", true, func(n, v string) string { return orc(2, Snappy, n, v) }},
		{"ORC, LZ4", "orc", "a.orc", true, func(n, v string) string { return orc(4, LZ4, n, v) }},
		{"ORC, zstd", "orc", "a.orc", true, func(n, v string) string { return orc(5, Zstd, n, v) }},
	}
}

func le16(n int) string { return string(binary.LittleEndian.AppendUint16(nil, uint16(n))) }
func le32(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
func be32(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }

// part is what a text has of a value before it, so that a block has the value not as it is.
func part(value string) string { return value[4 : len(value)-4] }

// short is a text behind a byte of its length.
func short(s string) string { return string([]byte{byte(len(s))}) + s }

// wide is a text of UTF-16 in little endian.
func wide(s string) (out string) {
	for _, u := range utf16.Encode([]rune(s)) {
		out += le16(int(u))
	}
	return out
}

func through[W io.WriteCloser](s string, open func(io.Writer) W) string {
	var b bytes.Buffer
	w := open(&b)
	_, _ = io.WriteString(w, s) // a buffer takes all
	_ = w.Close()
	return b.String()
}

// Zlib is a text as a stream of zlib.
func Zlib(s string) string {
	return through(s, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

// Deflate is a text as deflate without a header.
func Deflate(s string) string {
	return through(s, func(w io.Writer) io.WriteCloser {
		f, _ := flate.NewWriter(w, 9) // there is such a level
		return f
	})
}

func gzipped(s string) string {
	return "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + Deflate(s) + le32(int(crc32.ChecksumIEEE([]byte(s)))) + le32(len(s))
}

// Zstd is a text as a frame of zstd.
func Zstd(s string) string {
	return through(s, func(w io.Writer) io.WriteCloser {
		z, _ := zstd.NewWriter(w) // without options there is no error
		return z
	})
}

// Snappy is a block in which every eight letters have their length before them.
func Snappy(s string) string {
	out := binary.AppendUvarint(nil, uint64(len(s)))
	for len(s) > 0 {
		n := min(8, len(s))
		out = append(append(out, byte(n-1)<<2), s[:n]...)
		s = s[n:]
	}
	if _, err := s2.Decode(nil, out); err != nil {
		return ""
	}
	return string(out)
}

// LZ4 is a text as a block. What is in the text for the second time is not in it as it is.
func LZ4(s string) string {
	out := make([]byte, lz4.CompressBlockBound(len(s)))
	n, err := lz4.CompressBlock([]byte(s), out, nil)
	if err != nil || n == 0 {
		return ""
	}
	return string(out[:n])
}

// LZ4Frame is a text as a frame.
func LZ4Frame(s string) string {
	return through(s, func(w io.Writer) io.WriteCloser { return lz4.NewWriter(w) })
}
