package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/archive/archivetest"
)

const formatName, formatValue = "first.name", "value-0123456789-abcdefghijkl"

// What programs pack is shown, with its name where that is known; and a file that is cut anywhere is
// read without harm.
func TestFormats(t *testing.T) {
	for _, c := range archivetest.Cases() {
		data := []byte(c.Make(formatName, formatValue))
		if got := Detect(data, data); got != Kind(c.Kind) {
			t.Errorf("%s: detected as %q", c.Name, got)
			continue
		}
		all := walk(t, data, Defaults())
		var text strings.Builder
		for _, m := range all {
			if m.miss != nil {
				t.Errorf("%s: %q: %v", c.Name, m.path, m.miss)
			}
			text.WriteString(m.data)
		}
		if !strings.Contains(text.String(), formatValue) && !strings.Contains(text.String(), wideText(formatValue)) {
			t.Errorf("%s: no value in %+v", c.Name, all)
		}
		named := false
		for _, between := range []string{": ", ": \"", " = \"", "\": \"", ":\t"} {
			named = named || strings.Contains(text.String(), formatName+between+formatValue)
		}
		if c.Named && !named {
			t.Errorf("%s: no name in %+v", c.Name, all)
		}
		for n := 0; n < len(data); n += 1 + len(data)/300 {
			part := data[:n]
			if kind := Detect(part, part); kind != "" && kind != Embedded {
				walk(t, part, Defaults())
			}
		}
	}
}

// wideText is a text of UTF-16 in little endian.
func wideText(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }

// FuzzFormats opens what a fuzzer makes of the cases as the kind that each is.
func FuzzFormats(f *testing.F) {
	cases := archivetest.Cases()
	for i, c := range cases {
		f.Add(byte(i), []byte(c.Make(formatName, formatValue)))
	}
	limits := Limits{Bytes: 4 << 20, Entries: 200, Ratio: 250, Depth: 3, Whole: 1 << 20, Memory: 2 << 20}
	f.Fuzz(func(t *testing.T, number byte, data []byte) {
		Detect(data, data)
		budget := NewBudget(limits)
		visit := func(m *Member) error {
			if m.Miss != nil && errors.Is(m.Miss, errPanic) {
				t.Errorf("%q: %v", m.Path, m.Miss)
			}
			if m.Offset < 0 || m.Offset > int64(len(data)) {
				t.Errorf("%q is at %d of %d", m.Path, m.Offset, len(data))
			}
			return nil
		}
		kind := Kind(cases[int(number)%len(cases)].Kind)
		if err := Walk(t.Context(), kind, bytes.NewReader(data), budget, visit); err != nil {
			t.Error(err)
		}
		if budget.total.bytes > limits.Bytes+(1<<20)*8 || budget.total.held != 0 {
			t.Errorf("%s: %d bytes were read, %d are held", kind, budget.total.bytes, budget.total.held)
		}
	})
}

// Tables of a compound file that lead back to themselves, or say more than there is, end.
func TestHostileOLE(t *testing.T) {
	whole := archivetest.OLE("Workbook", strings.Repeat("\x01", 9000), "b", strings.Repeat("\x02", 3000))
	begin := time.Now()
	for at := 0; at < len(whole); at += 4 {
		for _, n := range []uint32{0, 1, 2, 5, 1<<31 - 1, 1<<32 - 1} {
			data := []byte(whole)
			binary.LittleEndian.PutUint32(data[at:], n)
			if Detect(data, data) == OLE {
				walk(t, data, Defaults())
			}
		}
	}
	if took := time.Since(begin); took > 60*time.Second {
		t.Errorf("%v", took)
	}
}

// Sizes that blocks say are not believed, and what expands too much is said.
func TestHostileBlocks(t *testing.T) {
	bomb := zeros(t, 900<<20)
	for name, data := range map[string]string{
		"mozlz4": "mozLz40\x00\xff\xff\xff\x7f\x10a\x01\x00\xff\xff",
		"avro":   "Obj\x01\x02\x14avro.codec\x0edeflate\x00" + strings.Repeat("m", 16) + "\x02" + string(binary.AppendUvarint(nil, uint64(len(bomb)-18)<<1)) + string(bomb[10:len(bomb)-8]) + strings.Repeat("m", 16),
		"z":      "\x1f\x9d\x90\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		"cab":    archivetest.Cab("a", "text", 70000)[:50000],
		"orc":    "ORC\xff\xff\xff\x07\x08\x03\x10\x01\x18\x80\x10\x07",
	} {
		all := walk(t, []byte(data), Defaults())
		if len(misses(all)) == 0 {
			t.Errorf("%s: nothing is missing of %d members", name, len(all))
		}
	}
}
