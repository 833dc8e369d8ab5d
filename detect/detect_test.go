package detect

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

func testRules() *rules.Config {
	return &rules.Config{
		Rules: []rules.Rule{
			{ID: "token", Regex: `\b(tok_[a-z0-9]{20})\b`, Binary: true, Parts: []rules.Part{{ID: "name", WithinLines: 1}}},
			{ID: "generic", Regex: `[a-z]+ = "([a-z0-9_]{8,40})"`, Confidence: "low", Specificity: -1},
			{ID: "name", Regex: `name=([a-z]{3,9})`, SkipReport: true},
			{ID: "env", Regex: `secret=([a-z]{8})`, Path: `\.env$`},
			{ID: "key file", Path: `\.p12$`},
			{ID: "whole", Path: `(^|/)whole$`, WholeFile: true, Regex: `\A([a-z]{9,})\n\z`},
			{ID: "digits", Regex: `\b([0-9]{14,16})\b`, Binary: true},
		},
		Allowlists: []rules.Allowlist{{ID: "tests", Paths: []string{`_test\.`}}},
	}
}

func newDetector(t *testing.T) *Detector {
	t.Helper()
	d, err := New(testRules())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func collect(t *testing.T, seq iter.Seq2[Match, error]) (all []Match) {
	t.Helper()
	for m, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

func show(matches []Match) []string {
	var all []string
	for _, m := range matches {
		s := fmt.Sprintf("%s %q", m.Rule.ID, m.Secret)
		for _, p := range m.Parts {
			s += fmt.Sprintf(" with %s %q", p.Rule.ID, p.Secret)
		}
		all = append(all, strings.Join(append([]string{s}, m.AlsoRules...), "+"))
	}
	return all
}

const token = "tok_0123456789abcdefghij"

func TestPathDecides(t *testing.T) {
	d := newDetector(t)
	const data = `name=acme a = "` + token + `" secret=abcdefgh`
	whole := `token "` + token + `" with name "acme"+generic`
	for path, want := range map[string][]string{
		"":            {whole},
		"a/b.txt":     {whole},
		"a/.env":      {whole, `env "abcdefgh"`},
		"a/key.p12":   {`key file "a/key.p12"`, whole},
		"a/b_test.go": nil,
		"b_test.p12":  nil,
	} {
		if got := show(collect(t, d.Scan(context.Background(), path, []byte(data)))); !slices.Equal(got, want) {
			t.Errorf("Scan with path %q\n got %q\nwant %q", path, got, want)
		}
		if got := show(collect(t, d.ScanReader(context.Background(), path, strings.NewReader(data)))); !slices.Equal(got, want) {
			t.Errorf("ScanReader with path %q\n got %q\nwant %q", path, got, want)
		}
	}
}

// Rules for whole files judge them with their path, in memory and as a stream, in any
// encoding; the offsets are those of any other match.
func TestWholeFiles(t *testing.T) {
	d := newDetector(t)
	wide := "\xff\xfe"
	for _, c := range "qwkzjxvbp\n" {
		wide += string([]byte{byte(c), 0})
	}
	for _, test := range []struct {
		path, data string
		want       []string
	}{
		{"a/whole", "qwkzjxvbp\n", []string{`whole "qwkzjxvbp"`}},
		{"a/whole", wide, []string{`whole "qwkzjxvbp"`}},
		{"a/part", "qwkzjxvbp\n", nil},
		{"", "qwkzjxvbp\n", nil},
		{"whole", strings.Repeat("q", rules.MaxWholeFile-1) + "\n", []string{`whole "` + strings.Repeat("q", rules.MaxWholeFile-1) + `"`}},
		{"whole", strings.Repeat("q", rules.MaxWholeFile) + "\n", nil},
	} {
		if got := show(collect(t, d.Scan(context.Background(), test.path, []byte(test.data)))); !slices.Equal(got, test.want) {
			t.Errorf("Scan with path %q: got %.80q, want %.80q", test.path, got, test.want)
		}
		if got := show(collect(t, d.ScanReader(context.Background(), test.path, strings.NewReader(test.data)))); !slices.Equal(got, test.want) {
			t.Errorf("ScanReader with path %q: got %.80q, want %.80q", test.path, got, test.want)
		}
	}
}

// A match says where it is: its texts are those at its offsets.
func TestOffsets(t *testing.T) {
	data := []byte("é\n  name=acme\n a = \"" + token + "\"\n")
	matches := collect(t, newDetector(t).Scan(context.Background(), "key.p12", data))
	if len(matches) != 2 || !matches[0].InPath || matches[0].SecretEnd != len("key.p12") || matches[1].InPath {
		t.Fatalf("got %+v", matches)
	}
	m := matches[1]
	if string(data[m.Start:m.End]) != m.Text || string(data[m.SecretStart:m.SecretEnd]) != m.Secret || m.Secret != token {
		t.Errorf("got %+v", m)
	}
	if s := m.Span; s.StartLine != 3 || s.EndLine != 3 || s.StartColumn != 7 || s.EndColumn != 7+len(token) {
		t.Errorf("the secret is at %+v", s)
	}
	if p := m.Parts[0]; string(data[p.Start:p.End]) != "acme" || p.Span.StartLine != 2 || p.Span.StartColumn != 8 {
		t.Errorf("the part is %+v", p)
	}
}

func TestScanReaderGivesWhatScanGives(t *testing.T) {
	d := newDetector(t)
	rng := rand.New(rand.NewPCG(4, 4))
	pieces := []string{token, " ", "\n", `key = "` + token + `"`, `x = "abcdefghijkl"`, "name=abc ", "012345678901234 ", "é", "# sluice:allow\n", strings.Repeat("word ", 200)}
	var b bytes.Buffer
	for b.Len() < 5<<18 { // more than is scanned at a time
		b.WriteString(pieces[rng.IntN(len(pieces))])
	}
	want := collect(t, d.Scan(context.Background(), "a.txt", b.Bytes()))
	got := collect(t, d.ScanReader(context.Background(), "a.txt", &b))
	if !slices.EqualFunc(got, want, func(a, b Match) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) || len(want) < 500 {
		t.Errorf("got %d, want %d", len(got), len(want))
	}
}

func TestUTF16IsScannedAsText(t *testing.T) {
	d := newDetector(t)
	text := "é first line\n  token: " + token + "\n"
	var data []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
		data = binary.LittleEndian.AppendUint16(data, u)
	}
	inMemory := collect(t, d.Scan(context.Background(), "", data))
	streamed := collect(t, d.ScanReader(context.Background(), "", bytes.NewReader(data)))
	if len(inMemory) != 1 || len(streamed) != 1 {
		t.Fatalf("found %d and %d times, not once", len(inMemory), len(streamed))
	}
	m := inMemory[0]
	if got := strings.ReplaceAll(string(data[m.SecretStart:m.SecretEnd]), "\x00", ""); got != token {
		t.Errorf("Scan finds %q at its offsets", got)
	}
	for _, m := range []Match{m, streamed[0]} {
		if m.Secret != token || m.Span.StartLine != 2 || m.Span.StartColumn != 10 {
			t.Errorf("found %q at %+v", m.Secret, m.Span)
		}
	}
}

func TestErrorsComeLast(t *testing.T) {
	d := newDetector(t)
	last := func(seq iter.Seq2[Match, error]) (err error) {
		for _, err = range seq {
		}
		return err
	}
	broken := errors.New("broken")
	r := io.MultiReader(strings.NewReader("text"), iotest.ErrReader(broken))
	if err := last(d.ScanReader(context.Background(), "", r)); !errors.Is(err, broken) {
		t.Errorf("a broken reader gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := last(d.ScanReader(ctx, "", strings.NewReader("text"))); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gives %v from ScanReader", err)
	}
	if err := last(d.Scan(ctx, "", []byte("text"))); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gives %v from Scan", err)
	}
}

func TestBadRules(t *testing.T) {
	_, err := New(&rules.Config{Rules: []rules.Rule{{ID: "bad", Regex: "a(b"}, {ID: "worse", Regex: "a)b"}}})
	if err == nil || !strings.Contains(err.Error(), `"bad"`) || !strings.Contains(err.Error(), `"worse"`) {
		t.Errorf("got %v", err)
	}
}

// The caller can stop at any match, and a Detector can then be used on.
func TestCallerStops(t *testing.T) {
	d := newDetector(t)
	data := strings.Repeat(token+" 012345678901234\n", 9)
	for stop := range 10 {
		for _, seq := range []iter.Seq2[Match, error]{
			d.Scan(context.Background(), "a.p12", []byte(data)),
			d.ScanReader(context.Background(), "a.p12", strings.NewReader(data)),
		} {
			seen := 0
			for range seq {
				if seen++; seen > stop {
					break
				}
			}
			if seen != stop+1 {
				t.Errorf("stopped at %d, not %d", seen, stop+1)
			}
		}
	}
}

// One detector serves many goroutines. The race detector has a say here, too.
func TestOneDetectorServesMany(t *testing.T) {
	d := newDetector(t)
	data := []byte(strings.Repeat(`name=acme a = "`+token+"\" 012345678901234\n", 200))
	want := show(collect(t, d.Scan(context.Background(), "a.p12", data)))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := show(collect(t, d.Scan(context.Background(), "a.p12", data))); !slices.Equal(got, want) {
				t.Errorf("got %d, want %d", len(got), len(want))
			}
		})
	}
	wg.Wait()
}

// A match that no detector made is left out, and does no harm.
func TestForeignMatches(t *testing.T) {
	d := newDetector(t)
	foreign := []engine.Match{{}, {Rule: &rules.Rule{ID: "token"}}, {Rule: &rules.Rule{ID: "key file", Path: "x"}, Start: -1, End: -5}}
	if kept, dropped := d.engine.Resolve(foreign, "a.p12", ""); len(kept)+len(dropped) != 0 {
		t.Errorf("got %v and %v", kept, dropped)
	}
}
