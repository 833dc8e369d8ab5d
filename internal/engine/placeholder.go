package engine

import (
	"bytes"

	"github.com/sluicesec/sluice/internal/candidate"
)

// isPlaceholder reports whether a secret is only written in place of one: a
// template to be filled in, a row of one character or of successive ones, or
// words that say so.
//
// Words must not judge random tokens: among a few thousand tokens of 88
// characters one holds some word of three or four letters. So a word counts
// anywhere in a secret only if it is too long to be there by chance; shorter
// words count only if the secret consists of words and nothing else.
func isPlaceholder(secret []byte) bool {
	low := bytes.ToLower(secret)
	return isTemplate(low) || isRow(low) || isElided(low) || isKeyboardUUID(low) || saysExample(low) || isWords(secret) || candidate.IsText(secret)
}

// isKeyboardUUID reports whether a UUID is made of the digits and letters that somebody
// types who has none: 1234abcd-1234-abcd-1234-abcd1234abcd.
func isKeyboardUUID(low []byte) bool {
	return len(low) == 36 && low[8] == '-' && low[13] == '-' && len(bytes.Trim(low, "-1234abcd")) == 0
}

// isElided reports whether the beginning or the end of a secret is left out.
func isElided(secret []byte) bool {
	return bytes.HasPrefix(secret, []byte("...")) || bytes.HasSuffix(secret, []byte("...")) || bytes.HasSuffix(secret, []byte("…"))
}

// isRepeated reports whether the match holds the secret twice, in any case, as a
// word of its own: the password of user:user, one that is the name of the
// database, too, or one that is a word of the variable's name.
func isRepeated(match, secret []byte) bool {
	const longest = 32 // names are no longer
	if len(secret) > longest {
		return false
	}
	match, secret = bytes.ToLower(match), bytes.ToLower(secret)
	for at, times := 0, 0; ; {
		next := bytes.Index(match[at:], secret)
		if next < 0 {
			return false
		}
		start := at + next
		at = start + len(secret)
		if beginsWord(match, start) && (at == len(match) || !isAlnum(match[at])) {
			if times++; times == 2 {
				return true
			}
		}
	}
}

// beginsWord reports whether a word can begin at an offset: behind anything that
// is no letter and no digit, or behind an option of one letter, as in -uroot.
func beginsWord(text []byte, at int) bool {
	if at == 0 || !isAlnum(text[at-1]) {
		return true
	}
	return at >= 2 && text[at-2] == '-' && (at == 2 || text[at-3] == ' ')
}

func isAlnum(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// isTemplate reports whether a template has yet to be filled in. None of the
// marks that it looks for is a character of base64, hex and similar alphabets.
func isTemplate(low []byte) bool {
	for _, marks := range [...][2]string{
		{"${", "}"}, {"{{", "}}"}, {"#{", "}"}, {"$(", ")"}, {"<%", "%>"}, {"@{", "}"},
	} {
		if _, rest, ok := bytes.Cut(low, []byte(marks[0])); ok && bytes.Contains(rest, []byte(marks[1])) {
			return true
		}
	}
	for _, call := range [...]string{"process.env", "os.environ", "getenv(", "env[", "import.meta.env", "secrets."} {
		if bytes.Contains(low, []byte(call)) {
			return true
		}
	}
	if n := len(low); n >= 3 {
		first, last := low[0], low[n-1]
		switch {
		case first == '<' && last == '>', first == '[' && last == ']', first == '{' && last == '}',
			first == '%' && last == '%' && isName(low[1:n-1]),
			first == '$' && isName(low[1:]):
			return true
		}
	}
	for _, verb := range [...]string{"%s", "%v", "%d", "{0}", "{}"} {
		if string(low) == verb {
			return true
		}
	}
	return false
}

// isName reports whether b looks like the name of a variable: it has letters and
// underscores only.
func isName(b []byte) bool {
	for _, c := range b {
		if (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return len(b) > 0
}

// isRow reports whether the secret is, or holds, a long row of one byte or of
// successive bytes, such as xxxxxxxx or 12345678. A row of eight is in one of a
// billion random tokens.
func isRow(low []byte) bool {
	const long = 8
	covered, most := 0, 0 // bytes in rows of three or more; in the longest row
	for i := 0; i < len(low); {
		best := 1
		for _, step := range [...]byte{0, 1, 0xff} {
			n := 1
			for i+n < len(low) && low[i+n] == low[i+n-1]+step {
				n++
			}
			best = max(best, n)
		}
		if best >= 3 {
			covered += best
		}
		most = max(most, best)
		i += best
	}
	return most >= long || covered == len(low) || most >= 4 && 2*most >= len(low)
}

// saysExample reports whether the secret holds a word that says that it is none,
// and that is too long to be in a random token by chance.
func saysExample(low []byte) bool {
	for _, word := range [...]string{
		"example", "changeme", "change_me", "change-me", "placeholder", "redacted", "your-", "your_", "yourpass",
		"yoursecret", "yourtoken", "yourkey", "yourapi", "replace_", "replace-", "replaceme", "insert_", "insert-",
		"dummy_", "dummy-", "dummykey", "dummytoken", "dummypass", "sample_", "sample-", "fake_", "fake-", "fakekey",
		"faketoken", "fakepass", "not-a-real", "not_a_real", "notareal", "notreal", "_here", "-here", "goeshere",
		"undefined", "xxxxxx", "deadbeef", "foobar", "lorem", "todo_", "todo-", "fixme", "thisisa", "change.this", "please-change", "please_change", "pleasechange",
	} {
		if bytes.Contains(low, []byte(word)) && !(len(word) < 7 && len(low) > 40) {
			return true
		}
	}
	return false
}

// isWords reports whether the secret consists of words that name secrets, or say
// that this is none: "my_secret_key", "test-token", "password".
func isWords(secret []byte) bool {
	words := 0
	for i := 0; i < len(secret); {
		n := wordLen(secret[i:])
		if n == 0 {
			if c := secret[i]; c >= '0' && c <= '9' || c >= 0x80 {
				return false
			}
			i++ // a separator
			continue
		}
		if !isFiller(string(bytes.ToLower(secret[i : i+n]))) {
			return false
		}
		words++
		i += n
	}
	return words > 0
}

// wordLen returns the length of the word that b begins with: its letters up to
// the next word in camel case.
func wordLen(b []byte) int {
	n := 0
	for n < len(b) {
		c := b[n]
		lower, upper := 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z'
		if !lower && !upper || upper && n > 0 && 'a' <= b[n-1] && b[n-1] <= 'z' {
			break
		}
		n++
	}
	return n
}

func isFiller(word string) bool {
	switch word {
	case "a", "access", "account", "admin", "an", "and", "api", "apikey", "app", "application", "auth", "authorization",
		"aws", "azure", "bar", "baz", "bearer", "blah", "bot", "changed", "client", "code", "config", "credential",
		"credentials", "database", "db", "default", "demo", "dev", "development", "dummy", "empty", "enter", "env",
		"example", "fake", "false", "fill", "foo", "from", "generated", "get", "goes", "google", "github", "gitlab",
		"here", "hidden", "id", "in", "insert", "is", "it", "key", "local", "localhost", "login", "me", "mock", "my",
		"mypassword", "mysecret", "name", "new", "nil", "no", "none", "not", "null", "of", "old", "only", "options", "or", "pass",
		"passwd", "password", "placeholder", "please", "private", "prod", "production", "public", "pwd", "qux", "random",
		"real", "removed", "replace", "root", "sample", "secret", "secretkey", "sensitive", "server", "service", "set",
		"shared", "some", "something", "staging", "string", "super", "supersecret", "temp", "test", "tester", "testing",
		"testpass", "text", "that", "the", "this", "tmp", "to", "todo", "token", "true", "undefined", "unset", "use",
		"user", "username", "value", "very", "wachtwoord", "kennwort", "passwort", "senha", "contrasena", "contraseña", "heslo", "haslo", "hasło",
		"parola", "parool", "salasana", "jelszo", "jelszó", "lozinka", "sifre", "şifre", "matkhau", "katasandi", "motdepasse", "with", "x", "xx", "xxx", "you", "your", "yours":
		return true
	}
	return false
}
