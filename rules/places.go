package rules

import (
	"bytes"
	"strings"
)

// A Place is where a table, a key or an element of an array is written in a TOML
// document. Start, Value and End are offsets in bytes.
type Place struct {
	Line  int // 1-based
	Start int // of the header, the key or the element
	Value int // where the value begins
	End   int // behind the value, or behind the header of a table
	Table bool
}

// Places returns where the parts of a TOML document are written, for those who change the
// text and keep the rest of it as a person wrote it. The names are paths in lower case, as
// "rules[2].allowlists[0].paths[1]". A document that is not TOML has the places before the
// mistake. The error is for arrays or tables that are nested too deeply.
func Places(document []byte) (map[string]Place, error) {
	f := &lineFinder{text: string(document), at: lines{}, elements: map[string]int{}, places: map[string]Place{}}
	if bytes.HasPrefix(document, []byte("\ufeff")) {
		f.pos = len("\ufeff")
	}
	if err := f.document(); err != nil {
		return nil, err
	}
	return f.places, nil
}

// place notes a place. Of two with the same path, the first counts.
func (f *lineFinder) place(path string, p Place) {
	if f.places == nil {
		return
	}
	if _, ok := f.places[path]; !ok {
		f.places[path] = p
	}
}

// lineAt returns the line of an offset that is not behind the position.
func (f *lineFinder) lineAt(offset int) int {
	return f.line() - strings.Count(f.text[offset:f.pos], "\n")
}
