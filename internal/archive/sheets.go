package archive

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// The cells of a spreadsheet in Office Open XML name their texts by numbers, and the texts
// are in a part of their own. There, nothing says which are next to each other. So a sheet
// is shown once more, with its rows as lines and tabs between the cells.
//
// Source: ECMA-376, part 1, section 18.

const (
	sharedStrings = "xl/sharedStrings.xml"
	sheetPrefix   = "xl/worksheets/sheet"
	sheetRows     = ".tsv" // ends the path of the rows of a sheet, for the rules of tables
)

// How many bytes the texts and the XML of a sheet have, at most. A parser holds a text of any
// length. Of a larger workbook the parts are shown, and no rows.
const (
	maxShared = 16 << 20
	maxSheet  = 32 << 20
)

// sheets shows the rows of the sheets of a workbook, if the zip is one.
func (z *zipFile) sheets(entries []zipEntry) error {
	var texts []string
	for i := range entries {
		if e := &entries[i]; e.name == sharedStrings && e.size <= maxShared {
			_ = z.part(e, func(r io.Reader, _ int64) error { // what is damaged was noted when it was shown
				texts = sharedTexts(r)
				return nil
			})
		}
	}
	if texts == nil {
		return nil
	}
	for i := range entries {
		e := &entries[i]
		if !strings.HasPrefix(e.name, sheetPrefix) || e.size > maxSheet {
			continue
		}
		err := z.part(e, func(r io.Reader, data int64) error {
			_, err := z.content(&Member{Path: strings.TrimSuffix(e.name, ".xml") + sheetRows, Offset: data}, &sheet{in: xml.NewDecoder(r), texts: texts}, -1)
			return err
		})
		if stopped := (*stop)(nil); errors.As(err, &stopped) {
			return err
		}
	}
	return nil
}

// part opens an entry. The error is that of use, or says why the entry cannot be read.
func (z *zipFile) part(e *zipEntry, use func(r io.Reader, data int64) error) error {
	_, data, err := z.local(e.offset)
	if err != nil || e.flags&flagEncrypted != 0 {
		return err
	}
	in := &counter{r: exactly(io.NewSectionReader(z.file, data, z.size-data), e.compressed)}
	return z.decode(e, in, func(r io.Reader) error { return use(io.LimitReader(r, max(0, e.size)), data) })
}

// sharedTexts returns the texts of a workbook in their order, as many as can be read.
func sharedTexts(r io.Reader) (texts []string) {
	in := xml.NewDecoder(r)
	var text strings.Builder
	inText := false
	for held := 0; held < maxShared; {
		token, err := in.Token()
		if err != nil {
			return texts
		}
		switch token := token.(type) {
		case xml.StartElement:
			inText = token.Name.Local == "t"
		case xml.CharData:
			if inText {
				text.Write(token)
			}
		case xml.EndElement:
			if inText = false; token.Name.Local == "si" {
				texts = append(texts, oneLine.Replace(text.String()))
				held += text.Len() + 16
				text.Reset()
			}
		}
	}
	return texts
}

// oneLine keeps a text of a cell on the line of its row.
var oneLine = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ")

// A sheet reads the XML of a sheet and gives its rows.
type sheet struct {
	in    *xml.Decoder
	texts []string

	out    []byte
	row    []byte
	cells  int // of the row that have a text
	shared bool
	value  bool // within the value of a cell
	number []byte
}

func (s *sheet) Read(p []byte) (int, error) {
	for len(s.out) == 0 {
		if err := s.step(); err != nil {
			return 0, io.EOF // what is damaged was noted when it was shown
		}
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

// longestRow is how many bytes of a row are shown.
const longestRow = 64 << 10

// step reads a part of the XML. A row of which fewer than two cells have a text says no more
// than the text.
func (s *sheet) step() error {
	token, err := s.in.Token()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case xml.StartElement:
		switch token.Name.Local {
		case "row":
			s.row, s.cells = s.row[:0], 0
		case "c":
			s.shared, s.number = false, s.number[:0]
			for _, a := range token.Attr {
				s.shared = s.shared || a.Name.Local == "t" && a.Value == "s"
			}
		case "v", "t":
			s.value = true
		}
	case xml.CharData:
		if s.value && len(s.number)+len(token) < longestRow {
			s.number = append(s.number, token...)
		}
	case xml.EndElement:
		switch token.Name.Local {
		case "v", "t":
			s.value = false
		case "c":
			s.cell()
		case "row":
			if s.cells > 1 {
				s.out = append(append(s.out, bytes.TrimRight(s.row, "\t")...), '\n')
			}
		}
	}
	return nil
}

// cell adds the cell that was read to its row.
func (s *sheet) cell() {
	text := string(s.number)
	if i, err := strconv.Atoi(text); s.shared && err == nil && 0 <= i && i < len(s.texts) {
		text = s.texts[i]
	}
	if len(s.row)+len(text) > longestRow {
		return
	}
	if text != "" {
		s.cells++
	}
	s.row = append(append(s.row, text...), '\t')
}
