package proof

import (
	"bytes"
	"strings"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// A block is a key block in text: PEM (RFC 7468, and with headers RFC
// 1421), OpenPGP armour (RFC 9580, section 6.2) or SSH2 (RFC 4716).
type block struct {
	label   string // "RSA PRIVATE KEY"
	headers []string
	body    []byte // decoded
	decoded bool   // all of the base64 could be decoded
	ended   bool   // there is an END line
}

var (
	beginLine = lazyregexp.New(`----[- ]BEGIN ([A-Z0-9 ]{1,60}?)[- ]----`)
	endLine   = lazyregexp.New(`----[- ]END `)
)

// findBlock reads the first block in s. Source files hold blocks as string literals
// with escaped line ends, as quoted and joined lines, indented, or after comment
// signs. So everything that is not base64 counts as a mark between the lines of
// the body.
func findBlock(s []byte) (b block, ok bool) {
	begin := beginLine().FindSubmatchIndex(s)
	if begin == nil {
		return block{}, false
	}
	b.label = string(s[begin[2]:begin[3]])
	inner := s[begin[1]:]
	if end := endLine().FindIndex(inner); end != nil {
		inner, b.ended = inner[:end[0]], true
	}
	unescaped := strings.NewReplacer(`\n`, "\n", `\r`, "\n", `\t`, "\n", `\/`, "/", "&#10;", "\n", "&#13;", "\n").Replace(string(inner))
	var base64 bytes.Buffer
	for line := range strings.Lines(unescaped) {
		if strings.Contains(line, ":") {
			b.headers = append(b.headers, strings.Trim(line, " \t\r\n\"'"))
			continue
		}
		for _, run := range strings.FieldsFunc(line, notBase64) {
			if isBody(run) || isEnd(run, base64.Len()) {
				base64.WriteString(run)
			}
		}
	}
	b.body, b.decoded = decodeBase64(base64.Bytes())
	return b, true
}

func notBase64(r rune) bool {
	return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '+' && r != '/' && r != '='
}

// isBody reports whether a run of base64 characters is a line of a body, and not a
// mark between lines such as + and //. Only the last line of a body is short.
func isBody(run string) bool { return len(run) >= 16 || len(run)%4 == 0 && run != "////" }

// isEnd reports whether a short run makes the length of a body a multiple of four, which it
// was not before. OpenSSH's lines have 70 characters, so that the last one may have any
// length.
func isEnd(run string, before int) bool {
	return before%4 != 0 && (before+len(run))%4 == 0 && strings.Trim(run, "+/") != ""
}

// header returns the value of a header, or "".
func (b *block) header(name string) string {
	for _, h := range b.headers {
		if value, ok := strings.CutPrefix(h, name+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
