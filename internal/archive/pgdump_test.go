package archive

import (
	"encoding/binary"
	"strings"
	"testing"
)

// pgDumpOf is a dump of one table, with its data in chunks of some bytes.
func pgDumpOf(data string, size int) string {
	number := func(n int) string { return "\x00" + string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
	dump := "PGDMP\x01\x0e\x00\x04\x08\x01\xff\xff\xff\xff CREATE TABLE t\x00\x01" + number(3012)
	for rest := zlibOf(data); rest != ""; {
		n := min(len(rest), size)
		dump += number(n) + rest[:n]
		rest = rest[n:]
	}
	return dump + number(0)
}

// The data of a table is one stream, in however many chunks it is.
func TestPgDump(t *testing.T) {
	text := strings.Repeat("1\tann\tsome text\n", 100)
	for _, size := range []int{8, 20, 1 << 20} {
		all := walk(t, []byte(pgDumpOf(text, size)), Defaults())
		if len(all) != 2 || all[0].data != zlibOf(text) || all[1].data != text || len(misses(all)) != 0 {
			t.Errorf("chunks of %d: %+v", size, all)
		}
	}
	cut := pgDumpOf(text, 20)
	if all := walk(t, []byte(cut[:len(cut)-20]), Defaults()); len(all) != 2 || len(misses(all)) != 1 {
		t.Errorf("cut: %+v", all)
	}
}

func FuzzEmbedded(f *testing.F) {
	fuzz(f, Embedded, []byte("\x7fELF\x00"+zlibOf("some text of a table, and more of it")+"\xff"))
}

func FuzzPgDump(f *testing.F) {
	fuzz(f, PgDump, []byte(pgDumpOf("some text of a table", 8)), []byte(pgDumpOf("a", 100)))
}
