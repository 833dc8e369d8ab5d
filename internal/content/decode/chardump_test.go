package decode

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// dumped writes a text as od does, with sixteen bytes a line, of which each of some size is written by a function.
func dumped(text string, size int, write func(b []byte) string) string {
	for len(text)%size != 0 {
		text += "\n"
	}
	var lines strings.Builder
	for at := 0; at < len(text); at += 16 {
		fmt.Fprintf(&lines, "%07o", at)
		for i := at; i < min(at+16, len(text)); i += size {
			lines.WriteString(write([]byte(text[i : i+size])))
		}
		lines.WriteByte('\n')
	}
	return fmt.Sprintf("%s%07o\n", lines.String(), len(text))
}

func character(b []byte) string {
	for i, escaped := range "\n\t\r\x00" {
		if rune(b[0]) == escaped {
			return fmt.Sprintf(`  \%c`, "ntr0"[i])
		}
	}
	if printable(b[0]) && b[0] < 0x80 && b[0] != 0x1b {
		return fmt.Sprintf("   %c", b[0])
	}
	return fmt.Sprintf(" %03o", b[0])
}

// FuzzDump: what od and xxd write is read.
func FuzzDump(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		s := token(raw)
		i := max(at, 0) % len(s)
		text := s[:i] + "\n" + s[i:] + "\n" + s + "\n"
		for name, d := range map[string]string{
			"od -c":    dumped(text, 1, character),
			"od -t u1": dumped(text, 1, func(b []byte) string { return fmt.Sprintf("%4d", b[0]) }),
			"od -d":    dumped(text, 2, func(b []byte) string { return fmt.Sprintf(" %5d", binary.LittleEndian.Uint16(b)) }),
			"od -t x4": dumped(text, 4, func(b []byte) string { return fmt.Sprintf(" %08x", binary.LittleEndian.Uint32(b)) }),
			"od -t x8": dumped(text, 8, func(b []byte) string { return fmt.Sprintf(" %016x", binary.LittleEndian.Uint64(b)) }),
		} {
			data, found := []byte("first\n"+d+"last\n"), false
			for _, r := range checkRuns(t, data) {
				decoded, ok := r.Decode(data, 1<<20)
				found = found || ok && strings.Contains(string(decoded.Data), s)
			}
			if !found {
				t.Fatalf("%s of %q is not decoded:\n%s", name, text, data)
			}
		}
	})
}
