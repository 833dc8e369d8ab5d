package scan_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/history"
)

func zipWith(t *testing.T, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err := cmpErr(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func tarWith(t *testing.T, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o644})
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err := cmpErr(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func cmpErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func lines76(text string) string {
	var out strings.Builder
	for chunk := range slices.Chunk([]byte(text), 76) {
		out.Write(append(chunk, '\n'))
	}
	return out.String()
}

func cut(text string, width int) (parts []string) {
	for chunk := range slices.Chunk([]byte(text), width) {
		parts = append(parts, string(chunk))
	}
	return parts
}

func numbers(data, format string) (all []string) {
	for _, b := range []byte(data) {
		all = append(all, fmt.Sprintf(format, b))
	}
	return all
}

// pythonic is a literal of bytes as Python shows them.
func pythonic(data string) string {
	var out strings.Builder
	for _, b := range []byte(data) {
		switch {
		case b == '\'' || b == '\\':
			out.WriteString(`\` + string(rune(b)))
		case b == '\n':
			out.WriteString(`\n`)
		case b == '\r':
			out.WriteString(`\r`)
		case b == '\t':
			out.WriteString(`\t`)
		case ' ' <= b && b < 0x7f:
			out.WriteByte(b)
		default:
			fmt.Fprintf(&out, `\x%02x`, b)
		}
	}
	return "'" + out.String() + "'"
}

// A container in encoded text is opened like a member.
func TestContainersInText(t *testing.T) {
	t.Parallel()
	secret := made(t, "ghp_{base62:30}{crc32}")
	packed := zipWith(t, "in/.env", "A=1\nTOKEN="+secret+"\n")
	for name, c := range map[string]struct {
		text   string
		layers []string
	}{
		"zip":           {"data: " + inBase64(packed), []string{"base64", "zip!in/.env"}},
		"lines":         {"Content-Transfer-Encoding: base64\n\n" + lines76(inBase64(packed)), []string{"base64", "zip!in/.env"}},
		"data URL":      {`<a href="data:application/zip;base64,` + inBase64(packed) + `">`, []string{"base64", "zip!in/.env"}},
		"tar":           {inBase64(tarWith(t, ".env", "TOKEN="+secret+"\n")), []string{"base64", "tar!.env"}},
		"tar.gz":        {inBase64(zipped(tarWith(t, ".env", "TOKEN="+secret+"\n"))), []string{"base64", "gzip!", "tar!.env"}},
		"hex":           {"x = " + hex.EncodeToString([]byte(packed)), []string{"hex", "zip!in/.env"}},
		"twice":         {"t: " + inBase64(inBase64(zipped(tarWith(t, ".env", "TOKEN="+secret+"\n")))), []string{"base64", "base64", "gzip!", "tar!.env"}},
		"percent":       {"t=" + url.QueryEscape(inBase64(packed)+"+/"), []string{"percent", "base64", "zip!in/.env"}},
		"joined":        {`const t = "` + strings.Join(cut(inBase64(packed), 60), "\" +\n  \"") + `";`, []string{"joined", "base64", "zip!in/.env"}},
		"numbers":       {"[" + strings.Join(numbers(packed, "%d"), ",") + "]", []string{"bytes", "zip!in/.env"}},
		"array":         {"{\n  " + strings.Join(cut(strings.Join(numbers(packed, "0x%02x"), ", ")+",", 72), "\n  ") + "\n}", []string{"bytes", "zip!in/.env"}},
		"escapes":       {`s = "\x` + strings.Join(numbers(packed, "%02x"), `\x`) + `"`, []string{"bytes", "zip!in/.env"}},
		"Python":        {"s = b" + pythonic(packed), []string{"bytes", "zip!in/.env"}},
		"in each other": {inBase64(zipWith(t, "a.txt", "b: "+inBase64(packed)+"\n")), []string{"base64", "zip!a.txt", "base64", "zip!in/.env"}},
	} {
		r := scanText(t, "# some text\n"+c.text+"\n", scan.Options{ShowSecrets: true})
		if len(r.Findings) != 1 || !r.Complete {
			t.Errorf("%s: %d findings, complete %v, %v", name, len(r.Findings), r.Complete, r.Ledger.Skipped)
			continue
		}
		if l := r.Findings[0].Locations; len(l) != 1 || !slices.Equal(l[0].Layers, c.layers) {
			t.Errorf("%s: %+v", name, l)
		}
		if r := scanText(t, c.text+"\n", scan.Options{Archives: scan.Archives{Closed: true}}); len(r.Ledger.Skipped) == 0 {
			t.Errorf("%s: not opened, and not in the ledger", name)
		}
	}
}

// What is the same, deltas or not, is what is found in containers in encoded text.
func TestContainersInTextOfHistory(t *testing.T) {
	t.Parallel()
	secret := made(t, "ghp_{base62:30}{crc32}")
	a, b := inBase64(zipWith(t, ".env", "TOKEN="+secret+"\n")), inBase64(zipWith(t, "other", "nothing"))
	s := gittest.New(t)
	for i := range 8 {
		text := strings.Repeat("some words of the file\n", i*5) + "a: " + a + "\n" + strings.Repeat("more words\n", 200)
		if i%2 == 1 {
			text += "b: " + b + "\n"
		}
		s.Write("file", text+fmt.Sprintln("the end", i))
		s.Commit("other", fmt.Sprint(i))
	}
	s.Git("gc", "-q", "--aggressive")
	want := scanHistory(t, s.Dir, 1, history.Options{NoDelta: true})
	if len(want.Findings) != 1 || !want.Complete {
		t.Fatalf("%d findings, complete %v", len(want.Findings), want.Complete)
	}
	for _, jobs := range []int{1, 3} {
		got := scanHistory(t, s.Dir, jobs, history.Options{})
		if !reflect.DeepEqual(got.Findings, want.Findings) {
			t.Errorf("%d jobs: %+v, want %+v", jobs, got.Findings, want.Findings)
		}
	}
}

// All containers in a text have one budget.
func TestBombsInText(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 15 {
		_, _ = z.Write(make([]byte, 1<<20)) // a buffer takes all
	}
	_ = z.Close()
	one := base64.StdEncoding.EncodeToString([]byte(zipWith(t, "a.gz", bomb.String())))
	begin := time.Now()
	r := scanText(t, strings.Repeat("- "+one+"\n", 200), scan.Options{})
	if r.Complete || time.Since(begin) > time.Minute {
		t.Errorf("complete %v, %v, after %v", r.Complete, r.Ledger.Skipped, time.Since(begin))
	}
	// A beginning that is an example is no archive that somebody can open.
	if r := scanText(t, "data: "+one[:240]+"...\n", scan.Options{}); !r.Complete || len(r.Ledger.Skipped) != 1 {
		t.Errorf("a beginning: complete %v, %v", r.Complete, r.Ledger.Skipped)
	}
}
