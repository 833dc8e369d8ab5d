package archive

import (
	"strings"
	"testing"
	"time"
)

const (
	gifHead    = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
	gifPicture = ",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
)

// Blocks of a comment are joined, wherever it is in a GIF.
func TestGIF(t *testing.T) {
	data := []byte(gifHead + "!\xf9\x04\x00\x00\x00\x00\x00" + gifPicture + "!\xfe\x05a com\x04ment\x00" + gifPicture + ";behind it")
	if kind := Detect(data, data); kind != GIF {
		t.Fatalf("detected as %q", kind)
	}
	all := walk(t, data, Defaults())
	wants(t, all, shown{path: "gif!comment", data: "a comment"})
	wants(t, all, shown{path: "gif!" + afterEnd, data: "behind it", hidden: true})
	if len(all) != 2 {
		t.Errorf("%+v", all)
	}
	for n := range data {
		if got := misses(walk(t, data[:n], Defaults())); len(got) > 0 && Detect(data[:n], nil) == GIF {
			t.Errorf("%d bytes of it: %v", n, got)
		}
	}
}

// What is compressed in chunks of programs, and in a colour profile, is shown.
func TestPNGChunks(t *testing.T) {
	const text = "a comment, and a comment\n"
	all := walk(t, pngOf("iCCP", "profile\x00\x00"+zlibOf(text), "prVW", zlibOf(text), "prXX", "x\x9c other", "IDAT", noise(500)), Defaults())
	wants(t, all, shown{path: "png!profile", data: text})
	wants(t, all, shown{path: "png!prVW", data: text})
	if len(all) != 2 {
		t.Errorf("%+v", all)
	}
}

// The compressed texts of a font are shown, and a trial for each that may be one takes no time.
func TestWOFF(t *testing.T) {
	const text = "<metadata>a font of somebody</metadata>"
	data := []byte("wOFF\x00\x01\x00\x00" + noise(36) + zlibOf(text) + noise(500))
	all := walk(t, data, Defaults())
	if len(all) != 1 || all[0].path != "woff!44" || all[0].data != text {
		t.Errorf("%+v", all)
	}
	begin := time.Now()
	walk(t, []byte("wOFF"+strings.Repeat("\x78\x9c", 10<<20)), Defaults())
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("%v", took)
	}
}
