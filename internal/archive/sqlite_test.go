package archive

import (
	"encoding/binary"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sqliteRecord makes a record of texts.
func sqliteRecord(values ...string) []byte {
	var types, body []byte
	for _, v := range values {
		if v == "2" { // the number of a page
			types, body = append(types, 1), append(body, 2)
			continue
		}
		types = appendSQLiteVarint(types, 13+2*len(v))
		body = append(body, v...)
	}
	return slices.Concat([]byte{byte(1 + len(types))}, types, body)
}

func appendSQLiteVarint(out []byte, n int) []byte {
	if n >= 0x80 {
		out = append(out, byte(n>>7)|0x80)
	}
	return append(out, byte(n&0x7f))
}

// sqlitePage fills a page with a leaf of records.
func sqlitePage(page []byte, head int, records ...[]byte) {
	page[head] = sqliteTableLeaf
	binary.BigEndian.PutUint16(page[head+3:], uint16(len(records)))
	end := len(page)
	for i, record := range records {
		cell := append(append(appendSQLiteVarint(nil, len(record)), byte(i+1)), record...)
		end -= len(cell)
		copy(page[end:], cell)
		binary.BigEndian.PutUint16(page[head+8+2*i:], uint16(end))
	}
	binary.BigEndian.PutUint16(page[head+5:], uint16(end))
}

// smallSQLite makes a database of one table.
func smallSQLite(sql string, rows ...[]byte) []byte {
	data := make([]byte, 1024)
	copy(data, "SQLite format 3\x00\x02\x00\x01\x01\x00\x40\x20\x20")
	data[59] = 1 // UTF-8
	sqlitePage(data[:512], 100, sqliteRecord("table", "t", "t", "2", sql))
	sqlitePage(data[512:], 0, rows...)
	return data
}

func TestSQLite(t *testing.T) {
	data := smallSQLite("CREATE TABLE t(name text, \"pass word\" text, value text, CONSTRAINT c UNIQUE(name))",
		sqliteRecord("me", "a b", "c"), sqliteRecord("first", "smtp_host", "mail"), sqliteRecord("x", "", "two\nlines"))
	if kind := Detect(data, data); kind != SQLite {
		t.Fatalf("detected as %q", kind)
	}
	all := walk(t, data, Defaults())
	want := "name: \"me\"\npass word: \"a b\"\nvalue: \"c\"\n\n" + "name: \"first\"\nsmtp_host: \"mail\"\n\n" + "name: \"x\"\nvalue: \ntwo\nlines\n\n"
	if len(all) != 2 || all[1].path != "sqlite!t" || all[1].data != want || len(misses(all)) > 0 {
		t.Errorf("got %+v", all)
	}
}

func TestColumnsOf(t *testing.T) {
	for sql, want := range map[string]string{
		"CREATE TABLE t(a, b text, c)":                                            "a b c",
		"create table \"t\" ( [a b] int default(1,2), `c` text default 'x,y', d)": "a b|c|d",
		"CREATE TABLE t(a INTEGER PRIMARY KEY, b, PRIMARY KEY(a, b))":             "a b",
		"CREATE TABLE t(a": "a",
		"CREATE TABLE t":   "",
		"":                 "",
	} {
		if strings.Contains(want, "|") {
			want = strings.ReplaceAll(want, "|", "\x00")
		} else {
			want = strings.ReplaceAll(want, " ", "\x00")
		}
		if got := strings.Join(columnsOf(sql), "\x00"); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}

// What SQLite itself wrote is read: trees of several levels, rows over several pages, tables
// without rowids, all encodings, a container in a column.
func TestSQLiteOfTool(t *testing.T) {
	tool, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("sqlite3 is not installed")
	}
	long := strings.Repeat("a long line of text\n", 2000)
	inner := zipOf(0)(t, []file{{"a.txt", "packed\n"}})
	for _, encoding := range []string{"UTF-8", "UTF-16le", "UTF-16be"} {
		path := filepath.Join(t.TempDir(), "a.db")
		sql := "PRAGMA page_size=1024; PRAGMA encoding='" + encoding + "';" +
			"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, note TEXT);" +
			"CREATE TABLE settings(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;" +
			"CREATE TABLE files(name TEXT, data BLOB);" +
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3000) INSERT INTO users SELECT i, 'user'||i, 'ü' FROM n;" +
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3000) INSERT INTO settings SELECT 'setting'||i, 'value'||i FROM n;" +
			"INSERT INTO users VALUES(9999, 'last', '" + long + "');" +
			"INSERT INTO files VALUES('a.zip', x'" + hex.EncodeToString(inner) + "');"
		cmd := exec.Command(tool, path)
		cmd.Stdin = strings.NewReader(sql)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all := walk(t, data, Defaults())
		if len(misses(all)) > 0 {
			t.Errorf("%s: %v", encoding, misses(all))
		}
		text := map[string]string{}
		for _, s := range all {
			text[s.path] = s.data
		}
		users, settings := text["sqlite!users"], text["sqlite!settings"]
		if strings.Count(users, "note: \"ü\"\n") != 3000 || !strings.Contains(users, "name: \"user2999\"\n") || !strings.Contains(users, long) {
			t.Errorf("%s: users have %d bytes", encoding, len(users))
		}
		if strings.Count(settings, ": \"value") != 3000 || !strings.Contains(settings, "setting77: \"value77\"\n") {
			t.Errorf("%s: settings have %d bytes", encoding, len(settings))
		}
		if text["sqlite!files/1/data!zip!a.txt"] != "packed\n" {
			t.Errorf("%s: the container is not opened", encoding)
		}
		for cut := 0; cut < len(data); cut += 3000 {
			if part := data[:cut]; Detect(part, part) == SQLite && len(misses(walk(t, part, Defaults()))) == 0 {
				t.Errorf("%s: cut to %d of %d bytes nothing is missing", encoding, cut, len(data))
			}
		}
	}
}

func FuzzSQLite(f *testing.F) {
	fuzz(f, SQLite, smallSQLite("CREATE TABLE t(a, b)", sqliteRecord("one", "two")), smallSQLite("", sqliteRecord("x")))
}
