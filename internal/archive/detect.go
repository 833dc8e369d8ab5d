package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/flate"
)

// Detect looks at the first HeadLen and the last TailLen bytes of a blob. It may be
// given more, such as the whole blob twice.
const (
	HeadLen = 36 << 10 // an ISO image names itself behind its first 32 KiB
	TailLen = 22 + 1<<16 - 1
)

// Detect returns the kind of container that a blob is, or "". A blob that is a
// container of one kind at its head and a zip at its tail has the kind of its head: what is
// behind its end is a member.
//
// Formats without a strong magic number (tar, cpio, zlib, lzma) are recognised by more
// than that: a checksum, plausible fields, or a trial of decoding.
//
// Sources: APPNOTE.TXT; 7zFormat.txt; POSIX pax and its cpio formats; RFC 1950, 1952,
// 8878; the xz, LZMA, bzip2, LZ4 frame and snappy framing formats; ar(5); rpm file format;
// ECMA-119; file(1)'s magic for the kinds that are not opened.
func Detect(head, tail []byte) Kind {
	if len(head) < 4 {
		return ""
	}
	if k := byMagic(head); k != "" {
		return k
	}
	if endsAsZip(tail) {
		return Zip
	}
	if isSSTable(tail) {
		return SSTable
	}
	if n := len(tail) - dmgEndLen; n >= 0 && string(tail[n:n+8]) == "koly\x00\x00\x00\x04" {
		return Dmg
	}
	switch head[0] {
	case '{', ' ', '\t', '\r', '\n':
		if bytes.HasPrefix(head, []byte(`{\rtf`)) {
			return RTF
		}
		if isNotebook(head, tail) {
			return Notebook
		}
	case '#':
		if isScript(head) {
			return Script
		}
		if pharManifest(head) > 0 {
			return Phar
		}
	case 'B', 'd', 'v':
		if isFolded(head) {
			return Folded
		}
		if isUuencoded(head) {
			return Uuencode
		}
	case 'b', 'F', 'R', 'M', 'S', 'T', 'X':
		if isUuencoded(head) {
			return Uuencode
		}
	case '<', 0xef, 0xff, 0xfe:
		if isOffice(head) {
			return Office
		}
		if pharManifest(head) > 0 {
			return Phar
		}
	}
	if isPDF(head) {
		return PDF
	}
	if isText(head[:min(len(head), brotliLeast)]) {
		if isGitPatch(head) {
			return GitPatch
		}
		return serialMagic(head) // a pickle may be a text
	}
	at, stream := newStreams(head).from(1)
	if at > 0 && stream != Zlib {
		return Embedded
	}
	if k := cmp.Or(serialMagic(head), serialTrial(head)); k != "" {
		return k
	}
	switch {
	case isLevelLog(head):
		return LevelLog
	case isIwa(head):
		return IWA
	}
	if at > 0 {
		return Embedded
	}
	if isBrotli(head) {
		return Brotli
	}
	if isDeflate(head) {
		return Deflate
	}
	return ""
}

// dmgEndLen is the length in bytes of the record that ends a dmg.
const dmgEndLen = 512

func byMagic(head []byte) Kind {
	has := func(magic string) bool { return len(head) >= len(magic) && string(head[:len(magic)]) == magic }
	switch head[0] {
	case 'P':
		switch {
		case has("PK\x03\x04"), has("PK\x05\x06"), has("PK\x07\x08PK\x03\x04"), has("PK00PK\x03\x04"):
			return Zip
		case has("PAR1") && isBinary(head):
			return Parquet
		case has("PARE") && isBinary(head):
			return ParquetE
		case has(pgDumpMagic + "\x01"):
			return PgDump
		case has("PACK\x00\x00\x00\x02"), has("PACK\x00\x00\x00\x03"):
			return GitPack
		}
	case '#':
		if has("# v2 git bundle\n") || has("# v3 git bundle\n") {
			return GitBundle
		}
	case '7':
		if has("7z\xbc\xaf\x27\x1c") {
			return SevenZip
		}
	case 0xca:
		if isJavaClass(head) {
			return Class
		}
	case 0x89:
		if has("\x89PNG\r\n\x1a\n") {
			return PNG
		}
	case 'G':
		if has("GIF87a") || has("GIF89a") {
			return GIF
		}
	case 'w':
		switch {
		case has("wOFF"):
			return WOFF
		case has("wOF2"):
			return WOFF2
		}
	case 0xd0:
		if has(oleMagic) {
			return OLE
		}
	case 'm':
		if has(mozLz4Magic) {
			return MozLz4
		}
	case 'Z':
		if isSWF(head) {
			return SWF
		}
	case 'A':
		if has(backupMagic) {
			return Backup
		}
	case 'O':
		switch {
		case has("Obj\x01"):
			return Avro
		case has("ORC") && isBinary(head):
			return ORC
		}
	case 'r':
		if has("regf") && len(head) > hiveBegin+4 && string(head[hiveBegin:hiveBegin+4]) == "hbin" {
			return Hive
		}
	case '%':
		if has("%PDF-") {
			return PDF
		}
	case 'S':
		if has("SQLite format 3\x00") {
			return SQLite
		}
	case 'R':
		switch {
		case has("Rar!\x1a\x07"):
			return Rar
		case has(redisMagic) && len(head) > 9 && head[9] > 0x7f:
			return Redis
		}
	case 0x7f:
		if has("\x7fELF") && len(head) > 10 && head[8] == 'A' && head[9] == 'I' && (head[10] == 1 || head[10] == 2) {
			return AppImage
		}
	case 'Q':
		if has("QFI\xfb\x00\x00\x00\x02") || has("QFI\xfb\x00\x00\x00\x03") {
			return Qcow2
		}
	case 0x03:
		if has("\x03\xd9\xa2\x9a") && len(head) > 7 && (head[4] == 0x65 || head[4] == 0x67) && head[5] == 0xfb && head[6] == 0x4b && head[7] == 0xb5 {
			return Kdbx
		}
	case '!':
		if has("!BDN") && len(head) > 9 && head[8] == 'S' && head[9] == 'M' {
			return Pst
		}
		if (has("!<arch>\n") || has("!<thin>\n")) && (len(head) < 68 || head[66] == '`' && head[67] == '\n') {
			return Ar
		}
	case 0x1f:
		switch {
		case has("\x1f\x8b\x08") && head[3]&0xe0 == 0:
			return Gzip
		case has("\x1f\x9d") && head[2]&0x60 == 0 && head[2]&0x1f >= 9 && head[2]&0x1f <= 16:
			return Compress
		}
	case 'B':
		if has("BZh") && len(head) >= 10 && head[3] >= '1' && head[3] <= '9' &&
			(string(head[4:10]) == "1AY&SY" || string(head[4:10]) == "\x17\x72\x45\x38\x50\x90") {
			return Bzip2
		}
	case 0xfd:
		if has("\xfd7zXZ\x00") {
			return Xz
		}
	case 0x5d:
		if isLzma(head) {
			return Lzma
		}
	case 0x28:
		if has("\x28\xb5\x2f\xfd") {
			return Zstd
		}
	case 0x04:
		if has("\x04\x22\x4d\x18") {
			return Lz4
		}
	case 0x02:
		if has("\x02\x21\x4c\x18") {
			return Lz4
		}
	case 0xff:
		if has("\xff\x06\x00\x00sNaPpY") {
			return Snappy
		}
	case 0xed:
		if has("\xed\xab\xee\xdb") {
			return Rpm
		}
	case '0', 0x71, 0xc7:
		if isCpio(head) {
			return Cpio
		}
		if label, _ := derKey(head); label != "" {
			return DER
		}
		if isPKCS12(head) {
			return PKCS12
		}
	case 0xfe, 0xce:
		if isKeyStore(head) {
			return KeyStore
		}
	case 0x84, 0x85, 0x8c, 0xc1, 0xc3:
		if isEncryptedPGP(head) {
			return PGP
		}
	case 'a', '-':
		if isAge(head) {
			return Age
		}
		if isMessage(head) {
			return PGP
		}
	case 'M':
		switch {
		case has("MSCF\x00\x00\x00\x00"):
			return Cab
		case has("MSWIM\x00\x00\x00"):
			return Wim
		}
	case 'x':
		switch {
		case has("xar!\x00\x1c"):
			return Xar
		case isZlib(head):
			return Zlib
		}
	case 'h':
		if has("hsqs") && len(head) >= 32 && head[28] == 4 && head[29] == 0 {
			return SquashFS
		}
	case 'L':
		if has("LZIP\x01") || has("LZIP\x00") {
			return Lzip
		}
	case 0x60:
		if has("\x60\xea") && len(head) > 10 && head[3] < 0x0b && head[10] == 2 {
			return Arj
		}
	}
	switch {
	case isPyc(head):
		return Pyc
	case len(head) > closedLen:
		if k := closedMagic(head); k != "" {
			return k
		}
	}
	switch {
	case head[0] >= 0x50 && head[0] <= 0x5f && string(head[1:4]) == "\x2a\x4d\x18":
		return skippable(head)
	case len(head) >= tarBlock && isTarHeader(head[:tarBlock]):
		return Tar
	case len(head) > 22 && head[2] == '-' && head[3] == 'l' && head[4] == 'h' && head[6] == '-' && head[20] <= 3:
		return Lha
	case len(head) >= 32<<10+6 && string(head[32<<10+1:32<<10+6]) == "CD001":
		return Iso
	case isZlibHeader(head) && isZlib(head):
		return Zlib
	}
	return ""
}

// closedLen is how many bytes of a container show that it is of a kind that is not opened.
const closedLen = 80

// isBinary reports whether what begins with letters, as a text may do, is none.
func isBinary(head []byte) bool {
	const beginning = 32 // bytes; the formats have their first numbers there
	return !isText(head[:min(len(head), beginning)])
}

// closedMagic returns the kind of a container that is not opened, if it has a magic number of
// four bytes or more, or "".
func closedMagic(head []byte) Kind {
	for _, c := range closed {
		if head[c.at] == c.magic[0] && string(head[c.at:c.at+len(c.magic)]) == c.magic && (c.is == nil || c.is(head)) && (c.kind == StuffIt || isBinary(head)) { // StuffIt has a line of text first
			return c.kind
		}
	}
	return ""
}

var closed = []struct {
	kind  Kind
	at    int
	magic string
	is    func([]byte) bool
}{
	{Lzop, 0, "\x89LZO\x00\r\n\x1a\n", nil},
	{Lrzip, 0, "LRZI\x00", nil},
	{Zpaq, 0, "7kSt\xa0\x31\x83\xd3", nil},
	{Zpaq, 0, "zPQ", func(head []byte) bool { return head[3] <= 2 && head[4] == 1 }},
	{Ace, 7, "**ACE**", func(head []byte) bool { return head[4] == 0 }}, // the type of the first header
	{StuffIt, 10, "rLau", func(head []byte) bool { return string(head[:3]) == "SIT" || string(head[:2]) == "ST" }},
	{StuffIt, 0, "StuffIt (c)1997-", nil},
	{LZFSE, 0, "bvx2", func(head []byte) bool { return head[7] < 0x10 }}, // the size of a block
	{Pbzx, 0, "pbzx\x00", nil},
	{CHM, 0, "ITSF\x03\x00\x00\x00", nil},
	{CramFS, 16, "Compressed ROMFS", nil},
	{UBI, 0, "UBI#\x01\x00", nil},
	{VMDK, 0, "KDMV", func(head []byte) bool { return head[77] == 1 }},
	{FMP, 14, "\xc0HBAM7", nil},
}

// Magic returns the kind of a container that data begins as, if that is one whose beginning
// no other bytes have by chance, and "" otherwise. It looks at a few bytes: callers ask it of
// all that they decode.
func Magic(data []byte) Kind {
	if len(data) < leastMagic {
		return ""
	}
	switch kind := cmp.Or(byMagic(data), serialMagic(data)); kind {
	case Plist, JavaObject, Pickle:
		return kind
	case Zip, SevenZip, Ar, Rpm, Cpio, Tar, Gzip, Bzip2, Xz, Zstd, Lz4, Snappy, GitPack, GitBundle, SQLite, PNG, GIF, PDF, Class, Rar, Cab, Xar, DER:
		return kind
	case Zlib:
		// Two bytes say it, and a trial.
		if len(data) >= 2*leastMagic {
			return kind
		}
	}
	return ""
}

// leastMagic is how many bytes a container has, at least.
const leastMagic = 20

// isPDF reports whether a PDF begins in the first 1,024 bytes, as readers allow. Text that
// names the magic further on is a program that reads or makes such documents.
func isPDF(head []byte) bool {
	i := bytes.Index(head[:min(len(head), 1<<10)], []byte("%PDF-1."))
	return i >= 0 && bytes.Contains(head[i:], []byte(" obj")) && (i == 0 || !isText(head))
}

// skippable returns the kind of the frame behind frames that zstd and lz4 skip.
func skippable(head []byte) Kind {
	for rest := head; len(rest) >= 8 && string(rest[1:4]) == "\x2a\x4d\x18"; {
		n := 8 + int64(binary.LittleEndian.Uint32(rest[4:]))
		if n > int64(len(rest)) {
			break
		}
		if rest = rest[n:]; bytes.HasPrefix(rest, []byte("\x04\x22\x4d\x18")) {
			return Lz4
		}
	}
	return Zstd
}

// endsAsZip reports whether data ends as a zip does, whatever is before it: a program
// that extracts itself, or a picture.
func endsAsZip(tail []byte) bool {
	// No text has the last byte of the magic number, so the search for it is as fast as memory.
	const last = len(zipEnd) - 1
	for next := last; next < len(tail); next++ {
		i := bytes.IndexByte(tail[next:], zipEnd[last])
		if i < 0 {
			return false
		}
		next += i
		at := next - last
		if len(tail)-at < zipEndLen {
			return false
		}
		if string(tail[at:next+1]) != zipEnd {
			continue
		}
		end := tail[at:]
		comment := int(binary.LittleEndian.Uint16(end[20:]))
		entries, size := binary.LittleEndian.Uint16(end[10:]), binary.LittleEndian.Uint32(end[12:])
		if zipEndLen+comment > len(end) || int64(size) < int64(entries)*zipDirLen && entries != 0xffff {
			continue
		}
		if size == 0xffffffff || entries == 0xffff { // a zip64, whose own end is before this one
			if at >= zipLocator64Len && bytes.HasPrefix(tail[at-zipLocator64Len:], []byte(zipLocator64)) {
				return true
			}
			continue
		}
		// The directory is before the end, if so much is in sight. Of TailLen bytes more may be
		// before them; of any other number nothing is.
		if int64(at) < int64(size) && len(tail) != TailLen {
			continue
		}
		if d := at - int(size); d < 0 || entries > 0 && bytes.HasPrefix(tail[d:], []byte(zipDir)) {
			return entries > 0
		}
	}
	return false
}

func isZlibHeader(head []byte) bool {
	return head[0]&0x0f == 8 && head[0]>>4 <= 7 && (uint(head[0])<<8|uint(head[1]))%31 == 0 && head[1]&0x20 == 0
}

// isZlib tries to decode the beginning: two bytes that any text may begin with are no
// magic number.
func isZlib(head []byte) bool {
	if !isZlibHeader(head) {
		return false
	}
	return decodes(flate.NewReader(bytes.NewReader(head[2:])), len(head) >= HeadLen)
}

// decodes reports whether the beginning of a stream can be decoded. more says that
// what it decodes is not all of it.
func decodes(r io.Reader, more bool) bool {
	out := make([]byte, 64<<10)
	n, err := io.ReadFull(struct{ io.Reader }{readerFunc(func(p []byte) (int, error) { return guarded(r, p) })}, out)
	switch err {
	case nil, io.EOF:
		return n > 0
	case io.ErrUnexpectedEOF:
		if n == 0 {
			return false
		}
		// Either the stream ended, or its bytes did.
		_, again := guarded(r, out[:1])
		return again == io.EOF || more || again == io.ErrUnexpectedEOF && n >= leastDecoded
	}
	// A stream that is damaged is one all the same. Chance makes no text.
	return n >= leastDecoded && isText(out[:leastDecoded])
}

// leastDecoded is how many bytes a stream that is cut or damaged decodes to, at least.
const leastDecoded = 64

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// isNotebook reports whether data is a Jupyter notebook: a JSON object with the keys
// that its format demands. They may be at its beginning or at its end.
func isNotebook(head, tail []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	const key = `bformat"` // of "nbformat": the search is fastest for what begins with a rare letter
	tail = tail[max(0, len(tail)-4<<10):]
	if !bytes.Contains(tail, []byte(key)) && !bytes.Contains(head[:min(len(head), 4<<10)], []byte(key)) {
		return false
	}
	return bytes.Contains(head, []byte(`"cells"`)) || bytes.Contains(head, []byte(`"worksheets"`)) ||
		bytes.Contains(head, []byte(`"cell_type"`))
}

// isOffice reports whether data is XML of Office Open XML or OpenDocument, or a picture in SVG
// with texts in runs: it names their namespaces or elements at its beginning.
func isOffice(head []byte) bool {
	text, ok := beginsAsMarkup(head)
	return ok && (holdsAny(text, officeElements) || holdsAny(text, officeNames) || bytes.Contains(text, []byte("urn:oasis:names:tc:opendocument:xmlns:office:1.0")))
}

// holdsAny reports whether text holds one of some strings, of two bytes or more, which all
// begin with the same byte. A search for each would take several times as long in pages of HTML.
func holdsAny(text []byte, marks []string) bool {
	for first := marks[0][0]; ; text = text[1:] {
		i := bytes.IndexByte(text, first)
		if i < 0 || i+1 == len(text) {
			return false
		}
		text = text[i:]
		for _, mark := range marks {
			if mark[1] == text[1] && len(mark) <= len(text) && string(text[:len(mark)]) == mark {
				return true
			}
		}
	}
}

var officeNames = []string{
	"://schemas.openxmlformats.org/wordprocessingml/", "://schemas.openxmlformats.org/drawingml/",
	"://schemas.openxmlformats.org/spreadsheetml/", "://schemas.openxmlformats.org/presentationml/",
	"://purl.oclc.org/ooxml/", "://schemas.microsoft.com/office/word/2003/wordml",
}

var officeElements = []string{
	"<w:document", "<w:p>", "<w:t>", "<sst>", "<sst ", "<p:sld", "<a:p>", "<a:t>", "<office:body", "<text:p", "<tspan",
}

// IsPage reports whether data, which begins with head, is a page in HTML. As a part of a book
// it is opened like a part of an office document.
func IsPage(head []byte) bool {
	text, ok := beginsAsMarkup(head)
	return ok && (bytes.Contains(text, []byte("<html")) || bytes.Contains(text, []byte("<HTML")))
}

// beginsAsMarkup returns the beginning of data in which an XML document says what it is.
func beginsAsMarkup(head []byte) ([]byte, bool) {
	if bytes.HasPrefix(head, []byte("\xff\xfe<\x00")) || bytes.HasPrefix(head, []byte("\xfe\xff\x00<")) { // UTF-16
		head = bytes.ReplaceAll(head[2:min(len(head), 8<<10)], []byte{0}, nil)
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return head[:min(len(head), 4<<10)], len(head) > 0 && head[0] == '<'
}
