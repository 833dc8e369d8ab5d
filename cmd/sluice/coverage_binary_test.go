package main

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// noise is bytes that are no text, and always the same.
func noise(n int) string {
	b := make([]byte, n)
	x := uint32(2463534242)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x)
	}
	return string(b)
}

// bin makes a case in a binary file.
func bin(name, file string, make func(token string) string) coverCase {
	return coverCase{name: name, file: file, put: func(_ *kit, token string) []byte { return []byte(make(token)) }}
}

// tool makes a case in what a command writes to $OUT, in a folder with one file.
func tool(name, out, needs, file string, content func(token string) string, command string) coverCase {
	return coverCase{name: name, file: out, put: func(k *kit, token string) []byte {
		return k.with(needs, file, content(token), command)
	}}
}

// pngWith is a picture with one more chunk.
func pngWith(kind, data string) string {
	chunk := func(kind, data string) string {
		var b bytes.Buffer
		_ = binary.Write(&b, binary.BigEndian, uint32(len(data)))
		b.WriteString(kind + data)
		_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE([]byte(kind+data)))
		return b.String()
	}
	return "\x89PNG\r\n\x1a\n" + chunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00") + chunk(kind, data) +
		chunk("IDAT", zlibbed("\x00\x00")) + chunk("IEND", "")
}

// jpegWith is the beginning of a picture with one more segment.
func jpegWith(marker byte, data string) string {
	n := len(data) + 2
	return "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff" + string([]byte{marker, byte(n >> 8), byte(n)}) + data + "\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + noise(500) + "\xff\xd9"
}

// exif is an EXIF segment with a description.
func exif(text string) string {
	var b bytes.Buffer
	b.WriteString("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00")
	_ = binary.Write(&b, binary.LittleEndian, []uint16{0x010e, 2})
	_ = binary.Write(&b, binary.LittleEndian, []uint32{uint32(len(text) + 1), 26, 0})
	b.WriteString(text + "\x00")
	return b.String()
}

// pdfWith is a document with a stream.
func pdfWith(dictionary, stream string) string {
	return "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n" +
		"3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n4 0 obj\n<< " + dictionary + " >>\nstream\n" + stream + "\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
}

// chunkOf is a chunk of RIFF.
func chunkOf(kind, data string) string {
	if len(data)%2 == 1 {
		data += "\x00"
	}
	return kind + string(binary.LittleEndian.AppendUint32(nil, uint32(len(data)))) + data
}

// box is a box of ISO base media.
func box(kind, data string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(data)+8))) + kind + data
}

// binaries are files that are no text.
func binaries() []coverCase {
	elf := "\x7fELF\x02\x01\x01\x00" + strings.Repeat("\x00", 8) + noise(3000)
	pe := "MZ\x90\x00\x03\x00\x00\x00" + strings.Repeat("\x00", 52) + "\x80\x00\x00\x00" + strings.Repeat("\x00", 64) + "PE\x00\x00" + noise(3000)
	python := func(s string) string { return "TOKEN = '" + s + "'\n" }
	return []coverCase{
		bin("ELF: a string", "prog", func(s string) string { return elf + "\x00usage: x\x00" + s + "\x00" + noise(500) }),
		bin("ELF: a string between strings", "prog", func(s string) string { return elf + "\x00token=" + s + "\x00--help\x00" + noise(500) }),
		bin("ELF: a password by its name", "prog", func(s string) string { return elf + "\x00DB_PASSWORD=" + s + "\x00" + noise(500) }),
		bin("ELF: base64", "prog", func(s string) string { return elf + "\x00" + base64Of("token "+s) + "\x00" + noise(500) }),
		bin("PE: a string", "prog.exe", func(s string) string { return pe + "\x00" + s + "\x00" + noise(500) }),
		bin("PE: a string of UTF-16", "prog.exe", func(s string) string { return pe + "\x00\x00" + utf16Text(s, false) + "\x00\x00" + noise(500) }),
		bin("PE: a string of UTF-16 at an odd offset", "prog.exe", func(s string) string { return pe + "\x00\x00\x00" + utf16Text(s, false) + "\x00\x00" + noise(501) }),
		bin("random bytes around it", "blob.bin", func(s string) string { return noise(5000) + "\x00" + s + "\x00" + noise(5000) }),
		bin("random bytes, UTF-16BE", "blob.bin", func(s string) string { return noise(5000) + "\x00\x00" + utf16Text(s, true) + "\x00\x00" + noise(5000) }),
		tool("a program of C", "prog", "gcc", "a.c", func(s string) string {
			return "#include <stdio.h>\nint main(void){puts(\"" + s + "\");return 0;}\n"
		}, "gcc -s -o $OUT a.c"),
		tool("a class file", "A.class", "javac", "A.java", func(s string) string {
			return "class A { static final String T = \"" + s + "\"; public static void main(String[] a) { System.out.println(T); } }\n"
		}, "javac A.java && mv A.class $OUT"),
		tool("a .pyc", "a.pyc", "python3", "a.py", python, "python3 -c 'import py_compile,os; py_compile.compile(\"a.py\", os.environ[\"OUT\"])'"),
		tool("a pickle", "a.pkl", "python3", "a.txt", func(s string) string { return s }, "python3 -c 'import pickle,os; pickle.dump({\"t\": open(\"a.txt\").read()}, open(os.environ[\"OUT\"], \"wb\"))'"),
		tool("a binary property list", "a.plist", "python3", "a.txt", func(s string) string { return s }, "python3 -c 'import plistlib,os; plistlib.dump({\"t\": open(\"a.txt\").read()}, open(os.environ[\"OUT\"], \"wb\"), fmt=plistlib.FMT_BINARY)'"),
		tool("a pickle: a password by its name", "a.pkl", "python3", "a.txt", func(s string) string { return s }, "python3 -c 'import pickle,os; pickle.dump({\"db_password\": open(\"a.txt\").read(), \"port\": 1}, open(os.environ[\"OUT\"], \"wb\"))'"),
		bin("a pickle of protocol 0: a password by its name", "a.pkl", func(s string) string {
			return "(dp0\nVdb_password\np1\nV" + s + "\np2\nsVhost\np3\nVx\np4\ns."
		}),
		tool("a binary property list: a password by its name", "a.plist", "python3", "a.txt", func(s string) string { return s }, "python3 -c 'import plistlib,os; plistlib.dump({\"db_password\": open(\"a.txt\").read(), \"port\": 1}, open(os.environ[\"OUT\"], \"wb\"), fmt=plistlib.FMT_BINARY)'"),
		bin("objects of Java: a password by its name", "a.ser", func(s string) string {
			return "\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16\x60\xd1\x03\x00\x00xpw\x08\x00\x00\x00\x10\x00\x00\x00\x01t\x00\x0bdb_passwordt\x00" + string([]byte{byte(len(s))}) + s + "x"
		}),
		bin("MessagePack: a password by its name", "a.msgpack", func(s string) string {
			return "\x82\xabdb_password\xd9" + string([]byte{byte(len(s))}) + s + "\xa1x\x01"
		}),
		bin("CBOR: a password by its name", "a.cbor", func(s string) string {
			return "\xa2\x6bdb_password\x78" + string([]byte{byte(len(s))}) + s + "\x61x\x01"
		}),
		bin("BSON: a password by its name", "a.bson", func(s string) string {
			return string([]byte{byte(4 + 1 + 12 + 4 + len(s) + 1 + 1)}) + "\x00\x00\x00\x02db_password\x00" + string([]byte{byte(len(s) + 1)}) + "\x00\x00\x00" + s + "\x00\x00"
		}),
		tool("SQLite: a row", "a.db", "sqlite3", "a.sql", func(s string) string {
			return "create table t(id integer, name text, value text); insert into t values (1, 'token', '" + s + "');"
		}, "sqlite3 $OUT <a.sql"),
		tool("SQLite: a password by its column", "a.db", "sqlite3", "a.sql", func(s string) string {
			return "create table settings(id integer, name text, value text); insert into settings values (1, 'DB_PASSWORD', '" + s + "');"
		}, "sqlite3 $OUT <a.sql"),
		tool("SQLite: a deleted row", "a.db", "sqlite3", "a.sql", func(s string) string {
			return "pragma secure_delete=off; create table t(value text); insert into t values ('" + s + "'); insert into t values ('x'); delete from t where rowid=1;"
		}, "sqlite3 $OUT <a.sql >/dev/null"),
		tool("SQLite: a value over some pages", "a.db", "sqlite3", "a.sql", func(s string) string {
			return "pragma page_size=512; create table t(value text); insert into t values ('" + strings.Repeat("some text ", 200) + s + "');"
		}, "sqlite3 $OUT <a.sql"),
		tool("SQLite: UTF-16", "a.db", "sqlite3", "a.sql", func(s string) string {
			return "pragma encoding='UTF-16le'; create table t(value text); insert into t values ('" + s + "');"
		}, "sqlite3 $OUT <a.sql"),
		bin("a dump of pg_dump -Fc", "a.dump", func(s string) string {
			number := func(n int) string { return "\x00" + string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
			packed := zlibbed("1\tbob\t" + noise(3000) + "\n2\tann\t" + s + "\n")
			return "PGDMP\x01\x0e\x00\x04\x08\x01" + noise(100) + "\x01" + number(3012) + number(1000) + packed[:1000] + number(len(packed)-1000) + packed[1000:] + number(0)
		}),
		bin("zlib in another file", "a.h5", func(s string) string { return "\x89HDF\r\n\x1a\n" + noise(200) + zlibbed(prose(s)) + noise(200) }),
		bin("zstd in another file", "a.parquet", func(s string) string { return "PAR1\x15\x00\x15\x80" + zstdOf(prose(s)) + noise(200) + "PAR1" }),
		bin("PDF: a stream", "a.pdf", func(s string) string {
			return pdfWith("/Length 80", "BT /F1 12 Tf 72 712 Td (token "+s+") Tj ET")
		}),
		bin("PDF: FlateDecode", "a.pdf", func(s string) string {
			z := zlibbed("BT /F1 12 Tf 72 712 Td (token " + s + ") Tj ET " + strings.Repeat("0 0 m 1 1 l S ", 100))
			return pdfWith("/Filter /FlateDecode /Length 80", z)
		}),
		bin("PDF: ASCIIHexDecode", "a.pdf", func(s string) string {
			return pdfWith("/Filter /ASCIIHexDecode", listed("%02x", "")("BT (token "+s+") Tj ET")+">")
		}),
		bin("PDF: a title in UTF-16", "a.pdf", func(s string) string {
			return pdfWith("/Title ("+utf16Text("\ufeff"+s, true)+")", "")
		}),
		bin("PDF: behind other bytes", "a.pdf", func(s string) string {
			return "\xff\x00junk" + pdfWith("/Filter /FlateDecode /Length 80", zlibbed("BT (token "+s+") Tj ET"))
		}),
		bin("PDF: a filter's name in numbers", "a.pdf", func(s string) string {
			return pdfWith("/Filter /Flate#44ecode /Length 80", zlibbed("BT (token "+s+") Tj ET"))
		}),
		bin("PDF: a letter at a time", "a.pdf", func(s string) string {
			return pdfWith("/Filter /FlateDecode /Length 80", zlibbed("BT /F1 12 Tf ("+strings.Join(strings.Split("token "+s, ""), ") Tj 6 0 Td (")+") Tj ET"))
		}),
		bin("PNG: a colour profile", "a.png", func(s string) string { return pngWith("iCCP", "p\x00\x00"+zlibbed("token "+s)) }),
		bin("PNG: compressed, of a program", "a.png", func(s string) string { return pngWith("prVW", zlibbed("token "+s)) }),
		bin("GIF: a comment in blocks", "a.gif", func(s string) string {
			return "GIF89a\x01\x00\x01\x00\x00\x00\x00!\xfe\x08token " + s[:2] + string(rune(len(s)-2)) + s[2:] + "\x00;"
		}),
		bin("WOFF: metadata", "a.woff", func(s string) string {
			return "wOFF\x00\x01\x00\x00" + strings.Repeat("\x00\x9c\xfe", 12) + zlibbed("<metadata>token "+s+"</metadata>")
		}),
		bin("PNG: tEXt", "a.png", func(s string) string { return pngWith("tEXt", "Comment\x00token "+s) }),
		bin("PNG: zTXt", "a.png", func(s string) string { return pngWith("zTXt", "Comment\x00\x00"+zlibbed("token "+s)) }),
		bin("PNG: iTXt", "a.png", func(s string) string { return pngWith("iTXt", "Comment\x00\x00\x00\x00\x00token "+s) }),
		bin("PNG: iTXt, compressed", "a.png", func(s string) string { return pngWith("iTXt", "Comment\x00\x01\x00\x00\x00"+zlibbed("token "+s)) }),
		bin("PNG: behind its end", "a.png", func(s string) string { return pngWith("tEXt", "Comment\x00x") + "\ntoken " + s + "\n" }),
		bin("JPEG: a comment", "a.jpg", func(s string) string { return jpegWith(0xfe, "token "+s) }),
		bin("JPEG: EXIF", "a.jpg", func(s string) string { return jpegWith(0xe1, exif("token "+s)) }),
		bin("JPEG: XMP", "a.jpg", func(s string) string {
			return jpegWith(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta><a t=\""+s+"\"/></x:xmpmeta>")
		}),
		bin("JPEG: behind its end", "a.jpg", func(s string) string { return jpegWith(0xfe, "x") + "token " + s + "\n" }),
		bin("GIF: a comment", "a.gif", func(s string) string {
			return "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xfe" + string([]byte{byte(len(s))}) + s + "\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
		}),
		bin("TIFF: a description", "a.tif", func(s string) string { return strings.TrimPrefix(exif("token "+s), "Exif\x00\x00") + noise(300) }),
		bin("WebP: XMP", "a.webp", func(s string) string {
			return chunkOf("RIFF", "WEBP"+chunkOf("VP8 ", noise(200))+chunkOf("XMP ", "<a t=\""+s+"\"/>"))
		}),
		bin("ICO with text behind it", "a.ico", func(s string) string {
			return "\x00\x00\x01\x00\x01\x00\x01\x01\x00\x00\x01\x00\x20\x00\x30\x00\x00\x00\x16\x00\x00\x00" + noise(48) + s
		}),
		bin("MP3: a tag", "a.mp3", func(s string) string {
			return "ID3\x03\x00\x00\x00\x00\x01\x00COMM\x00\x00\x00\x40\x00\x00\x00eng\x00token " + s + "\x00" + noise(600)
		}),
		bin("MP3: a tag of UTF-16", "a.mp3", func(s string) string {
			return "ID3\x03\x00\x00\x00\x00\x01\x40COMM\x00\x00\x00\x70\x00\x00\x01eng\xff\xfe\x00\x00\xff\xfe" + utf16Text(s, false) + noise(600)
		}),
		bin("FLAC: a comment", "a.flac", func(s string) string {
			return "fLaC\x00\x00\x00\x22" + noise(34) + "\x84\x00\x00\x60\x04\x00\x00\x00test\x01\x00\x00\x00\x40\x00\x00\x00COMMENT=" + s + "\x81" + noise(600)
		}),
		bin("Ogg: a comment", "a.ogg", func(s string) string {
			return "OggS\x00\x02" + strings.Repeat("\x00", 20) + "\x01\x1e\x01vorbis" + noise(23) + "OggS\x00\x00" + strings.Repeat("\x00", 20) + "\x01\x80\x03vorbis\x04\x00\x00\x00test\x01\x00\x00\x00\x40\x00\x00\x00COMMENT=" + s + "\x01" + noise(600)
		}),
		bin("WAV: a LIST chunk", "a.wav", func(s string) string {
			return chunkOf("RIFF", "WAVE"+chunkOf("fmt ", strings.Repeat("\x01\x00", 8))+chunkOf("LIST", "INFO"+chunkOf("ICMT", s+"\x00"))+chunkOf("data", noise(400)))
		}),
		bin("MP4: user data", "a.mp4", func(s string) string {
			return box("ftyp", "isom\x00\x00\x02\x00isom") + box("mdat", noise(500)) + box("moov", box("udta", box("\xa9cmt", "\x00\x40\x00\x00"+s)))
		}),
		bin("Matroska: a tag", "a.mkv", func(s string) string {
			return "\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska" + noise(400) + "\x44\x87\xa8" + s + "\x1f\x43\xb6\x75" + noise(400)
		}),
		bin("TrueType: a name of UTF-16", "a.ttf", func(s string) string {
			return "\x00\x01\x00\x00\x00\x0a\x00\x80\x00\x03\x00\x20" + noise(400) + utf16Text(s, true) + "\x00\x00" + noise(401)
		}),
		bin("WebAssembly: data", "a.wasm", func(s string) string {
			return "\x00asm\x01\x00\x00\x00" + noise(200) + "\x0b\x2e\x01\x00A\x80\x08\x0b\x28" + s + "\x00" + noise(100)
		}),
		bin("a capture of a network", "a.pcap", func(s string) string {
			return "\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + noise(32) + "GET / HTTP/1.1\r\nAuthorization: token " + s + "\r\n\r\n" + noise(300)
		}),
		bin("a message of Protocol Buffers", "a.pb", func(s string) string {
			return "\x0a\x05token\x12\x28" + s + "\x18\x96\x01" + strings.Repeat("\x00\x01", 40)
		}),
		bin("MessagePack", "a.msgpack", func(s string) string {
			return "\x82\xa5token\xd9\x28" + s + "\xa1n\xcd\x01\x00" + strings.Repeat("\x00\x01", 40)
		}),
		bin("BSON", "a.bson", func(s string) string { return "\x40\x00\x00\x00\x02token\x00\x29\x00\x00\x00" + s + "\x00\x00" }),
		bin("a .DS_Store", "DS_Store", func(s string) string {
			return "\x00\x00\x00\x01Bud1" + noise(500) + "\x00\x00\x00\x28" + utf16Text(s, true) + noise(500)
		}),
		bin("a hive of the registry", "NTUSER.DAT", func(s string) string { return "regf" + noise(4092) + utf16Text(s, false) + noise(400) }),
		bin("a dump of memory", "core", func(s string) string {
			return elf + strings.Repeat("\x00", 4096) + "PATH=/bin\x00GITHUB_TOKEN=" + s + "\x00HOME=/root\x00" + noise(4000)
		}),
		bin("an archive of PHP", "a.phar", func(s string) string {
			u4 := func(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
			packed := deflated("<?php\n$token = '" + s + "';\n")
			manifest := u4(1) + "\x11\x00" + u4(0x10000) + u4(0) + u4(0) + u4(5) + "a.php" + u4(60) + u4(0) + u4(len(packed)) + u4(0) + u4(0x11a4) + u4(0)
			return "<?php __HALT_COMPILER(); ?>\r\n" + u4(len(manifest)) + manifest + packed + strings.Repeat("\x00", 20) + "\x02\x00\x00\x00GBMB"
		}),
		bin("a disk image", "disk.img", func(s string) string {
			return strings.Repeat("\x00", 510) + "\x55\xaa" + noise(9000) + "TOKEN=" + s + "\n" + strings.Repeat("\x00", 4000)
		}),
		tool("a bundle of git", "a.bundle", "git", "file", config, "git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm x && git bundle create -q $OUT --all"),
		tool("a pack of git in the tree", "a.pack", "git", "file", config, "git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm x && git repack -qad && cp .git/objects/pack/*.pack $OUT"),
		tool("a loose object of git in the tree", "object", "git", "file", config, "git init -q . && cp .git/objects/$(git hash-object -w file | sed 's,^..,&/,') $OUT"),
		tool("an object file in an archive of ar", "a.a", "gcc ar", "a.c", func(s string) string { return "const char *t = \"" + s + "\";\n" }, "gcc -c a.c && ar rc a.a a.o && mv a.a $OUT"),
	}
}
