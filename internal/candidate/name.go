package candidate

import "bytes"

// Keywords returns the words of which each name holds one, in lower case. They
// stand for any case.
func Keywords() []string {
	return []string{
		"pass", "pwd", "psw", "_pw", "-pw", ".pw", "pw=", "pw:", "pw\"", "pw'", "pw ", "secret", "token", "key", "auth", "cred", "salt", "nonce",
		"bearer", "jwt", "kennwort", "senha", "contrase", "parola", "heslo",
	}
}

// notNames are words that hold a keyword and have nothing to do with secrets.
var notNames = [...]string{
	"keyboard", "keyword", "keyframe", "keynote", "keydown", "keyup", "keypress", "keycode", "keyerror", "keypair",
	"monkey", "turkey", "hockey", "jockey", "whiskey", "author", "passenger", "passing", "passive", "passed",
	"compass", "bypass", "passage", "surpass", "passport", "tokenize", "tokenise", "tokenizer", "secretary",
	"basalt", "announce", "sacred", "credit", "incredible", "passes",
}

func isNameByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' ||
		b == '_' || b == '-' || b == '.' || b == '$' || b >= 0x80
}

// nameAround returns the name around a keyword. It is not ok if a later keyword
// of the name speaks for it, or the word is another.
func nameAround(text []byte, at, end int) (Span, bool) {
	for !isNameByte(text[end-1]) {
		end-- // pw= and its kin
	}
	n := Span{at, end}
	for n.Start > 0 && at-n.Start < maxNameSide && isNameByte(text[n.Start-1]) {
		n.Start--
	}
	for n.End < len(text) && n.End-end < maxNameSide && isNameByte(text[n.End]) {
		n.End++
	}
	if n.End-end == maxNameSide {
		return n, false
	}
	for n.End > end && (text[n.End-1] == '-' || text[n.End-1] == '.') {
		n.End-- // the operators -> and .=
	}
	for n.Start < at && (text[n.Start] == '-' || text[n.Start] == '.') {
		n.Start++
	}
	if holdsKeyword(text[at+1 : n.End]) {
		return n, false
	}
	if otherWord(text, at, end, n) {
		return n, false
	}
	for range 2 {
		n.Start -= wordBefore(text[:n.Start])
	}
	return n, true
}

// wordBefore returns the length of a word before a name, with the space behind it,
// if the word says what kind of name it is: "Public Key", "Secret access key".
func wordBefore(text []byte) int {
	if len(text) < 4 || text[len(text)-1] != ' ' {
		return 0
	}
	word := text[:len(text)-1]
	start := len(word)
	for start > 0 && len(word)-start < 12 && ('a' <= word[start-1]|0x20 && word[start-1]|0x20 <= 'z') {
		start--
	}
	if start > 0 && (text[start-1] == '<' || text[start-1] == '-') {
		return 0 // a tag, an option
	}
	word = word[start:]
	for _, kind := range nameKinds {
		if len(kind) == len(word) && foldPrefix(word, kind) {
			return len(word) + 1
		}
	}
	return 0
}

var nameKinds = [...]string{
	"public", "private", "api", "secret", "access", "client", "auth", "shared", "master", "user", "admin", "root", "database",
	"app", "consumer", "encryption", "license", "service", "bearer", "session", "ssh", "gpg", "pgp", "host", "signing",
}

// words are the keywords as they are inside of a name.
var words = [...]string{
	"pass", "pwd", "psw", "pw", "secret", "token", "key", "auth", "cred", "salt", "nonce", "bearer", "jwt", "kennwort", "senha", "contrase",
	"parola", "heslo",
}

// holdsKeyword reports whether a keyword is in the rest of a name.
func holdsKeyword(rest []byte) bool {
	for i := range rest {
		switch rest[i] | 0x20 {
		case 'p', 's', 't', 'k', 'a', 'c', 'n', 'b', 'j', 'h':
			for _, w := range words {
				if foldPrefix(rest[i:], w) {
					return true
				}
			}
		}
	}
	return false
}

// otherWord reports whether the keyword is a part of a word that has nothing to
// do with secrets.
func otherWord(text []byte, at, end int, n Span) bool {
	for _, w := range notNames {
		k := bytes.Index([]byte(w), lower4(text[at:end]))
		if k < 0 || at-k < n.Start || at-k+len(w) > n.End {
			continue
		}
		if foldPrefix(text[at-k:], w) {
			return true
		}
	}
	return false
}

// lower4 is the keyword in lower case. Only its first bytes count.
func lower4(b []byte) []byte {
	var low [8]byte
	n := copy(low[:], b)
	for i := range n {
		low[i] |= 0x20
	}
	return low[:n]
}

// foldPrefix reports whether b begins with a word, ASCII letters in either case.
// The word is in lower case.
func foldPrefix(b []byte, word string) bool {
	if len(b) < len(word) {
		return false
	}
	for i := range len(word) {
		c := b[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != word[i] {
			return false
		}
	}
	return true
}
