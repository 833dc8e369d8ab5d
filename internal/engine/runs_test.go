package engine

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

func runsDetector(t *testing.T) *Detector {
	t.Helper()
	d, err := New(&rules.Config{Rules: []rules.Rule{
		{ID: "token", Regex: `\b(tok_[a-z0-9]{20})\b`, Binary: true},
		{ID: "name", Candidates: []string{"pass", "_pw", "key"}},
		{ID: "url", Regex: `\b[a-z]{2,9}://[^\s:/@]{1,20}:([^\s/@]{3,40})@[a-z.]{3,40}`},
		{ID: "text", Regex: `secret=([a-z0-9]{8})`},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// madeUp puts a value in place of each ~ of a text. No test has it as it is, because
// this repository is scanned, too.
func madeUp(text string) string {
	value := make([]byte, 12)
	for i := range value {
		value[i] = "kVmQzrTxwJbS0123456789"[(i*7+3)%22]
	}
	return strings.ReplaceAll(text, "~", string(value))
}

// In binary content a name and its value are found in one run of characters.
func TestRuns(t *testing.T) {
	d := runsDetector(t)
	s := d.NewScanner()
	for _, tt := range []struct{ data, want string }{
		{"\x01\x02password=~\x00\xff", "~"},
		{"\xffpassword=~\xff", "~"},
		{"\x00host=db;password=~;user=me\x00", "~"},
		{"\x00{\"api_key\": \"~\"}\x00", "~"},
		{"\x00password=\x00~\x00", ""},                                           // two runs
		{"\x00password ~\x00", ""},                                               // no operator
		{"\x00Q=password=~\x00", ""},                                             // no beginning
		{"\x00password=token:%04x\x00", ""},                                      // a format
		{"\x00password=%c%u%s:%08lx%d4\x00", ""},                                 // of more
		{"\x00A=b\x00DB_PASSWORD=~%Z~~\x00B=c\x00", "~%Z~~"},                     // the environment of a process
		{"\x001080DATAPINGPWD=PATH-Binnull%s%s:///corenamecopybmi1bmi2\x00", ""}, // a table of strings
		{"\x00password=required\x00", ""},                                        // a word
		{"\x00db_pw=~\x00", ""},                                                  // too short a word
		{"\x00db_password\x00\x12~&~\x00", "~&~"},                                // serialized
		{"\x01api_key\x94\x8c\x0f~&~", "~&~"},
		{"\x00password\x00~~\x00", ""},                                  // a symbol
		{"\x00password\x00#~&\x00", ""},                                 // a colour
		{"\x00password\x00%s&~\x00", ""},                                // a format
		{"\x00no password\x00~&~\x00", ""},                              // a sentence
		{"\x00password\x001234567890123\x00~&~\x00", ""},                // the next but one
		{"\x00password\x00\x00\x00\x00\x00\x00\x00\x00\x00~&~\x00", ""}, // far from it
		{"\x00\xffpostgres://app:~@db.internal\x00", "~"},
		{"\x00postgres://app:~\x00~@db.internal\x00", ""}, // two runs
		{"\x00secret=abcd1234\x00", ""},                   // of a rule for text
		{"\x00secret=\x00tok_0123456789abcdefghij\x00", "tok_0123456789abcdefghij"},
		{strings.Repeat("x", maxRun) + " password=~\x00", ""}, // too long a run
	} {
		data, want := []byte(madeUp(tt.data)), madeUp(tt.want)
		var got []string
		for _, m := range s.Finish(data, s.Raw(data, content.Binary)) {
			got = append(got, m.Secret)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: found %q", data, got)
		}
	}
}

// binaryText returns binary data with names and values in it.
func binaryText(rng *rand.Rand, n int) []byte {
	pieces := []string{
		"\x00", "\xff\xfe", "\n", " ", "ftp://app:~@db.internal", "password=~", "api_key: \"~\"", "tok_0123456789abcdefghij",
		"pass", "key", "=", "~", "\x00pass\x00~&~\x01", "\x01\x02\x03", strings.Repeat("word ", 60), strings.Repeat("\x00", 200),
	}
	var b bytes.Buffer
	for b.Len() < n {
		b.WriteString(madeUp(pieces[rng.IntN(len(pieces))]))
	}
	return b.Bytes()
}

// What is found in runs keeps the laws of deltas and of pieces.
func TestRunsKeepTheLaws(t *testing.T) {
	t.Parallel()
	d := runsDetector(t)
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(8, 8))
	found := map[string]int{}
	for range rounds(200) {
		base := binaryText(rng, 1000+rng.IntN(4000))
		baseRaw := s.Raw(base, content.Binary)
		data, copies := edit(rng, base)
		want := s.Finish(data, s.Raw(data, content.Binary))
		if got := s.Finish(data, s.RawEdited(data, content.Binary, baseRaw, copies)); !sameMatches(got, want) {
			t.Fatalf("edited:\n%s\nwhole:\n%s", show(got), show(want))
		}
		head := append(bytes.Repeat([]byte{1}, 8<<10), data...) // which makes the stream binary
		want = s.Finish(head, s.Raw(head, content.Binary))
		var got []Match
		for m, err := range s.stream(t.Context(), bytes.NewReader(head), 1000+rng.IntN(3000), false, 0) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, m)
		}
		if !sameMatches(got, want) {
			t.Fatalf("streamed:\n%s\nwhole:\n%s", show(got), show(want))
		}
		for _, m := range want {
			found[m.Rule.ID]++
		}
	}
	if found["name"] < 20 || found["url"] < 20 {
		t.Errorf("found %v, the test says little", found)
	}
}
