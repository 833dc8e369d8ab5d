package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"testing"
)

func wants(t *testing.T, all []shown, want ...shown) {
	t.Helper()
	for _, w := range want {
		if !slices.ContainsFunc(all, func(s shown) bool { return s.path == w.path && s.data == w.data && s.hidden == w.hidden }) {
			t.Errorf("%q with %q, hidden %v, is not among %+v", w.path, w.data, w.hidden, all)
		}
	}
}

// What only a local header knows is shown: here, what an entry was before the zip was
// updated, or a zip whose directory is gone.
func TestZipEntriesOutsideOfTheDirectory(t *testing.T) {
	for _, method := range []uint16{zip.Store, zip.Deflate, zstd93} {
		old := zipOf(method)(t, []file{{"old", "an old secret"}, {"older", "an older secret"}})
		updated := zipOf(method)(t, []file{{"new", "nothing"}})
		all := walk(t, append(old[:len(old):len(old)], updated...), Defaults())
		wants(t, all, shown{path: "zip!new", data: "nothing"},
			shown{path: "zip!old", data: "an old secret", hidden: true}, shown{path: "zip!older", data: "an older secret", hidden: true})
		if len(misses(all)) > 0 {
			t.Errorf("method %d: %v", method, misses(all))
		}
		all = walk(t, old[:bytes.Index(old, []byte(zipDir))], Defaults())
		wants(t, all, shown{path: "zip!old", data: "an old secret", hidden: true}, shown{path: "zip!older", data: "an older secret", hidden: true})
		if !slices.Contains(misses(all), Truncated) {
			t.Errorf("method %d: no directory is not said", method)
		}
	}
}

const zstd93 = 93

// Where a zip's two headers of an entry differ, both are shown.
func TestZipHeadersThatDiffer(t *testing.T) {
	data := zipOf(zip.Store)(t, []file{{"name", "content"}})
	copy(data[zipLocalLen:], "evil") // the local name
	all := walk(t, data, Defaults())
	wants(t, all, shown{path: "zip!name", data: "content"}, shown{path: "zip!evil", data: "content", hidden: true})

	// The directory says that it is empty, and the local header that it is not.
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	h := &zip.FileHeader{Name: "name", CompressedSize64: 7, UncompressedSize64: 7, CRC32: 0xd3a1a3e8}
	part := must[io.Writer](t)(w.CreateRaw(h))
	must[int](t)(part.Write([]byte("content")))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data = out.Bytes()
	dir := bytes.Index(data, []byte(zipDir))
	binary.LittleEndian.PutUint64(data[dir+20:], 0) // both sizes
	all = walk(t, data, Defaults())
	wants(t, all, shown{path: "zip!name", data: "content", hidden: true})
}

// An entry of the directory that leads nowhere is said.
func TestZipEntryWithoutData(t *testing.T) {
	data := zipOf(zip.Store)(t, []file{{"name", "content"}, {"other", "more"}})
	dir := bytes.Index(data, []byte(zipDir))
	binary.LittleEndian.PutUint32(data[dir+42:], 1)
	all := walk(t, data, Defaults())
	wants(t, all, shown{path: "zip!name"}, shown{path: "zip!other", data: "more"}, shown{path: "zip!name", data: "content", hidden: true})
	if !slices.Equal(misses(all), []Reason{Damaged}) {
		t.Errorf("missing: %v", misses(all))
	}
}

func TestEncryptedIsSaid(t *testing.T) {
	data := zipOf(zip.Store)(t, []file{{"name", "content"}})
	data[6] |= flagEncrypted
	data[bytes.Index(data, []byte(zipDir))+8] |= flagEncrypted
	all := walk(t, data, Defaults())
	if len(all) != 1 || all[0].path != "zip!name" || all[0].miss.Reason != Encrypted || all[0].miss.Bytes != 7 {
		t.Errorf("%+v", all)
	}
}

func TestUnknownMethodIsSaid(t *testing.T) {
	data := zipOf(zip.Store)(t, []file{{"name", "content"}})
	data[8] = 97
	data[bytes.Index(data, []byte(zipDir))+10] = 97
	all := walk(t, data, Defaults())
	if len(all) != 1 || all[0].path != "zip!name" || all[0].miss.Reason != UnknownMethod || all[0].miss.Bytes != 7 {
		t.Errorf("%+v", all)
	}
}

// A zip may be behind a program, a picture or a stream.
func TestZipBehindSomething(t *testing.T) {
	inner := zipOf(zip.Deflate)(t, []file{{"name", "content"}})
	for _, prefix := range []string{"MZ\x90\x00 a program", "#!/bin/sh\nexit\n"} {
		wants(t, walk(t, append([]byte(prefix), inner...), Defaults()), shown{path: "zip!name", data: "content"})
	}
	for _, prefix := range []string{"GIF89a", gifHead, gifHead + gifPicture + ";", "\x89PNG\r\n\x1a\n", string(pngOf("tEXt", "a\x00b")), "%PDF-1.4\n", string(smallSQLite(""))} {
		all := walk(t, append([]byte(prefix), inner...), Defaults())
		if n := len(slices.DeleteFunc(all, func(s shown) bool { return !strings.HasSuffix(s.path, "!name") || s.data != "content" })); n != 1 {
			t.Errorf("behind %.4q: %d times", prefix, n)
		}
	}
	for _, c := range compressors {
		all := walk(t, append(c.make(t, []byte("text\n")), inner...), Defaults())
		if !slices.ContainsFunc(all, func(s shown) bool { return strings.HasSuffix(s.path, "!name") && s.data == "content" }) {
			t.Errorf("behind %s: %+v", c.kind, all)
		}
	}
}

func TestBehindTheEnd(t *testing.T) {
	first := tarOf(tar.FormatUSTAR)(t, []file{{"a", "one"}})
	second := tarOf(tar.FormatUSTAR)(t, []file{{"b", "two"}})
	all := walk(t, append(append(first[:len(first):len(first)], make([]byte, 5120)...), second...), Defaults())
	wants(t, all, shown{path: "tar!a", data: "one"}, shown{path: "tar!b", data: "two", hidden: true})

	behind := append(first[:len(first):len(first)], "hidden text"...)
	wants(t, walk(t, behind, Defaults()), shown{path: "tar!(after the end)", data: "hidden text", hidden: true})

	cpio := newcCpio(t, []file{{"a", "one"}})
	all = walk(t, append(append(cpio, make([]byte, 100)...), newcCpio(t, []file{{"b", "two"}})...), Defaults())
	wants(t, all, shown{path: "cpio!a", data: "one"}, shown{path: "cpio!(after the end)!cpio!b", data: "two"})
	if len(misses(all)) > 0 {
		t.Errorf("%v", misses(all))
	}
}

// A damaged header of a tar loses no member behind it.
func TestTarGoesOnBehindDamage(t *testing.T) {
	data := tarOf(tar.FormatUSTAR)(t, []file{{"a", "one"}, {"b", "two"}, {"c", "three"}})
	data[1024] ^= 1 // the name of b
	all := walk(t, data, Defaults())
	wants(t, all, shown{path: "tar!a", data: "one"}, shown{path: "tar!c", data: "three", hidden: true})
	if !slices.Equal(misses(all), []Reason{Damaged}) {
		t.Errorf("missing: %v", misses(all))
	}
}

func TestTarLinksAndRecords(t *testing.T) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range []*tar.Header{
		{Name: "dir/", Typeflag: tar.TypeDir},
		{Name: "link", Linkname: "../../secret", Typeflag: tar.TypeSymlink},
		{Name: "a", PAXRecords: map[string]string{"SCHILY.xattr.user.note": "a note"}},
	} {
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	all := walk(t, out.Bytes(), Defaults())
	wants(t, all, shown{path: "tar!dir/"}, shown{path: "tar!link"}, shown{path: "tar!a"},
		shown{path: "tar!a (pax records)", data: "SCHILY.xattr.user.note=a note\n", hidden: true})
	if all[1].link != "../../secret" || len(misses(all)) > 0 {
		t.Errorf("%+v", all)
	}
}

func TestRpm(t *testing.T) {
	payload := compressed(t, newcCpio(t, []file{{"./etc/app.conf", "content"}}), func(w io.Writer) (*gzip.Writer, error) { return gzip.NewWriter(w), nil })
	all := walk(t, rpmOf([]string{"name", "echo installed"}, payload), Defaults())
	wants(t, all, shown{path: "rpm!(header)", data: "name\necho installed\n"}, shown{path: "rpm!payload!gzip!!cpio!./etc/app.conf", data: "content"})
	if len(misses(all)) > 0 {
		t.Errorf("%+v", all)
	}
}

func TestNotebook(t *testing.T) {
	const notebook = `{"cells": [
 {"cell_type": "code", "source": ["first = 'line'\n", "second"], "outputs": [
   {"data": {"text/plain": ["out\n", "put"], "image/png": "aGVsbG8K\n"}}]},
 {"cell_type": "markdown", "source": "one\ntwo", "attachments": {"a.txt": {"application/octet-stream": "d29ybGQ="}}}
], "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}`
	all := walk(t, []byte(notebook), Defaults())
	want := []shown{
		{path: "ipynb!cells/0/source", data: "first = 'line'\nsecond"},
		{path: "ipynb!cells/0/outputs/0/data/text/plain", data: "out\nput"},
		{path: "ipynb!cells/0/outputs/0/data/image/png", data: "hello\n"},
		{path: "ipynb!cells/1/source", data: "one\ntwo"},
		{path: "ipynb!cells/1/attachments/a.txt/application/octet-stream", data: "world"},
	}
	if !slices.Equal(all, want) {
		t.Errorf("%+v", all)
	}
	if all := walk(t, []byte(notebook[:300]+"\x00"), Defaults()); len(all) != 0 {
		t.Errorf("no notebook gives %+v", all)
	}
}

func TestOffice(t *testing.T) {
	for name, tt := range map[string][2]string{
		"docx": {`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p w:rsidR="00A1"><w:r><w:t>pass</w:t></w:r><w:proofErr w:type="spellEnd"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">word=&lt;a&amp;b&#x21;</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t><w:tab/><w:t>three</w:t><w:br/></w:r></w:p></w:body></w:document>`,
			"\npassword=<a&b!\ntwo\tthree\n"},
		"pptx": {`<p:sld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>a</a:t></a:r><a:r><a:t>b</a:t></a:r></a:p></p:sld>`, "ab\n"},
		"xlsx": {`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>a</t></r><r><t>b</t></r></si><si><t>c</t></si></sst>`, "ab\nc\n"},
		"odt":  {`<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><text:p text:style-name="a>b">a<text:span>b</text:span><text:s/>c</text:p><!-- left --></office:document-content>`, "ab c\n left "},
	} {
		all := walk(t, zipOf(zip.Deflate)(t, []file{{"part.xml", tt[0]}}), Defaults())
		if len(all) != 2 || all[1].path != "zip!part.xml!office!text" || all[1].data != tt[1] {
			t.Errorf("%s: %+v", name, all[1:])
		}
	}
}

func TestNotOpenedIsSaid(t *testing.T) {
	iso := make([]byte, 40<<10)
	copy(iso[32<<10:], "\x01CD001\x01")
	for kind, data := range map[Kind]string{
		Rar: "Rar!\x1a\x07\x01\x00", AppImage: "\x7fELF\x02\x01\x01\x00AI\x02", Qcow2: "QFI\xfb\x00\x00\x00\x03", Pst: "!BDN\x00\x00\x00\x00SM", Kdbx: "\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", Xar: "xar!\x00\x1c\x00\x01", Iso: string(iso), Dmg: "image" + "koly\x00\x00\x00\x04" + strings.Repeat("\x00", 504),
	} {
		all := walk(t, []byte(data), Defaults())
		if len(all) != 1 || all[0].path != string(kind)+"!" || all[0].miss.Reason != NotOpened || kind.Opens() {
			t.Errorf("%s: %+v", kind, all)
		}
	}
}

// An installer is a script with an archive behind it.
func TestScript(t *testing.T) {
	lines := "#!/bin/sh\n" + strings.Repeat("# a comment of the script\n", 300) + "tail -n +302 $0 | tar xz; exit\n"
	for _, c := range compressors {
		data := []byte(lines + string(c.make(t, tarOf(0)(t, []file{{".env", "KEY=hello\n"}}))))
		switch c.kind {
		case Gzip, Xz, Zstd, Lz4:
			all := walk(t, data, Defaults())
			if len(all) == 0 || all[len(all)-1].data != "KEY=hello\n" || Detect(data, data) != Script {
				t.Errorf("%s: %v", c.kind, paths(walk(t, data, Defaults())))
			}
		}
	}
	if got := Detect([]byte(lines), nil); got != "" {
		t.Errorf("a script is detected as %q", got)
	}
}

// Text and other files are no containers.
func TestDetectNothing(t *testing.T) {
	for _, text := range []string{
		"", "P", "PK is a format\n", "BZh91AY", "x\x01 = 5\n", "070701 is a number\n", "!<arch> is a magic\n", "{\"cells\": []}", "hello, world\n",
		"<?xml version=\"1.0\"?><project/>", strings.Repeat("line\n", 500), "x\x9c is not zlib, only its magic number\n", "]\x00\x00\x80\x00 and so on and so on\n",
	} {
		if got := Detect([]byte(text), []byte(text)); got != "" {
			t.Errorf("%.20q is detected as %s", text, got)
		}
	}
}
