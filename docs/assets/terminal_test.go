package main

import (
	"encoding/xml"
	"image"
	"image/color"
	"io"
	"strings"
	"testing"
)

// TestTerminal: a picture is well-formed, holds the text without its escape sequences, and
// has the colours that they set.
func TestTerminal(t *testing.T) {
	svg := string(terminal("sluice git", "a <b> \x1b[1;31mbad\x1b[0m end\n\x1b]8;;https://a.example\x1b\\link\x1b]8;;\x1b\\\n"))
	var text strings.Builder
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := token.(xml.CharData); ok {
			text.Write(data)
		}
	}
	for _, want := range []string{"$ sluice git", "a <b> ", "bad", " end", "link"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in %q", want, text.String())
		}
	}
	if strings.Contains(svg, "\x1b") || strings.Contains(svg, "a.example") {
		t.Error("an escape sequence is left")
	}
	if !strings.Contains(svg, ` fill="`+colors[1]+`" font-weight="bold">bad<`) {
		t.Errorf("the word is not red and bold: %s", svg)
	}
}

// TestPaletted: the most frequent colours stay as they are.
func TestPaletted(t *testing.T) {
	picture := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 64 {
			picture.Set(x, y, color.RGBA{uint8(x), uint8(y), 9, 255})
			if y < 32 {
				picture.Set(x, y, color.White)
			}
		}
	}
	small := paletted(picture)
	if len(small.Palette) != 128 {
		t.Errorf("%d colours", len(small.Palette))
	}
	if r, g, b, _ := small.At(3, 3).RGBA(); r != 0xffff || g != 0xffff || b != 0xffff {
		t.Errorf("white is %x %x %x", r, g, b)
	}
}
