package decode

import "bytes"

// containers are what the containers begin with that are looked for in encoded text. Package
// archive says which they are; here they make a run worth decoding.
var containers = []string{
	"PK\x03\x04", "BZh", "\xfd7zXZ\x00", "\x28\xb5\x2f\xfd", "7z\xbc\xaf", "\x04\x22\x4d\x18", "Rar!\x1a\x07", "SQLite format 3\x00",
	"\x89PNG\r\n", "\xca\xfe\xba\xbe\x00", "\xff\x06\x00\x00sNaPpY", "PACK\x00\x00\x00", "\xed\xab\xee\xdb", "!<arch>\n", "%PDF-1.",
	"\xac\xed\x00\x05", "bplist00", "\x80\x04\x95", "\x80\x05\x95", "\x80\x02}q", "\x80\x03}q",
}

// beginsContainer has their first bytes.
var beginsContainer = func() (t [256]bool) {
	for _, magic := range containers {
		t[magic[0]] = true
	}
	return t
}()

// packs reports whether a container may begin with two bytes that no text begins with.
func packs(a, b byte) bool {
	switch a {
	case 0x1f:
		return b == 0x8b
	case 'P':
		return b == 'K'
	case 0xfd:
		return b == '7'
	case 0x04:
		return b == '"'
	case 0x89:
		return b == 'P'
	case 0xca:
		return b == 0xfe
	case 0xff:
		return b == 0x06
	case 0xac:
		return b == 0xed
	case 0x80:
		return 2 <= b && b <= 5
	}
	return false
}

// isContainer reports whether something begins like a container: with one of containers, or
// with a short name and zeros, as a tar does.
func isContainer(head []byte) bool {
	if beginsContainer[head[0]] {
		for _, magic := range containers {
			if len(head) >= len(magic) && string(head[:len(magic)]) == magic {
				return true
			}
		}
	}
	if head[len(head)-1] != 0 {
		return false
	}
	name := bytes.TrimRight(head, "\x00")
	if len(name) == 0 {
		return false
	}
	for _, b := range name {
		if b <= ' ' || b == 0x7f {
			return false
		}
	}
	return len(head)-len(name) > 1
}

// Bytes returns the bytes that a run of data encodes, which is a word, and not more than some
// bytes of the run hold. What is compressed in them stays so.
func (r Run) Bytes(data []byte, most int) []byte {
	run := data[r.Start:min(r.End, r.Start+most)]
	if r.Kinds == Bytes {
		return numbers(run).Data
	}
	return wordBytes(r.Kinds, run).Data
}

// isKey reports whether something begins like a private key in DER: a sequence, and a version. Base64 of one is no
// run: rules know it as it is.
func isKey(head []byte) bool {
	if len(head) < 7 || head[0] != 0x30 {
		return false
	}
	version := head[2:]
	switch head[1] {
	case 0x81:
		version = head[3:]
	case 0x82:
		version = head[4:]
	}
	return version[0] == 2 && version[1] == 1 && version[2] <= 1
}

// beginsPacked reports whether a number may be the first of a container or of a key, and not of a text.
func beginsPacked(b byte) bool { return beginsContainer[b] || b == 0x1f || b == 0x30 }

// packs reports whether a list of numbers begins like a container or a key.
func (f form) packs(data []byte, at int) bool {
	var buf [headLen]byte
	head := buf[:0]
	for len(head) < headLen {
		b, _, next := f.next(data, at, len(head) > 0)
		if next == 0 || len(head) == 0 && !beginsPacked(b) {
			return false
		}
		head, at = append(head, b), next
	}
	return isGzip(head) || beginsContainer[head[0]] && isContainer(head[:headLen-1]) || isKey(head)
}

// escapedHeads are what containers begin with in literals with escapes, as Python and C write bytes.
var escapedHeads = []struct {
	head   string
	escape int // where in it the first escape is that is no letter of a text
}{
	{`PK\x03\x04`, 2}, {`\x50\x4b\x03\x04`, 0}, {`\x50\x4B\x03\x04`, 0}, {`\x1f\x8b\x08`, 0}, {`\x1F\x8B\x08`, 0},
	{`\xfd7zXZ`, 0}, {`\xfd\x37\x7a\x58\x5a`, 0}, {`\xFD\x37\x7A\x58\x5A`, 0}, {`(\xb5/\xfd`, 1}, {`\x28\xb5\x2f\xfd`, 0}, {`\x28\xB5\x2F\xFD`, 0},
	{`\x04\"M\x18`, 0}, {`\x04"M\x18`, 0}, {`\x04\x22\x4d\x18`, 0}, {`\x04\x22\x4D\x18`, 0}, {`\x42\x5a\x68`, 0}, {`\x42\x5A\x68`, 0},
}

// bzip2Head is what a bzip2 begins with, with the level of it left out: an escape follows.
const bzip2Head = "1AY&SY"

// literalAt notes the run of a container that begins in a literal at or before the escape at an offset. It returns
// where the literal ends, and 0 if there is none.
func (s *search) literalAt(at int) int {
	start := -1
	if at+4 > len(s.data) || at == 0 || at < s.literalEnd {
		return 0
	}
	switch string(s.data[at+2 : at+4]) {
	case "03", "50", "1f", "1F", "fd", "FD", "b5", "28", "04", "42":
	default:
		if s.data[at-1] != 'Y' {
			return 0
		}
	}
	if i := at - len("BZh9"+bzip2Head); i > 0 && string(s.data[i:i+3]) == "BZh" && string(s.data[i+4:at]) == bzip2Head {
		start = i
	}
	for _, h := range escapedHeads {
		if i := at - h.escape; start < 0 && i > 0 && i+len(h.head) <= len(s.data) && string(s.data[i:i+len(h.head)]) == h.head {
			start = i
		}
	}
	if start < 1 || s.data[start-1] != '"' && s.data[start-1] != '\'' {
		return 0
	}
	end := start
	for quote := s.data[start-1]; end+1 < len(s.data) && end < start+longestRun && s.data[end] != '\n'; {
		switch b := s.data[end]; {
		case b == '\\' && s.data[end+1] >= ' ':
			end += 2
		case b == '\\': // paragraphs end there
			s.literalEnd = end
			return 0
		case b == quote:
			next := seam(s.data, end)
			if next == 0 || s.data[next-1] != quote {
				s.runs = append(s.runs, Run{Bytes, start, end})
				return end
			}
			end = next
		default:
			end++
		}
	}
	s.literalEnd = end
	return 0
}

// isLiteral reports whether a run is a literal that literalAt has noted.
func isLiteral(run []byte) bool {
	if len(run) > 4 && string(run[:3]) == "BZh" {
		return true
	}
	for _, h := range escapedHeads {
		if len(run) >= len(h.head) && string(run[:len(h.head)]) == h.head {
			return true
		}
	}
	return false
}

// literal adds the bytes of a literal to a text.
func (t *Text) literal(run []byte) {
	for i := 0; i < len(run); {
		n, b := 1, run[i]
		switch {
		case b == '"' || b == '\'':
			if next := seam(run, i); next > 0 {
				i = next
				continue
			}
		case b == '\\' && i+1 < len(run):
			b, n = escapedByte(run[i:])
		}
		t.add(b, i)
		i += n
	}
}

// escapedByte returns the byte that an escape stands for, as C and Python write it, and its length.
func escapedByte(s []byte) (b byte, n int) {
	switch c := s[1]; c {
	case 'x':
		if r, n := fixed(s, 2, 2, 16); n > 0 {
			return byte(r), n
		}
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'a':
		return '\a', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'v':
		return '\v', 2
	case '0', '1', '2', '3', '4', '5', '6', '7':
		for n = 1; n < len(s) && n < 4 && '0' <= s[n] && s[n] <= '7'; n++ {
			b = b<<3 | s[n] - '0'
		}
		return b, n
	}
	return s[1], 2
}
