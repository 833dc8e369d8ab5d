package engine

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
)

// nearPieces are what may stand around a name so that a byte far away decides: what is
// not closed yet, rows of spaces and dashes, lines of the same length, wide signs.
var nearPieces = []string{
	"password", "api_key", "TOKEN", "Geheim", "db_pass", "pw=", "user", "login", "name", "value", "=", ": ", " => ", ":=", `"`, "'", `\"`, "(", ")", "[", "]", "{", "}",
	",", ";", "|", "&", "<", ">", "</", "\n", "\n", "\r\n", " ", "\t", "${A:-", "=${A:-x1y2z3", "config.value", "get(", "secret(", "new ", "or ", "!Ref ", "&a ", "<![CDATA[", "]]>",
	strings.Repeat(" ", 40), strings.Repeat("-", 30), "\uff1a", "\xef\xbc", "--password ", " -p", "kQ7xTz2LmW9pRb4V", "hunter22", "Winter2026!", "x1Y2z3W4v5U6t7S8", "changeme",
	strings.Repeat("a1!", 27) + "\n", "=" + strings.Repeat("x$%/+*", 12) + "\n", `{"name": "`, `", "value": "`, "variable \"", "\" {\n", "indexName", "# ", "// ",
	"kind: Secret\n", "data:\n", "stringData:\n", "  SMTP: UXVpZXQ5LU1hbmdvLVRyZWU=\n", "---\n",
	"insert into t (a, password) values (1, 'hunter22')", "create table t (password text);", "insert into t values ('", ",(2,'Winter2026!')",
	"\n| user | password |\n|---|---|\n", "| ann | hunter22 |\n", "\nuser,password\n", "ann,hunter22\n", "copy t (a, password) from stdin;\n", "1\tQuietMango9\n",
}

// changed returns text with some bytes changed, taken out or put in, and the runs that
// it shares with it.
func changed(rng *rand.Rand, text []byte) (data []byte, copies []Copy) {
	at := 0
	for range 1 + rng.IntN(3) {
		to := at + rng.IntN(len(text)-at+1)
		if to > at {
			copies = append(copies, Copy{Base: at, At: len(data), Len: to - at})
			data = append(data, text[at:to]...)
		}
		at = min(len(text), to+rng.IntN(3))
		piece := nearPieces[rng.IntN(len(nearPieces))]
		data = append(data, piece[:rng.IntN(min(4, len(piece)+1))]...)
	}
	if at < len(text) {
		copies = append(copies, Copy{Base: at, At: len(data), Len: len(text) - at})
		data = append(data, text[at:]...)
	}
	return data, copies
}

// TestHistoryOfAScannerChangesNothing: a scanner that has seen many similar texts, and
// one that takes over what it said of a text before, say what a new one says.
func TestHistoryOfAScannerChangesNothing(t *testing.T) {
	t.Parallel()
	d := namesDetector(t)
	old := d.NewScanner()
	rng := rand.New(rand.NewPCG(8, 8))
	matches := 0
	for range rounds(600) {
		var b bytes.Buffer
		for size := 50 + rng.IntN(1200); b.Len() < size; {
			b.WriteString(nearPieces[rng.IntN(len(nearPieces))])
		}
		base := b.Bytes()
		baseRaw := old.Raw(base, content.Text)
		for range 5 {
			data, copies := changed(rng, base)
			fresh := d.NewScanner()
			want := fresh.Finish(data, fresh.Raw(data, content.Text))
			edited := old.RawEdited(data, content.Text, baseRaw, copies)
			for name, raw := range map[string]*Raw{
				"edited": edited, "last": old.RawLast(data, content.Text, baseRaw, copies), "whole": old.Raw(data, content.Text),
			} {
				if got := old.Finish(data, raw); !sameMatches(got, want) {
					t.Fatalf("%s, of %q by %v\n%s:\n%s\nnew scanner:\n%s", data, base, copies, name, show(got), show(want))
				}
			}
			if again := d.NewScanner().RawEdited(data, content.Text, baseRaw, copies); again.Inherited() != edited.Inherited() {
				t.Fatalf("%q: inherited %v, by a new scanner %v", data, edited.Inherited(), again.Inherited())
			}
			matches += len(want)
			base, baseRaw = data, edited
		}
	}
	if matches < 1000 {
		t.Errorf("%d matches: the test says little", matches)
	}
}

// TestRecallKnowsTheEnds: what was judged at the end of a text is judged again where
// more follows, and likewise at its beginning.
func TestRecallKnowsTheEnds(t *testing.T) {
	d := namesDetector(t)
	s := d.NewScanner()
	text := []byte("x\ndb_password = " + strings.Join([]string{"kQ7x", "Tz2Lm"}, ""))
	for _, other := range [][]byte{text, append(text[:len(text):len(text)], "W9pRb4V\n"...), append([]byte("no_"), text[2:]...), text} {
		fresh := d.NewScanner()
		got, want := s.Finish(other, s.Raw(other, content.Text)), fresh.Finish(other, fresh.Raw(other, content.Text))
		if !sameMatches(got, want) {
			t.Errorf("%q: %s, want %s", other, show(got), show(want))
		}
	}
}
