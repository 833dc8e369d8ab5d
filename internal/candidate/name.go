package candidate

// Keywords returns the words of which each name holds one, in lower case. They
// stand for any case.
func Keywords() []string {
	return []string{
		"pass", "pwd", "psw", "_pw", "-pw", ".pw", "pw=", "pw:", "pw\"", "pw'", "pw ", "secret", "token", "key", "auth", "cred", "salt", "nonce",
		"bearer", "jwt", "kennwort", "senha", "contrase", "parola", "heslo",
	}
}

// NeverBehind returns the letters that do not follow a keyword in a name of a secret,
// because the word is another then: passed, passing, author, credit, keyword.
func NeverBehind(keyword string) string {
	switch keyword {
	case "pass":
		return "aeio"
	case "auth":
		return "o"
	case "cred":
		return "i"
	case "key":
		return "w"
	}
	return ""
}

// notNames are words that hold a keyword and have nothing to do with secrets.
var notNames = [...]struct {
	word    string
	keyword int // where its keyword begins
}{
	{"keyboard", 0}, {"keyword", 0}, {"keyframe", 0}, {"keynote", 0}, {"keydown", 0}, {"keyup", 0},
	{"keypress", 0}, {"keycode", 0}, {"keyerror", 0}, {"keypair", 0}, {"monkey", 3}, {"turkey", 3},
	{"hockey", 3}, {"jockey", 3}, {"whiskey", 4}, {"author", 0}, {"passenger", 0}, {"passing", 0},
	{"passive", 0}, {"passed", 0}, {"compass", 3}, {"bypass", 2}, {"passage", 0}, {"surpass", 3},
	{"passport", 0}, {"tokenize", 0}, {"tokenise", 0}, {"tokenizer", 0}, {"secretary", 0}, {"basalt", 2},
	{"announce", 2}, {"sacred", 2}, {"credit", 0}, {"incredible", 2}, {"passes", 0},
	{"mickey", 3}, {"donkey", 3}, {"buypass", 3}, {"overpass", 4}, {"underpass", 5}, {"trespass", 4}, {"passthrough", 0}, {"passthru", 0},
	{"lowpass", 3}, {"highpass", 4}, {"bandpass", 4}, {"passion", 0},
}

func isNameByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' ||
		b == '_' || b == '-' || b == '.' || b == '$' || b >= 0x80
}

// wideLen is the length of a wide colon or equals sign, in bytes.
const wideLen = 3

// isWide reports whether text begins with the wide colon or equals sign of Chinese and
// Japanese texts.
func isWide(text []byte) bool {
	return len(text) > 2 && text[0] == 0xef && text[1] == 0xbc && (text[2] == 0x9a || text[2] == 0x9d)
}

// nameAround returns the name around a keyword. It is not ok if a later keyword
// of the name speaks for it, or the word is another. A keyword that a user has
// chosen may hold one of [Keywords], and is meant whatever word it is in.
func nameAround(text []byte, at, end int, own bool) (Span, bool) {
	for end > at && !isNameByte(text[end-1]) {
		end-- // pw= and its kin
	}
	if end == at {
		return Span{}, false
	}
	n := Span{at, end}
	for n.Start > 0 && at-n.Start < maxNameSide && isNameByte(text[n.Start-1]) {
		n.Start--
	}
	for n.End < len(text) && n.End-end < maxNameTail && isNameByte(text[n.End]) && !isWide(text[n.End:]) {
		n.End++
	}
	if n.End-end == maxNameTail {
		return n, false
	}
	for n.End > end && (text[n.End-1] == '-' || text[n.End-1] == '.') {
		n.End-- // the operators -> and .=
	}
	for n.Start < at && (text[n.Start] == '-' || text[n.Start] == '.') {
		n.Start++
	}
	if own && holdsKeyword(text[end:n.End]) {
		return n, false
	}
	if !own && (holdsKeyword(text[at+1:n.End]) || otherWord(text, at, n)) {
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

// holdsKeyword reports whether a keyword is in the rest of a name.
func holdsKeyword(rest []byte) bool {
	for i := range rest {
		for _, word := range wordsBy[rest[i]&31] {
			if foldPrefix(rest[i:], word) {
				return true
			}
		}
	}
	return false
}

// wordsBy are the keywords as they are inside of a name, by the low bits of their
// first letters.
var wordsBy = [32][]string{
	'p' & 31: {"pass", "pwd", "psw", "pw", "parola"},
	's' & 31: {"secret", "salt", "senha"},
	't' & 31: {"token"},
	'k' & 31: {"key", "kennwort"},
	'a' & 31: {"auth"},
	'c' & 31: {"cred", "contrase"},
	'n' & 31: {"nonce"},
	'b' & 31: {"bearer"},
	'j' & 31: {"jwt"},
	'h' & 31: {"heslo"},
}

// otherWord reports whether the keyword is a part of a word that has nothing to
// do with secrets.
func otherWord(text []byte, at int, n Span) bool {
	for i := range notNames {
		w := &notNames[i]
		if text[at]|0x20 != w.word[w.keyword] || at-w.keyword < n.Start || at-w.keyword+len(w.word) > n.End {
			continue
		}
		if foldPrefix(text[at-w.keyword:n.End], w.word) {
			return true
		}
	}
	return false
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
