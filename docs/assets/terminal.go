package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The sizes of a character and of the frame, in pixels.
const (
	charWidth, lineHeight = 8.43, 19.0
	frame, bar            = 18.0, 34.0
)

// colors are those of the sixteen colours of a terminal, on a dark ground.
var colors = []string{
	"#484f58", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#76e3ea", "#c9d1d9",
	"#8b949e", "#ffa198", "#aff5b4", "#f2cc60", "#a5d6ff", "#e2c5ff", "#b3f0ff", "#ffffff",
}

// A style is how characters look.
type style struct {
	color     string
	bold, dim bool
}

// escape is a sequence that changes the style, or begins or ends a link.
var escape = regexp.MustCompile(`\x1b\[([0-9;]*)m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)`)

// terminal draws a window with a command and its output, in which escape sequences set
// colours.
func terminal(command, output string) []byte {
	lines := append([]string{"$ " + command}, strings.Split(strings.TrimRight(output, "\n"), "\n")...)
	columns := 0
	for _, line := range lines {
		columns = max(columns, utf8.RuneCountInString(escape.ReplaceAllString(line, "")))
	}
	width, height := 2*frame+float64(columns)*charWidth, bar+frame+float64(len(lines))*lineHeight
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>`+"\n")
	for i, color := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="18" r="6" fill="%s"/>`+"\n", 20+20*i, color)
	}
	now := style{}
	for i, line := range lines {
		y := bar + lineHeight*float64(i+1) - 5
		column := 0
		for line != "" {
			at := escape.FindStringSubmatchIndex(line)
			text := line
			if at != nil {
				text = line[:at[0]]
			}
			if strings.TrimSpace(text) != "" {
				fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" textLength="%.1f" xml:space="preserve"%s>`, frame+float64(column)*charWidth, y, float64(utf8.RuneCountInString(text))*charWidth, now.attributes())
				_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
				b.WriteString("</text>\n")
			}
			column += utf8.RuneCountInString(text)
			if at == nil {
				break
			}
			if at[2] >= 0 {
				now = now.change(line[at[2]:at[3]])
			}
			line = line[at[1]:]
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// attributes are those of a text in SVG.
func (s style) attributes() string {
	color := s.color
	if color == "" {
		color = "#c9d1d9"
	}
	out := ` fill="` + color + `"`
	if s.bold {
		out += ` font-weight="bold"`
	}
	if s.dim {
		out += ` opacity="0.65"`
	}
	return out
}

// change returns the style after a sequence of SGR parameters.
func (s style) change(parameters string) style {
	numbers := strings.Split(parameters, ";")
	for i := 0; i < len(numbers); i++ {
		n, _ := strconv.Atoi(numbers[i]) // an empty one is 0
		switch {
		case n == 0:
			s = style{}
		case n == 1:
			s.bold = true
		case n == 2:
			s.dim = true
		case n == 22:
			s.bold, s.dim = false, false
		case n >= 30 && n <= 37:
			s.color = colors[n-30]
		case n >= 90 && n <= 97:
			s.color = colors[n-90+8]
		case n == 39:
			s.color = ""
		case n == 38 && i+2 < len(numbers) && numbers[i+1] == "5":
			if c, _ := strconv.Atoi(numbers[i+2]); c < len(colors) {
				s.color = colors[c]
			}
			i += 2
		}
	}
	return s
}
