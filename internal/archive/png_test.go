package archive

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"testing"
)

// pngOf makes a PNG of chunks, each a kind and its content.
func pngOf(chunks ...string) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	chunks = append([]string{"IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"}, append(chunks, "IEND", "")...)
	for i := 0; i < len(chunks); i += 2 {
		out = binary.BigEndian.AppendUint32(out, uint32(len(chunks[i+1])))
		body := chunks[i] + chunks[i+1]
		out = append(out, body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(body)))
	}
	return out
}

func zlibOf(text string) string {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write([]byte(text)) // a buffer takes all
	_ = z.Close()
	return out.String()
}

func TestPNG(t *testing.T) {
	const text = "a comment, and a comment\n"
	data := pngOf("tEXt", "Comment\x00"+text, "IDAT", noise(5000), "zTXt", "Packed\x00\x00"+zlibOf(text),
		"iTXt", "Plain\x00\x00\x00de\x00Wort\x00"+text, "iTXt", "Both\x00\x01\x00\x00\x00"+zlibOf(text))
	if kind := Detect(data, data); kind != PNG {
		t.Fatalf("detected as %q", kind)
	}
	all := walk(t, data, Defaults())
	for _, name := range []string{"Comment", "Packed", "Plain", "Both"} {
		wants(t, all, shown{path: "png!" + name, data: text})
	}
	if len(all) != 4 {
		t.Errorf("%+v", all)
	}
	all = walk(t, append(data, text...), Defaults())
	wants(t, all, shown{path: "png!" + afterEnd, data: text, hidden: true})
	damaged := bytes.Replace(data, []byte(zlibOf(text)), []byte(zlibOf(text)[:6]+"\xff\xff\xff\xff"), 1)
	if got := misses(walk(t, damaged, Defaults())); len(got) == 0 {
		t.Error("a damaged text is not missed")
	}
}

func FuzzPNG(f *testing.F) {
	fuzz(f, PNG, pngOf("tEXt", "a\x00b"), pngOf("zTXt", "a\x00\x00"+zlibOf("text"), "iTXt", "a\x00\x01\x00\x00\x00"+zlibOf("text")))
}
