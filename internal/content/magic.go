package content

// A magic is the bytes that the files of a format begin with.
type magic struct {
	kind  string
	parts []magicPart
}

type magicPart struct {
	offset int
	bytes  string
}

// media lists the known formats. A medium is not scanned, so nothing else may pass
// for one: a number that other files could begin with by chance ("BM", "fLaC") counts
// only together with fields whose value the format fixes.
//
// Sources: the PNG (ISO 15948), JPEG (T.81), GIF89a, WebP, TIFF 6.0 and Adobe
// Photoshop specifications; Microsoft's BITMAPFILEHEADER and ICONDIR; ID3v2;
// ISO base media (ISO 14496-12); Ogg (RFC 3533); FLAC (RFC 9639); RIFF; EBML
// (RFC 8794); WOFF, OpenType and Embedded OpenType.
var media = [...]magic{
	{"png", []magicPart{{0, "\x89PNG\r\n\x1a\n"}}},
	{"jpeg", []magicPart{{0, "\xff\xd8\xff"}}},
	{"gif", []magicPart{{0, "GIF87a"}}},
	{"gif", []magicPart{{0, "GIF89a"}}},
	{"webp", []magicPart{{0, "RIFF"}, {8, "WEBP"}}},
	{"bmp", []magicPart{{0, "BM"}, {6, "\x00\x00\x00\x00"}, {12, "\x00\x00"}}},
	{"ico", []magicPart{{0, "\x00\x00\x01\x00"}, {5, "\x00"}, {9, "\x00"}, {20, "\x00\x00"}}},
	{"tiff", []magicPart{{0, "II*\x00"}}},
	{"tiff", []magicPart{{0, "MM\x00*"}}},
	{"psd", []magicPart{{0, "8BPS\x00\x01\x00\x00"}}},
	{"mp3", []magicPart{{0, "ID3\x02\x00"}}},
	{"mp3", []magicPart{{0, "ID3\x03\x00"}}},
	{"mp3", []magicPart{{0, "ID3\x04\x00"}}},
	{"mp4", []magicPart{{0, "\x00\x00"}, {4, "ftyp"}}},
	{"ogg", []magicPart{{0, "OggS\x00"}}},
	{"flac", []magicPart{{0, "fLaC\x00\x00\x00\x22"}}},
	{"flac", []magicPart{{0, "fLaC\x80\x00\x00\x22"}}},
	{"wav", []magicPart{{0, "RIFF"}, {8, "WAVEfmt "}}},
	{"avi", []magicPart{{0, "RIFF"}, {8, "AVI LIST"}}},
	{"matroska", []magicPart{{0, "\x1a\x45\xdf\xa3"}}},
	{"woff", []magicPart{{0, "wOFF\x00\x01\x00\x00"}}},
	{"woff", []magicPart{{0, "wOFFOTTO"}}},
	{"woff2", []magicPart{{0, "wOF2\x00\x01\x00\x00"}}},
	{"woff2", []magicPart{{0, "wOF2OTTO"}}},
	{"ttf", []magicPart{{0, "\x00\x01\x00\x00\x00"}, {6, "\x00"}, {8, "\x00"}, {10, "\x00"}}},
	{"ttf", []magicPart{{0, "true\x00"}, {6, "\x00"}, {8, "\x00"}, {10, "\x00"}}},
	{"otf", []magicPart{{0, "OTTO\x00"}, {6, "\x00"}, {8, "\x00"}, {10, "\x00"}}},
	{"eot", []magicPart{{8, "\x01\x00\x02\x00"}, {34, "LP"}}},
	{"eot", []magicPart{{8, "\x02\x00\x02\x00"}, {34, "LP"}}},
}

// mediaKind returns the format of a medium with its magic number, or "".
func mediaKind(data []byte) string {
	for i := range media {
		if media[i].begins(data) {
			return media[i].kind
		}
	}
	return ""
}

func (m *magic) begins(data []byte) bool {
	for _, p := range m.parts {
		end := p.offset + len(p.bytes)
		if len(data) < end || string(data[p.offset:end]) != p.bytes {
			return false
		}
	}
	return true
}
