package history

import (
	"bytes"
	"fmt"
)

// isSignature reports whether git keeps signatures in blocks of a kind: those of
// OpenPGP (RFC 9580, 6.2), of CMS, which GnuPG calls a signed message, and of
// OpenSSH (PROTOCOL.sshsig).
func isSignature(kind string) bool {
	switch kind {
	case "PGP SIGNATURE", "PGP MESSAGE", "SIGNED MESSAGE", "SSH SIGNATURE":
		return true
	}
	return false
}

// nextSignature returns where the first signature in a text stands: the base64
// in its block, in which a rule with a short prefix would see a token by mere
// chance. What else is written in the block, such as a comment, is text.
func nextSignature(text []byte) (from, to int, ok bool) {
	begin := []byte("-----BEGIN ")
	for {
		i := bytes.Index(text[to:], begin)
		if i < 0 {
			return 0, 0, false
		}
		to += i + len(begin)
		kind, rest, ok := bytes.Cut(text[to:], []byte("-----\n"))
		if !ok || !isSignature(string(kind)) {
			continue
		}
		end := bytes.Index(rest, fmt.Appendf(nil, "-----END %s-----", kind))
		if end < 0 {
			continue
		}
		from = len(text) - len(rest)
		to = from + end
		// An empty line ends the comments. In a header each line has a space before it.
		for _, empty := range []string{"\n\n", "\n \n"} {
			if i := bytes.LastIndex(text[from:to], []byte(empty)); i >= 0 {
				from += i + len(empty)
			}
		}
		if isBase64(text[from:to]) {
			return from, to, true
		}
	}
}

// isBase64 reports whether a text is lines of base64 and nothing else.
func isBase64(text []byte) bool {
	for i, c := range text {
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '+', c == '/', c == '=', c == '\n', c == '\r':
		case c == ' ' && (i == 0 || text[i-1] == '\n'):
		default:
			return false
		}
	}
	return true
}
