package gitwalk

import (
	"bytes"
	"fmt"
)

// isSignature reports whether git stores signatures in armored blocks of this kind:
// those of OpenPGP (RFC 9580, 6.2), of CMS, which GnuPG calls a signed message, and
// of OpenSSH (PROTOCOL.sshsig).
func isSignature(kind string) bool {
	switch kind {
	case "PGP SIGNATURE", "PGP MESSAGE", "SIGNED MESSAGE", "SSH SIGNATURE":
		return true
	}
	return false
}

// nextSignature returns where the first signature in a text starts and ends: the
// base64 in its block, in which a rule with a short prefix would match by chance.
// Everything else in the block, such as a comment, is text.
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
		// The first empty line ends the comments. In a header each line has a space before it.
		if _, body, ok := bytes.Cut(text[from-1:to], []byte("\n\n")); ok {
			from = to - len(body)
		} else if _, body, ok := bytes.Cut(text[from-1:to], []byte("\n \n")); ok {
			from = to - len(body)
		}
		if isBase64(text[from:to]) {
			return from, to, true
		}
	}
}

// isBase64 reports whether a text is lines of base64 and nothing else.
func isBase64(text []byte) bool {
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		line = bytes.TrimPrefix(line, []byte(" "))
		for _, c := range line {
			if base64Bytes[c>>6]>>(c&63)&1 == 0 {
				return false
			}
		}
		text = rest
	}
	return true
}

// base64Bytes has a bit for each byte that a line of base64 may hold.
var base64Bytes = func() (set [4]uint64) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r") {
		set[c>>6] |= 1 << (c & 63)
	}
	return set
}()
