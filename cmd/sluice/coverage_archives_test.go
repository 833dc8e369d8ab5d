package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"

	"github.com/sluicesec/sluice/internal/archive/archivetest"
)

// zipped is a zip with entries, given as names and contents in turn.
func zipped(pairs ...string) string { return zipWith(nil, pairs...) }

// zipWith is zipped with a change of the header of each entry.
func zipWith(change func(*zip.FileHeader), pairs ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		h := &zip.FileHeader{Name: pairs[i], Method: zip.Deflate}
		if change != nil {
			change(h)
		}
		part, err := w.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(part, pairs[i+1])
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// tarred is a tar with entries.
func tarred(pairs ...string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		err := w.WriteHeader(&tar.Header{Name: pairs[i], Mode: 0o644, Size: int64(len(pairs[i+1])), ModTime: time.Unix(1e9, 0)})
		if err == nil {
			_, err = io.WriteString(w, pairs[i+1])
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func xzOf(data string) string {
	return compressed(data, func(w io.Writer) io.WriteCloser { return opened(xz.NewWriter(w)) })
}

func zstdOf(data string) string {
	return compressed(data, func(w io.Writer) io.WriteCloser { return opened(zstd.NewWriter(w)) })
}

func lz4Of(data string) string {
	return compressed(data, func(w io.Writer) io.WriteCloser { return lz4.NewWriter(w) })
}

func lzmaOf(data string) string {
	return compressed(data, func(w io.Writer) io.WriteCloser { return opened(lzma.NewWriter(w)) })
}

func opened[W any](w W, err error) W {
	if err != nil {
		panic(err)
	}
	return w
}

// many is a text that compresses well, with a token in it.
func prose(token string) string {
	return strings.Repeat("some lines of text before it\n", 50) + "TOKEN=" + token + "\n" + strings.Repeat("and some behind it\n", 50)
}

// archives are archives and compressed files.
func archives() []coverCase {
	env := func(s string) string { return "A=1\nTOKEN=" + s + "\n" }
	list := []coverCase{
		bin("zip", "a.zip", func(s string) string { return zipped("in/.env", env(s)) }),
		bin("zip, stored", "a.zip", func(s string) string {
			return zipWith(func(h *zip.FileHeader) { h.Method = zip.Store }, ".env", env(s))
		}),
		bin("zip without an ending in its name", "data", func(s string) string { return zipped(".env", env(s)) }),
		bin("zip called .txt", "a.txt", func(s string) string { return zipped(".env", env(s)) }),
		bin("zip: the comment of the archive", "a.zip", func(s string) string {
			data := zipped("a", "b")
			return data[:len(data)-2] + string([]byte{byte(len(s)), 0}) + s
		}),
		bin("zip: the comment of an entry", "a.zip", func(s string) string {
			return zipWith(func(h *zip.FileHeader) { h.Comment = "token " + s }, "a", "b")
		}),
		bin("zip: the extra field of an entry", "a.zip", func(s string) string {
			return zipWith(func(h *zip.FileHeader) { h.Extra = []byte("\xfe\xca\x28\x00" + s) }, "a", "b")
		}),
		bin("zip: the name of an entry", "a.zip", func(s string) string { return zipped("in/"+s+".txt", "x") }),
		bin("zip: an entry that its directory lacks", "a.zip", func(s string) string {
			hidden := zipped(".env", env(s))
			return hidden[:strings.Index(hidden, "PK\x01\x02")] + zipped("a", "b")
		}),
		bin("zip behind a program", "a.exe", func(s string) string { return "MZ" + noise(3000) + zipped(".env", env(s)) }),
		bin("zip behind a picture", "a.png", func(s string) string { return pngWith("tEXt", "Comment\x00x") + zipped(".env", env(s)) }),
		bin("two zips, one behind the other", "a.zip", func(s string) string { return zipped(".env", env(s)) + zipped("a", "b") }),
		bin("jar", "a.jar", func(s string) string { return zipped("META-INF/MANIFEST.MF", "a: b\n", "app.properties", env(s)) }),
		bin("war with a jar", "a.war", func(s string) string { return zipped("WEB-INF/lib/a.jar", zipped("app.properties", env(s))) }),
		bin("apk", "a.apk", func(s string) string { return zipped("AndroidManifest.xml", "\x03\x00", "res/values.xml", env(s)) }),
		bin("wheel", "a-1-py3-none-any.whl", func(s string) string { return zipped("a/__init__.py", env(s)) }),
		bin("NuGet", "a.nupkg", func(s string) string { return zipped("content/app.config", env(s)) }),
		bin("an extension of a browser", "a.crx", func(s string) string { return "Cr24\x03\x00\x00\x00\x04\x00\x00\x00" + "abcd" + zipped("a.js", env(s)) }),
		bin("conda", "a.conda", func(s string) string {
			return zipWith(func(h *zip.FileHeader) { h.Method = zip.Store }, "pkg-a.tar.zst", zstdOf(tarred("a.py", env(s))))
		}),
		bin("tar", "a.tar", func(s string) string { return tarred("in/.env", env(s)) }),
		bin("tar: the name of an entry", "a.tar", func(s string) string { return tarred("in/"+s, "x") }),
		bin("tar: behind its end", "a.tar", func(s string) string { return tarred("a", "b") + tarred(".env", env(s)) }),
		bin("tar.gz", "a.tar.gz", func(s string) string { return gzipped(tarred("in/.env", env(s))) }),
		bin("tar.xz", "a.tar.xz", func(s string) string { return xzOf(tarred("in/.env", env(s))) }),
		bin("tar.zst", "a.tar.zst", func(s string) string { return zstdOf(tarred("in/.env", env(s))) }),
		bin("tar.lz4", "a.tar.lz4", func(s string) string { return lz4Of(tarred("in/.env", env(s))) }),
		bin("tar.lzma", "a.tar.lzma", func(s string) string { return lzmaOf(tarred("in/.env", env(s))) }),
		bin("gz", "a.log.gz", func(s string) string { return gzipped(prose(s)) }),
		bin("gz: the name in its header", "a.gz", func(s string) string {
			return "\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03" + s + "\x00" + gzipped("x")[10:]
		}),
		bin("gz: the comment in its header", "a.gz", func(s string) string {
			return "\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\x03" + s + "\x00" + gzipped("x")[10:]
		}),
		bin("gz, two members", "a.log.gz", func(s string) string { return gzipped("first\n") + gzipped(prose(s)) }),
		bin("gz with text behind it", "a.gz", func(s string) string { return gzipped("x") + "TOKEN=" + s + "\n" }),
		bin("zlib", "a.z", func(s string) string { return zlibbed(prose(s)) }),
		bin("deflate without a header", "a.deflate", func(s string) string { return deflated(prose(s)) }),
		bin("xz", "a.xz", func(s string) string { return xzOf(prose(s)) }),
		bin("xz, two streams", "a.xz", func(s string) string { return xzOf("first\n") + xzOf(prose(s)) }),
		bin("lzma", "a.lzma", func(s string) string { return lzmaOf(prose(s)) }),
		bin("zst", "a.zst", func(s string) string { return zstdOf(prose(s)) }),
		bin("zst, two frames", "a.zst", func(s string) string { return zstdOf("first\n") + zstdOf(prose(s)) }),
		bin("zst: a skippable frame", "a.zst", func(s string) string { return "\x50\x2a\x4d\x18\x28\x00\x00\x00" + s + zstdOf("x") }),
		bin("lz4", "a.lz4", func(s string) string { return lz4Of(prose(s)) }),
		bin("snappy, framed", "a.sz", func(s string) string {
			return compressed(prose(s), func(w io.Writer) io.WriteCloser { return s2.NewWriter(w, s2.WriterSnappyCompat()) })
		}),
		bin("zip in tar.gz in zip", "a.zip", func(s string) string {
			return zipped("a.tar.gz", gzipped(tarred("b.zip", zipped(".env", env(s)))))
		}),
		bin("zip in zip in zip in zip", "a.zip", func(s string) string {
			return zipped("b.zip", zipped("c.zip", zipped("d.zip", zipped(".env", env(s)))))
		}),
		bin("gz in gz in gz", "a.gz", func(s string) string { return gzipped(gzipped(gzipped(prose(s)))) }),
		bin("base64 in a zip", "a.zip", func(s string) string { return zipped("a.txt", "value: "+base64Of(config(s))+"\n") }),
		bin("a zip in base64", "a.txt", func(s string) string { return "value: " + base64Of(zipped(".env", env(s))) + "\n" }),
		bin("a tar.gz in base64", "a.sh", func(s string) string {
			return "echo " + base64Of(gzipped(tarred(".env", env(s)))) + " | base64 -d | tar xz\n"
		}),
		bin("a tar in base64", "a.txt", func(s string) string { return "value: " + base64Of(tarred(".env", env(s))) + "\n" }),
		bin("xz in base64", "a.txt", func(s string) string { return "value: " + base64Of(xzOf(env(s))) + "\n" }),
		bin("a zip in hex", "a.txt", func(s string) string { return "value: " + listed("%02x", "")(zipped(".env", env(s))) + "\n" }),
		bin("gz behind other bytes", "a.bin", func(s string) string { return "\x00\x9c\xff\x81\x03" + gzipped(prose(s)) }),
		bin("gz in a program", "prog", func(s string) string {
			return "\x7fELF\x02\x01\x01" + strings.Repeat("\x00\x90\xff", 500) + gzipped(prose(s)) + strings.Repeat("\xc3\x00", 90)
		}),
		bin("UTF-16 in a zip", "a.zip", func(s string) string { return zipped("a.txt", utf16Text("\ufeff"+env(s), false)) }),
		bin("an image of docker save", "image.tar", func(s string) string {
			return tarred("manifest.json", `[{"Config":"c.json","Layers":["l/layer.tar"]}]`, "c.json", `{}`, "l/layer.tar", tarred("app/.env", env(s)))
		}),
		bin("an image of docker save: its environment", "image.tar", func(s string) string {
			return tarred("manifest.json", `[{"Config":"c.json","Layers":[]}]`, "c.json", `{"config":{"Env":["TOKEN=`+s+`"]}}`)
		}),
		bin("an image of OCI", "image.tar", func(s string) string {
			return tarred("oci-layout", `{"imageLayoutVersion":"1.0.0"}`, "blobs/sha256/1", gzipped(tarred("app/.env", env(s))))
		}),
	}
	for _, c := range []struct{ name, out, needs, command string }{
		{"zip of the command", "a.zip", "zip", "zip -qr $OUT.zip . && mv $OUT.zip $OUT"},
		{"zip, bzip2", "a.zip", "zip", "zip -qr -Z bzip2 $OUT.zip . && mv $OUT.zip $OUT"},
		{"zip from a pipe", "a.zip", "zip", "zip -qr - . | cat >$OUT"},
		{"tar of the command, GNU", "a.tar", "tar", "tar --format=gnu -cf $OUT ."},
		{"tar of the command, pax", "a.tar", "tar", "tar --format=posix -cf $OUT ."},
		{"tar of the command, ustar", "a.tar", "tar", "tar --format=ustar -cf $OUT ."},
		{"tar of the command, v7", "a.tar", "tar", "tar --format=v7 -cf $OUT ."},
		{"tar: the target of a link", "a.tar", "tar", "ln -s to-$(cat token) link && tar -cf $OUT link"},
		{"tar: a pax attribute", "a.tar", "tar", "tar --format=posix --pax-option=SCHILY.xattr.user.t:=$(cat token) -cf $OUT .env"},
		{"tar.bz2", "a.tar.bz2", "tar bzip2", "tar -cf - . | bzip2 >$OUT"},
		{"bz2", "a.bz2", "bzip2", "bzip2 <.env >$OUT"},
		{"bz2, two streams", "a.bz2", "bzip2", "(echo x | bzip2; bzip2 <.env) >$OUT"},
		{"xz of the command", "a.xz", "xz", "xz <.env >$OUT"},
		{"zst of the command", "a.zst", "zstd", "zstd -q -19 <.env >$OUT"},
		{"brotli, called .br", "a.js.br", "brotli", "brotli -c .env >$OUT"},
		{"brotli without an ending in its name", "data", "brotli", "brotli -c .env >$OUT"},
		{"lzip", "a.lz", "lzip", "lzip -c .env >$OUT"},
		{"lzop", "a.lzo", "lzop", "lzop -c .env >$OUT"},
		{"ar", "a.a", "ar", "ar rc $OUT .env"},
		{"cpio, newc", "a.cpio", "cpio", "find . | cpio -o -H newc --quiet >$OUT"},
		{"cpio, odc", "a.cpio", "cpio", "find . | cpio -o -H odc --quiet >$OUT"},
		{"cpio, compressed, as of an initramfs", "initrd.img", "cpio gzip", "find . | cpio -o -H newc --quiet | gzip >$OUT"},
		{"deb", "a.deb", "dpkg-deb", "mkdir p p/DEBIAN && cp .env p && printf 'Package: p\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@example.org>\\nDescription: a\\n' >p/DEBIAN/control && dpkg-deb -b p $OUT >/dev/null"},
		{"deb: a script", "a.deb", "dpkg-deb", "mkdir p p/DEBIAN && (echo '#!/bin/sh'; cat .env) >p/DEBIAN/postinst && chmod 755 p/DEBIAN/postinst && printf 'Package: p\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@example.org>\\nDescription: a\\n' >p/DEBIAN/control && dpkg-deb -b p $OUT >/dev/null"},
		{"rpm", "a.rpm", "rpmbuild", "printf 'Name: p\\nVersion: 1\\nRelease: 1\\nSummary: a\\nLicense: none\\nBuildArch: noarch\\n%%description\\na\\n%%install\\nmkdir -p %%{buildroot}/p\\ncp %%{src}/.env %%{buildroot}/p\\n%%files\\n/p\\n' >p.spec && rpmbuild --quiet -bb --define \"_topdir $TMP\" --define \"_rpmdir $TMP\" --define \"src $PWD\" p.spec >/dev/null 2>&1 && mv $TMP/noarch/*.rpm $OUT"},
		{"7z", "a.7z", "7zz", "7zz a -t7z $OUT.7z . >/dev/null && mv $OUT.7z $OUT"},
		{"jar of the command", "a.jar", "jar", "jar cf $OUT .env"},
		{"a shell archive with a tar.gz", "install.run", "tar", "(echo '#!/bin/sh'; echo 'tail -n +4 \"$0\" | tar xz'; echo exit; tar -czf - .env) >$OUT"},
		{"a pack of a file system, squashfs", "a.squashfs", "mksquashfs", "mksquashfs . $OUT -quiet -no-progress >/dev/null"},
		{"an image of a CD", "a.iso", "genisoimage", "genisoimage -quiet -o $OUT ."},
	} {
		list = append(list, coverCase{name: c.name, file: c.out, put: func(k *kit, token string) []byte {
			return k.with(c.needs, ".env", prose(token), "printf %s "+token+" >token; "+c.command)
		}})
	}
	return list
}

// docx is a document with paragraphs of runs.
func docx(runs string) string {
	return zipped("[Content_Types].xml", "<Types/>", "word/document.xml",
		`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>`+runs+`</w:p></w:body></w:document>`)
}

// officeAndMail are documents that are archives, notebooks and mail.
func officeAndMail() []coverCase {
	mail := func(encoding, kind, name, body string) string {
		return "From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhello\n--b\nContent-Type: " + kind +
			"; name=" + name + "\nContent-Transfer-Encoding: " + encoding + "\nContent-Disposition: attachment\n\n" + body + "\n--b--\n"
	}
	notebook := func(cell string) string {
		return `{"cells":[` + cell + `],"metadata":{},"nbformat":4,"nbformat_minor":5}`
	}
	return []coverCase{
		bin("docx", "a.docx", func(s string) string { return docx("<w:r><w:t>token " + s + "</w:t></w:r>") }),
		bin("docx: runs that cut it", "a.docx", func(s string) string {
			return docx("<w:r><w:t>token " + s[:9] + "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>" + s[9:] + "</w:t></w:r>")
		}),
		bin("docx: runs with a field between", "a.docx", func(s string) string {
			return docx("<w:r><w:t>token " + s[:9] + "</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>" + s[9:] + "</w:t></w:r>")
		}),
		bin("docx: runs in UTF-16", "a.docx", func(s string) string {
			return zipped("word/document.xml", "\xff\xfe"+utf16Text(`<w:document><w:p><w:r><w:t>`+s[:9]+`</w:t></w:r><w:r><w:t>`+s[9:]+`</w:t></w:r></w:p></w:document>`, false))
		}),
		bin("docx: a comment", "a.docx", func(s string) string {
			return zipped("word/comments.xml", `<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment><w:p><w:r><w:t>`+s+`</w:t></w:r></w:p></w:comment></w:comments>`)
		}),
		bin("docx: the target of a link", "a.docx", func(s string) string {
			return zipped("word/_rels/document.xml.rels", `<Relationships><Relationship Target="https://x:`+s+`@github.com/a/b"/></Relationships>`)
		}),
		bin("xlsx: shared strings", "a.xlsx", func(s string) string {
			return zipped("xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>token</t></si><si><t>`+s+`</t></si></sst>`)
		}),
		bin("xlsx: a string of runs", "a.xlsx", func(s string) string {
			return zipped("xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>`+s[:9]+`</t></r><r><t>`+s[9:]+`</t></r></si></sst>`)
		}),
		bin("pptx", "a.pptx", func(s string) string {
			return zipped("ppt/slides/slide1.xml", `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>`+s[:9]+`</a:t></a:r><a:r><a:t>`+s[9:]+`</a:t></a:r></a:p></p:sld>`)
		}),
		bin("odt", "a.odt", func(s string) string {
			return zipped("mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
				`<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>`+s[:9]+`<text:span>`+s[9:]+`</text:span></text:p></office:document-content>`)
		}),
		bin("epub", "a.epub", func(s string) string { return zipped("OEBPS/a.xhtml", "<p>token "+s+"</p>") }),
		bin("RTF", "a.rtf", func(s string) string { return `{\rtf1\ansi token ` + strings.Replace(s, "_", `\'5f`, 1) + `}` }),
		bin("RTF: runs that cut it", "a.rtf", func(s string) string { return `{\rtf1\ansi token ` + s[:9] + `{\b ` + s[9:] + `}\par}` }),
		bin("a document of Word 97", "a.doc", func(s string) string {
			return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(2000) + utf16Text(s, false) + noise(500)
		}),
		bin("a notebook: a cell", "a.ipynb", func(s string) string {
			return notebook(`{"cell_type":"code","source":["x = 1\n","t = '` + s + `'\n"],"outputs":[]}`)
		}),
		bin("a notebook: an output", "a.ipynb", func(s string) string {
			return notebook(`{"cell_type":"code","source":[],"outputs":[{"output_type":"stream","text":["first\n","` + s + `\n"]}]}`)
		}),
		bin("a notebook: an output in colours", "a.ipynb", func(s string) string {
			return notebook(`{"cell_type":"code","source":[],"outputs":[{"output_type":"error","traceback":["\u001b[0;31m` + s + `\u001b[0m"]}]}`)
		}),
		bin("a notebook: an attachment", "a.ipynb", func(s string) string {
			return notebook(`{"cell_type":"markdown","source":["x"],"attachments":{"a.txt":{"text/plain":"` + base64Of(config(s)) + `"}}}`)
		}),
		bin("a notebook: a picture in an output", "a.ipynb", func(s string) string {
			return notebook(`{"cell_type":"code","source":[],"outputs":[{"output_type":"display_data","data":{"image/png":"` + base64Of(pngWith("tEXt", "Comment\x00"+s)) + `"}}]}`)
		}),
		bin("mail: an attachment of base64", "a.eml", func(s string) string {
			return mail("base64", "text/plain", "a.env", wrapped(base64Of(config(s)), 76, "\n"))
		}),
		bin("mail: an attached zip", "a.eml", func(s string) string {
			return mail("base64", "application/zip", "a.zip", wrapped(base64Of(zipped(".env", config(s))), 76, "\n"))
		}),
		bin("mail: quoted-printable", "a.eml", func(s string) string {
			return mail("quoted-printable", "text/plain", "a.env", "token =3D "+s[:20]+"=\n"+s[20:])
		}),
		bin("a file of uuencode", "a.uu", func(s string) string { return "begin 644 a.env\n" + uuencoded(config(s)) + "`\nend\n" }),
		bin("mail: uuencode", "a.eml", func(s string) string {
			return "From: a@example.org\nSubject: the file\n\nHello,\n\nbegin 644 a.env\n" + uuencoded(config(s)) + "`\nend\n\nBye\n"
		}),
		bin("an mbox", "mbox", func(s string) string {
			return "From a Mon Jan  1 00:00:00 2024\n" + mail("base64", "text/plain", "a.env", wrapped(base64Of(config(s)), 76, "\r\n"))
		}),
		bin("MHTML", "a.mht", func(s string) string {
			return mail("quoted-printable", "text/html", "a.html", "<a href=3D\"https://example.org/?t=3D"+s+"\">")
		}),
		bin("SVG with a picture in a data URL", "a.svg", func(s string) string {
			return "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"data:image/png;base64," + base64Of(pngWith("tEXt", "Comment\x00"+s)) + "\"/></svg>\n"
		}),
	}
}

// closed are containers that cannot be opened, or not to their end.
func closed() []coverCase {
	half := func(name, file string, pack func(string) string, cut func(string) string) coverCase {
		behind := 60000
		if file == "a.zst" { // a block of it has 128 KiB
			behind = 200000
		}
		return bin(name, file, func(s string) string { return cut(pack(noise(10000) + "\n" + prose(s) + noise(behind))) })
	}
	cutAt := func(share float64) func(string) string {
		return func(s string) string { return s[:int(float64(len(s))*share)] }
	}
	flip := func(share float64) func(string) string {
		return func(s string) string {
			at := int(float64(len(s)) * share)
			return s[:at] + string([]byte{s[at] ^ 0xff}) + s[at+1:]
		}
	}
	magic := func(name, file, magic string) coverCase {
		return bin(name, file, func(s string) string { return magic + noise(5000) })
	}
	zipOf := func(s string) string { return zipped("a", s) }
	return []coverCase{
		half("zip, cut behind it", "a.zip", zipOf, cutAt(0.6)),
		half("zip, damaged behind it", "a.zip", zipOf, flip(0.6)),
		half("gz, cut behind it", "a.gz", gzipped, cutAt(0.6)),
		half("gz, damaged behind it", "a.gz", gzipped, flip(0.6)),
		half("gz of a short text, cut at its end", "a.gz", gzipped, cutAt(0.999)),
		half("xz, cut behind it", "a.xz", xzOf, cutAt(0.6)),
		half("xz, damaged behind it", "a.xz", xzOf, flip(0.6)),
		half("zst, cut behind it", "a.zst", zstdOf, cutAt(0.9)),
		half("lz4, cut behind it", "a.lz4", lz4Of, cutAt(0.6)),
		half("zlib, cut behind it", "a.z", zlibbed, cutAt(0.6)),
		half("lzma, cut behind it", "a.lzma", lzmaOf, cutAt(0.6)),
		half("tar.gz, cut behind it", "a.tar.gz", func(s string) string { return gzipped(tarred("a", s)) }, cutAt(0.6)),
		bin("gz of a short text, without its last bytes", "a.gz", func(s string) string { z := gzipped(prose(s)); return z[:len(z)-10] }),
		bin("zip of a short text, without its directory", "a.zip", func(s string) string { z := zipOf(prose(s)); return z[:strings.Index(z, "PK\x01\x02")] }),
		bin("zip of a short text, a byte wrong in its middle", "a.zip", func(s string) string { return flip(0.25)(zipOf(prose(s))) }),
		tool("bz2, cut behind it", "a.bz2", "bzip2", "a", func(s string) string { return prose(s) + noise(1000000) }, "bzip2 -c a | head -c 700000 >$OUT"),
		tool("zip, encrypted", "a.zip", "zip", "a", prose, "zip -q -P secret $OUT.zip a && mv $OUT.zip $OUT"),
		tool("7z, encrypted", "a.7z", "7zz", "a", prose, "7zz a -t7z -psecret -mhe=on $OUT.7z a >/dev/null && mv $OUT.7z $OUT"),
		bin("five zips in each other", "a.zip", func(s string) string {
			data := prose(s)
			for i := range 5 {
				data = zipped(fmt.Sprintf("%d.zip", i), data)
			}
			return data
		}),
		bin("a bomb", "a.gz", func(s string) string { return gzipped(strings.Repeat("\x00", 24<<20) + s) }),
		magic("rar", "a.rar", "Rar!\x1a\x07\x01\x00"),
		tool("cab, LZX", "a.cab", "python3", "a", prose, "python3 -c 'import struct,os; f=struct.pack(\"<IIH\",20,0,0)+bytes(6)+b\"a\\0\"; open(os.environ[\"OUT\"],\"wb\").write(b\"MSCF\"+struct.pack(\"<IIIIIBBHHHHHIHH\",0,200,0,44,0,3,1,1,1,0,0,0,62,1,3)+f+struct.pack(\"<IHH\",0,80,20)+bytes(range(80)))'"),
		magic("lzop", "a.lzo", "\x89LZO\x00\r\n\x1a\n\x10\x30"),
		magic("lrzip", "a.lrz", "LRZI\x00\x06"),
		magic("zpaq", "a.zpaq", "7kSt\xa0\x31\x83\xd3\x8c\xb2\x28\xb0\xd3zPQ\x01\x01"),
		magic("ace", "a.ace", "\x12\x34\x31\x00\x00\x00\x90**ACE**\x14\x14"),
		magic("StuffIt", "a.sit", "SIT!\x00\x01\x00\x00\x10\x00rLau\x02"),
		magic("LZFSE of Apple", "a.lzfse", "bvx2\x00\x10\x00\x00"),
		magic("pbzx of Apple", "Payload", "pbzx\x00\x00\x00\x00\x01\x00\x00\x00"),
		magic("help of Windows (.chm)", "a.chm", "ITSF\x03\x00\x00\x00\x60\x00\x00\x00"),
		magic("cramfs", "a.cramfs", "\x45\x3d\xcd\x28\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00Compressed ROMFS"),
		magic("UBI", "a.ubi", "UBI#\x01\x00\x00\x00"),
		magic("a compressed disk in VMDK", "a.vmdk", "KDMV\x03\x00\x00\x00"+strings.Repeat("\x00", 69)+"\x01\x00"),
		magic("a database of FileMaker", "a.fmp12", "\x00\x01\x00\x00\x00\x02\x00\x01\x00\x05\x00\x02\x00\x02\xc0HBAM7"),
		magic("Parquet, encrypted", "a.parquet", "PARE\x15\x00"),
		bin("a document of Office with a password", "a.docx", func(s string) string {
			return archivetest.OLE("EncryptionInfo", "\x04\x00\x04\x00", "EncryptedPackage", noise(9000))
		}),
		magic("squashfs", "a.squashfs", "hsqs"+strings.Repeat("\x00", 24)+"\x04\x00\x00\x00"),
		magic("xar", "a.pkg", "xar!\x00\x1c\x00\x01"),
		magic("wim", "a.wim", "MSWIM\x00\x00\x00"),
		magic("arj", "a.arj", "\x60\xea\x20\x00\x1e\x0b\x01\x00\x10\x00\x02"),
		magic("lha", "a.lzh", "\x20\x00-lh5-"+string(binary.LittleEndian.AppendUint32(nil, 100))+strings.Repeat("\x00", 9)+"\x01"),
		magic("an AppImage", "a.AppImage", "\x7fELF\x02\x01\x01\x00AI\x02"),
		magic("a disk in qcow2", "a.qcow2", "QFI\xfb\x00\x00\x00\x03"),
		magic("a mailbox of Outlook", "a.pst", "!BDN\x00\x00\x00\x00SM\x17\x00"),
		magic("a database of KeePass", "a.kdbx", "\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5"),
		bin("iso9660", "a.iso", func(string) string { return strings.Repeat("\x00", 32<<10) + "\x01CD001\x01\x00" + noise(4000) }),
		bin("dmg", "a.dmg", func(string) string {
			return noise(5000) + "koly\x00\x00\x00\x04\x00\x00\x02\x00" + strings.Repeat("\x00", 500)
		}),
	}
}
