package archive

import "strings"

// hive shows the values of a hive of the registry of Windows with their names, also those that
// were deleted. A name and its text are in two places of the file.
//
// Source: the layout is described by the project libregf, "Windows NT Registry File (REGF) format".
func (w *walker) hive(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	found := &constants{}
	l := loads{to: found}
	for at := hiveBegin; at+hiveValue < len(data) && len(found.named) < maxAllNamed; at += 8 {
		if data[at+4] != 'v' || data[at+5] != 'k' {
			continue
		}
		c := cursor{data: data, at: at + 6}
		length, size, place, kind, flags := c.little(2), c.little(4), c.little(4), c.little(4), c.little(2)
		c.take(2)
		name := hiveText(c.take(length), flags&1 == 0)
		value := cursor{data: data, at: min(hiveBegin+place+4, len(data))}
		if size >= 1<<31 || size > maxNamed { // four bytes in the place itself, or much
			continue
		}
		if text := strings.TrimRight(hiveText(value.take(size), kind != hiveBinary), "\x00"); text != "" {
			l.assign(name, strings.ReplaceAll(text, "\x00", "\n"))
		}
	}
	if len(found.named) > 0 {
		if err := w.text("names", 0, found.named); err != nil {
			return err
		}
	}
	return unread
}

const (
	hiveBegin  = 4096
	hiveValue  = 24 // bytes of a value without its name
	hiveBinary = 3
)

// hiveText is a text of UTF-16, or of single bytes.
func hiveText(data []byte, wide bool) string {
	if wide {
		return utf16Text(data)
	}
	return string(data)
}
