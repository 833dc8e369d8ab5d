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
