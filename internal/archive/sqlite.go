package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// sqlite shows the tables of a SQLite database: a member for each, with a line for each
// column of each row, see appendRow. A large value is spread over several pages in the file,
// and the names of columns are nowhere near the values.
//
// Pages that were freed and indexes are not shown. Their text is in the file as it is, and
// so is that of a database that is damaged.
//
// Source: the SQLite database file format, at sqlite.org/fileformat2.html.
func (w *walker) sqlite(*input) error {
	db, err := openSQLite(w.file)
	if err != nil {
		return err
	}
	tables := []sqliteTable{{name: "sqlite_schema", root: 1, columns: []string{"type", "name", "tbl_name", "rootpage", "sql"}}}
	schema := newSQLiteRows(db, &tables[0])
	for {
		row, err := schema.next()
		if err != nil {
			break // which the member of this table says
		}
		if t, ok := tableOf(row); ok && len(tables) < maxSQLiteTables {
			tables = append(tables, t)
		}
	}
	for i := range tables {
		t := &tables[i]
		m, rows := &Member{Path: t.name, Offset: db.offset(t.root)}, newSQLiteRows(db, t)
		if _, err := w.content(m, rows, -1); err != nil {
			return err
		}
		if rows.packed {
			if err := w.sqliteBlobs(db, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// sqliteBlobs shows the containers among the values of a table. Their path has the number
// of the row and the name of the column.
func (w *walker) sqliteBlobs(db *sqliteFile, t *sqliteTable) error {
	rows := newSQLiteRows(db, t)
	for n := 1; ; n++ {
		row, err := rows.next()
		if err != nil {
			return nil // the member of the table says what is wrong
		}
		for i, v := range row {
			if !v.packed() {
				continue
			}
			m := &Member{Path: fmt.Sprintf("%s/%d/%s", t.name, n, t.column(i)), Offset: db.offset(t.root)}
			if _, err := w.content(m, strings.NewReader(v.text), int64(len(v.text))); err != nil {
				return err
			}
		}
	}
}

// column returns the name of a column.
func (t *sqliteTable) column(i int) string {
	if i < len(t.columns) {
		return t.columns[i]
	}
	return "column"
}

// maxSQLiteTables is how many tables there may be. SQLite itself becomes slow far below it.
const maxSQLiteTables = 10_000

// A sqliteFile is a database.
type sqliteFile struct {
	file   io.ReaderAt
	page   int // bytes of a page
	usable int // bytes of it that are in use
	pages  uint32
	left   int64            // how many pages may still be read; no page is in two trees
	order  binary.ByteOrder // of UTF-16; nil if texts are UTF-8
}

var errSQLite = errors.New("not as a SQLite database must be")

func openSQLite(file File) (*sqliteFile, error) {
	head := make([]byte, 100)
	if _, err := file.ReadAt(head, 0); err != nil {
		return nil, truncated(err)
	}
	db := &sqliteFile{file: file, page: int(binary.BigEndian.Uint16(head[16:]))}
	if db.page == 1 {
		db.page = 64 << 10
	}
	db.usable = db.page - int(head[20])
	if db.page < 512 || db.page&(db.page-1) != 0 || db.usable < 480 {
		return nil, fmt.Errorf("%w: pages of %d bytes", errSQLite, db.page)
	}
	db.pages = uint32(min((file.Size()+int64(db.page)-1)/int64(db.page), 1<<32-2))
	db.left = 8*int64(db.pages) + 100
	switch binary.BigEndian.Uint32(head[56:]) {
	case 2:
		db.order = binary.LittleEndian
	case 3:
		db.order = binary.BigEndian
	}
	return db, nil
}

// offset is where a page begins.
func (db *sqliteFile) offset(page uint32) int64 {
	return min(int64(max(page, 1)-1), int64(db.pages-1)) * int64(db.page)
}

// read returns a page.
func (db *sqliteFile) read(page uint32) ([]byte, error) {
	if page == 0 || page > db.pages {
		return nil, fmt.Errorf("%w: there is no page %d", errSQLite, page)
	}
	if db.left--; db.left < 0 {
		return nil, fmt.Errorf("%w: pages are in several trees", errSQLite)
	}
	data := make([]byte, db.page)
	if _, err := db.file.ReadAt(data, db.offset(page)); err != nil {
		return nil, truncated(err)
	}
	return data, nil
}

// text returns a text of the database as UTF-8.
func (db *sqliteFile) text(value []byte) string {
	if db.order == nil {
		return string(value)
	}
	units := make([]uint16, len(value)/2)
	for i := range units {
		units[i] = db.order.Uint16(value[2*i:])
	}
	return string(utf16.Decode(units))
}

// A sqliteTable is a table, and where its b-tree begins.
type sqliteTable struct {
	name    string
	root    uint32
	columns []string
}

// tableOf returns the table that a row of the schema describes.
func tableOf(row []sqliteValue) (t sqliteTable, ok bool) {
	if len(row) < 5 || row[0].text != "table" || row[3].number <= 0 || row[3].number > 1<<32-1 {
		return t, false
	}
	return sqliteTable{row[1].text, uint32(row[3].number), columnsOf(row[4].text)}, true
}

// columnsOf returns the names of the columns in a CREATE TABLE statement. Without a
// statement that it knows there are none.
func columnsOf(sql string) (names []string) {
	_, list, _ := strings.Cut(sql, "(")
	depth, quote, begins := 0, byte(0), true
	for i := 0; i < len(list); i++ {
		b := list[i]
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case begins && !strings.ContainsRune(" \t\r\n", rune(b)):
			name, size := columnName(list[i:])
			switch strings.ToUpper(list[i : i+size]) {
			case "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN":
				return names
			}
			names = append(names, name)
			begins = false
			i += max(size, 1) - 1
		case b == '\'' || b == '"' || b == '`':
			quote = b
		case b == '(':
			depth++
		case b == ')':
			if depth--; depth < 0 {
				return names
			}
		case b == ',' && depth == 0:
			begins = true
		}
	}
	return names
}

// columnName returns the name that a column begins with, and its length with its quotes.
func columnName(text string) (name string, size int) {
	if i := strings.IndexByte("\"`['", text[0]); i >= 0 {
		if end := strings.IndexByte(text[1:], "\"`]'"[i]); end >= 0 {
			return text[1 : 1+end], end + 2
		}
	}
	size = strings.IndexAny(text, " \t\r\n,)(")
	if size < 0 {
		size = len(text)
	}
	return text[:size], size
}

// A sqliteValue is what a row has in a column.
type sqliteValue struct {
	text   string // of a text or a blob
	number int64
	kind   sqliteKind
}

// packed reports whether a value is a container.
func (v *sqliteValue) packed() bool {
	return v.kind == sqliteBlob && Detect([]byte(v.text), []byte(v.text)) != ""
}

type sqliteKind int

const (
	sqliteNull sqliteKind = iota
	sqliteNumber
	sqliteText
	sqliteBlob
)

// record returns the values in a record.
func (db *sqliteFile) record(payload []byte) (row []sqliteValue, err error) {
	size, n := sqliteVarint(payload)
	if n == 0 || size < uint64(n) || size > uint64(len(payload)) {
		return nil, errSQLite
	}
	types, body := payload[n:size], payload[size:]
	for len(types) > 0 {
		t, n := sqliteVarint(types)
		if n == 0 {
			return nil, errSQLite
		}
		types = types[n:]
		length := sqliteLength(t)
		if length > uint64(len(body)) {
			return row, errSQLite
		}
		value := body[:length]
		body = body[length:]
		switch {
		case t >= 12 && t%2 == 0:
			row = append(row, sqliteValue{text: string(value), kind: sqliteBlob})
		case t >= 12:
			row = append(row, sqliteValue{text: db.text(value), kind: sqliteText})
		case t == 0:
			row = append(row, sqliteValue{})
		default:
			v := sqliteValue{kind: sqliteNumber, number: int64(t) - 8} // of the types 8 and 9
			if t < 8 {
				v.number = 0
				for _, b := range value {
					v.number = v.number<<8 | int64(b)
				}
			}
			row = append(row, v)
		}
	}
	return row, nil
}

// sqliteLength returns how many bytes a value of a serial type has.
func sqliteLength(t uint64) uint64 {
	if t >= 12 {
		return (t - 12) / 2
	}
	return [...]uint64{0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0}[t]
}

// sqliteVarint reads a number of one to nine bytes; n is 0 if there is none.
func sqliteVarint(data []byte) (v uint64, n int) {
	for i, b := range data[:min(len(data), 9)] {
		if i == 8 {
			return v<<8 | uint64(b), 9
		}
		v = v<<7 | uint64(b&0x7f)
		if b < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}

// appendRow appends a row as lines of text: "column: value". In a table of settings, the
// name of a value is not that of its column but the text in the column before it. A text of
// several lines begins on a line of its own. Blobs that are no text are left out.
func (t *sqliteTable) appendRow(out []byte, row []sqliteValue) []byte {
	for i, v := range row {
		if v.kind == sqliteNull || v.text == "" && v.kind != sqliteNumber || v.kind == sqliteBlob && strings.ContainsRune(v.text, 0) {
			continue
		}
		isText := func(i int) bool { return i >= 0 && i < len(row) && row[i].kind == sqliteText }
		isSetting := func(i int) bool {
			return isText(i) && isText(i-1) && isSettingName(row[i-1].text) && isValueColumn(t.column(i))
		}
		label := t.column(i)
		switch {
		case isSetting(i + 1):
			continue // it is the name of the next
		case isSetting(i):
			label = row[i-1].text
		}
		out = append(append(out, label...), ": "...)
		if v.kind == sqliteNumber {
			out = fmt.Appendf(out, "%d\n", v.number)
		} else {
			out = appendValue(out, v.text)
		}
	}
	return append(out, '\n')
}

// isValueColumn reports whether a column is one of values that have names in another.
func isValueColumn(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "val") || strings.Contains(name, "data") || strings.Contains(name, "content")
}

// appendValue appends a value in quotes, if it needs no more than them.
func appendValue(out []byte, value string) []byte {
	switch {
	case !strings.ContainsAny(value, "\"\\\r\n\x00"):
		out = append(append(append(out, '"'), value...), '"')
	case strings.ContainsAny(value, "\r\n"):
		out = append(append(out, '\n'), value...)
	default:
		out = append(out, value...)
	}
	return append(out, '\n')
}

// isSettingName reports whether a text may be the name of a setting.
func isSettingName(text string) bool {
	if len(text) < 3 || len(text) > 64 {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-' || r == '.' || r == '/' || r == ':')
	})
}

// sqliteRows goes through the rows of a table. As an io.Reader it gives their text.
type sqliteRows struct {
	db      *sqliteFile
	table   *sqliteTable
	stack   []sqliteNode
	visited map[uint32]bool
	packed  bool // a value is a container
	out     []byte
	rest    []byte // of out
	err     error
}

// A sqliteNode is a page of a b-tree, and the next of its cells.
type sqliteNode struct {
	page []byte
	head int // where its header is
	next int
}

func newSQLiteRows(db *sqliteFile, t *sqliteTable) *sqliteRows {
	r := &sqliteRows{db: db, table: t, visited: map[uint32]bool{}}
	r.err = r.enter(t.root)
	return r
}

func (r *sqliteRows) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		row, err := r.next()
		if err != nil {
			return 0, err
		}
		for i := range row {
			r.packed = r.packed || row[i].packed()
		}
		r.out = r.table.appendRow(r.out[:0], row)
		r.rest = r.out
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// Bytes at the beginning of a page that say what it is.
const (
	sqliteIndexNode = 0x02
	sqliteTableNode = 0x05
	sqliteIndexLeaf = 0x0a
	sqliteTableLeaf = 0x0d
)

// enter goes down to a page.
func (r *sqliteRows) enter(page uint32) error {
	if r.visited[page] {
		return fmt.Errorf("%w: page %d is in a tree twice", errSQLite, page)
	}
	r.visited[page] = true
	data, err := r.db.read(page)
	if err != nil {
		return err
	}
	node := sqliteNode{page: data}
	if page == 1 {
		node.head = 100
	}
	switch data[node.head] {
	case sqliteIndexNode, sqliteTableNode, sqliteIndexLeaf, sqliteTableLeaf:
	default:
		return fmt.Errorf("%w: page %d is in no tree", errSQLite, page)
	}
	r.stack = append(r.stack, node)
	return nil
}

// next returns the next row. Its error is io.EOF behind the last one. Where something is
// damaged it is another one, and no row follows.
func (r *sqliteRows) next() (row []sqliteValue, err error) {
	for r.err == nil {
		if len(r.stack) == 0 {
			r.err = io.EOF
			break
		}
		if row, r.err = r.step(); row != nil {
			return row, nil
		}
	}
	return nil, r.err
}

// step goes to the next cell of the page on top. Rows are in the leaves of a table, and
// in all cells of an index, which is what a table without a rowid is.
func (r *sqliteRows) step() (row []sqliteValue, err error) {
	top := &r.stack[len(r.stack)-1]
	kind := top.page[top.head]
	inner := kind == sqliteIndexNode || kind == sqliteTableNode
	count := int(binary.BigEndian.Uint16(top.page[top.head+3:]))
	at := top.next
	top.next++
	if at >= count {
		last := top.page[top.head+8:]
		if !inner || at > count {
			r.stack = r.stack[:len(r.stack)-1]
			return nil, nil
		}
		return nil, r.enter(binary.BigEndian.Uint32(last))
	}
	pointer := top.head + 8 + 2*at
	if inner {
		pointer += 4
	}
	if pointer+2 > len(top.page) {
		return nil, errSQLite
	}
	start := int(binary.BigEndian.Uint16(top.page[pointer:]))
	if start+4 > len(top.page) {
		return nil, errSQLite
	}
	cell, child := top.page[start:], uint32(0)
	if inner {
		child, cell = binary.BigEndian.Uint32(cell), cell[4:]
	}
	if kind != sqliteTableNode {
		if row, err = r.row(cell, kind); err != nil {
			return nil, err
		}
	}
	if inner {
		err = r.enter(child)
	}
	return row, err
}

// row returns the row in a cell.
func (r *sqliteRows) row(cell []byte, kind byte) ([]sqliteValue, error) {
	size, n := sqliteVarint(cell)
	if n == 0 {
		return nil, errSQLite
	}
	cell = cell[n:]
	most, least := (r.db.usable-12)*64/255-23, (r.db.usable-12)*32/255-23
	if kind == sqliteTableLeaf {
		most = r.db.usable - 35
		if _, n = sqliteVarint(cell); n == 0 { // the rowid
			return nil, errSQLite
		}
		cell = cell[n:]
	}
	payload, err := r.payload(cell, size, most, least)
	if err != nil {
		return nil, err
	}
	return r.db.record(payload)
}

// payload returns the payload of size bytes that begins in a cell, of which most bytes
// may be in the cell, and least are if it has more.
func (r *sqliteRows) payload(cell []byte, size uint64, most, least int) ([]byte, error) {
	if size > uint64(r.db.pages)*uint64(r.db.page) || size > maxSQLiteRow {
		return nil, &Miss{Reason: TooLarge, Bytes: int64(min(size, 1<<40)), Err: fmt.Errorf("a row of %d bytes", size)}
	}
	local := int(size)
	if local > most {
		if local = least + (int(size)-least)%(r.db.usable-4); local > most {
			local = least
		}
	}
	if local > len(cell) {
		return nil, errSQLite
	}
	if local == int(size) {
		return cell[:local], nil
	}
	if local+4 > len(cell) {
		return nil, errSQLite
	}
	payload := bytes.Clone(cell[:local])
	for next := binary.BigEndian.Uint32(cell[local:]); len(payload) < int(size); {
		page, err := r.db.read(next)
		if err != nil {
			return nil, err
		}
		next = binary.BigEndian.Uint32(page)
		payload = append(payload, page[4:min(r.db.usable, 4+int(size)-len(payload))]...)
	}
	return payload, nil
}

// maxSQLiteRow is how many bytes a row may have.
const maxSQLiteRow = 16 << 20
