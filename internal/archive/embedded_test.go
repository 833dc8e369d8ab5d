package archive

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

func gzipOf(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text)) // a buffer takes all
	_ = z.Close()
	return b.String()
}

func lz4Of(text string) string {
	var b bytes.Buffer
	z := lz4.NewWriter(&b)
	_, _ = z.Write([]byte(text)) // a buffer takes all
	_ = z.Close()
	return b.String()
}

// Compressed streams are found behind bytes of any kind.
func TestEmbedded(t *testing.T) {
	const bzip2 = "BZh91AY&SY\x95\x9c\x15\x8a\x00\x00\x01\x91\x80@\x00\x06D\x90\x80 \x00\"\x03#\xd4 \xc9\x88\x91'\x8b\xb9\"\x9c(HJ\xce\n\xc5\x00"
	junk := "\x7fELF\x02\x01\x01\x00\x03\x9e\xff\x81"
	data := []byte(junk + gzipOf("first text") + junk + gzipOf("second text") + "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03 no stream, and so none")
	if kind := Detect(data, data); kind != Embedded {
		t.Fatalf("detected as %q", kind)
	}
	all := walk(t, data, Defaults())
	if len(all) != 2 || all[0].path != "embedded!12" || all[0].data != "first text" || all[1].data != "second text" {
		t.Errorf("%+v", all)
	}
	if at, kind := newStreams([]byte(junk + bzip2)).from(1); at != len(junk) || kind != Bzip2 {
		t.Errorf("bzip2: %d, %s", at, kind)
	}
	var frame bytes.Buffer
	z, _ := zstd.NewWriter(&frame)
	_, _ = z.Write([]byte("other words")) // a buffer takes all
	_ = z.Close()
	const words = "some words that are a text, and some more of them"
	noText := "\x00\x01\x02\x90\xff\x80 no text " + junk + junk
	damaged := zlibOf(noText)
	data = []byte(junk + zlibOf(words) + junk + damaged[:len(damaged)-1] + "\x00" + zlibOf(noText) + "IDAT" + zlibOf(noText+"pixels") + lz4Of(noText) + frame.String() + junk)
	if kind := Detect(data, data); kind != Embedded {
		t.Fatalf("detected as %q", kind)
	}
	if all = walk(t, data, Defaults()); len(all) != 4 || all[0].data != words || all[1].data != noText || all[2].data != noText || all[3].data != "other words" || len(misses(all)) > 0 {
		t.Errorf("%+v", all)
	}
	text := []byte(strings.Repeat("a line of text\n", 30) + "\x1f\x8b\x08")
	if kind := Detect(text, text); kind != "" {
		t.Errorf("text: %q", kind)
	}
}

// Many magic numbers take no time.
func TestEmbeddedMagic(t *testing.T) {
	data := []byte("\x7fELF\x00\x00" + strings.Repeat("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 1_000_000))
	begin := time.Now()
	walk(t, data, Defaults())
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("%v", took)
	}
}

// Neither do many of those that two bytes say.
func TestEmbeddedZlib(t *testing.T) {
	for _, magic := range []string{"x\x9c\x00\x00\x00\xff\xff", "x\x9c\x02\x00", "x\x9cxxxxxx", "x\x9c\x4b\x04", "x\x9c\x00\xf0\xf0\x0f\x0f\x00"} {
		data := []byte("\x7fELF\x00\x00" + strings.Repeat(magic, 4_000_000/len(magic)))
		begin := time.Now()
		walk(t, data, Defaults())
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%q: %v", magic, took)
		}
	}
}

// Text is text wherever it is cut.
func TestIsTextThatIsCut(t *testing.T) {
	text := []byte("/** " + strings.Repeat("中文说明 配置项 ü€😀", 40))
	for n := range text {
		if !isText(text[:n]) {
			t.Fatalf("%q is no text", text[max(0, n-8):n])
		}
	}
	if isText([]byte("ab\xff")) || isText([]byte("a\x80bcdef")) || isText([]byte("abc\x01defghijk")) {
		t.Error("what is no text is text")
	}
}

// A source that names the magic numbers of zip is none.
func TestZipInSource(t *testing.T) {
	data := []byte("x.END=\"PK\x05\x06\",r.ZIP64_LOCATOR=\"PK\x06\x07\"; // " + strings.Repeat("more source ", 50))
	if kind := Detect(data, data); kind != "" {
		t.Errorf("detected as %q", kind)
	}
}
