package candidate

import "bytes"

// reads is how far behind an operator an expression says that it reads a setting, and
// settingLen how long it can be, in bytes.
const (
	reads      = 40
	settingLen = 120
)

// readsSetting reports whether an expression reads a variable of the environment, by
// how it begins: process.env.X, getenv("X"), cmp.Or(os.Getenv("X").
func readsSetting(text []byte) bool {
	for i := range min(reads, len(text)) {
		switch {
		case text[i] == '\n' || text[i] == ';':
			return false
		case text[i]|0x20 == 'e' && foldPrefix(text[i:], "env"):
			return true
		}
	}
	return false
}

// mayRead is readsSetting, and true if the text ends too early to say.
func mayRead(text []byte) bool {
	return readsSetting(text) || len(text) < reads+len("env") && bytes.IndexByte(text, '\n') < 0
}

// fallbackOf goes to the default of an expression that reads a setting, and that the
// name is given: password: process.env.X ?? "value".
func (s *scanner) fallbackOf() {
	switch s.c.Sep {
	case Equals, Colon, Define, Arrow:
	default:
		return
	}
	if s.c.Form != Pair || isQuote(s.peek(0)) {
		return
	}
	s.see(s.at + reads + len("env"))
	if !readsSetting(s.rest()) {
		return
	}
	from, depth, open := s.at, 0, 0
	for at := from; at < len(s.text) && at-from < settingLen; at++ {
		s.see(at + 1)
		b := s.text[at]
		switch {
		case b == '\n' || b == ';' || b == ',' && depth == 0:
			return
		case b == '(':
			depth, open = depth+1, at
		case b == ')':
			if depth--; depth < 0 {
				return
			}
		case b == ',':
			s.see(at + 2 + maxBlanks)
			if next := at + 1 + blanks(s.text[at+1:min(len(s.text), at+1+maxBlanks)]); next < len(s.text) && isQuote(s.text[next]) && givesDefault(s.text[from:open]) {
				s.at, s.c.Form = next, Fallback
				s.see(next + 1)
				return
			}
		}
		if at > from && isEndOfSetting(s.text[at-1]) && s.fallbackBehind(at) {
			s.c.Form = Fallback
			return
		}
	}
}

// givesDefault reports whether a call has a default as its next argument, by the name of
// what is called: getenv, os.environ.get, cmp.Or, GetEnv.
func givesDefault(callee []byte) bool {
	callee = callee[bytes.LastIndexAny(callee, " (")+1:]
	for i := range callee {
		if foldPrefix(callee[i:], "env") {
			return true
		}
	}
	return bytes.HasSuffix(callee, []byte(".Or"))
}

// isEndOfSetting reports whether an expression that reads a setting may end with a byte.
func isEndOfSetting(b byte) bool {
	return isLetter(b) || isDigit(b) || b == '_' || b == ')' || b == ']' || b == '}' || b == '"' || b == '\''
}

// fallbackBehind goes to the quote of a default that stands behind an expression:
// ?? "value", ?: "value", // 'value', { "value" }, .unwrap_or("value"), | default "value".
func (s *scanner) fallbackBehind(at int) bool {
	rest := s.text[min(at, len(s.text)):]
	n := blanks(rest[:min(len(rest), maxBlanks)])
	rest = rest[n:min(len(rest), n+fallbackLen)]
	s.see(at + n + fallbackLen)
	skip := 0
	switch {
	case len(rest) < 4:
		return false
	case bytes.HasPrefix(rest, []byte("//")) || bytes.HasPrefix(rest, []byte("??")) || bytes.HasPrefix(rest, []byte("?:")) || bytes.HasPrefix(rest, []byte("||")):
		skip = 2
	case rest[0] == '{' && n > 0:
		skip = 1
	case n > 0 && (foldPrefix(rest, "or ") || foldPrefix(rest, "do ")):
		skip = 3
	case foldPrefix(rest, "| default"):
		skip = len("| default")
		if skip < len(rest) && rest[skip] == '(' {
			skip++
		}
	case rest[0] == '.' || rest[0] == ')' && rest[1] == '.':
		skip = orElse(rest)
	}
	if skip == 0 {
		return false
	}
	skip += blanks(rest[skip:])
	if skip >= len(rest) || !isQuote(rest[skip]) {
		return false
	}
	s.at = at + n + skip
	return true
}

// fallbackLen is how much stands at most between an expression and the quote of its
// default, in bytes.
const fallbackLen = 48

// orElse returns the length of a call that gives a default, up to its argument:
// .orElse(, .unwrap_or(, ).unwrap_or_else(|_| String::from(. It is 0 if there is none.
func orElse(b []byte) int {
	n := bytes.IndexByte(b, '.') + 1
	word := n + wordLen(b[n:])
	if word >= len(b) || b[word] != '(' {
		return 0
	}
	switch string(b[n:word]) {
	case "or", "orElse", "getOrElse", "unwrap_or", "unwrap_or_else", "unwrapOr", "fallback", "or_else":
	default:
		return 0
	}
	n = word + 1
	for _, skip := range [...]string{"|_| ", "() -> ", "() => ", "string::from("} {
		if foldPrefix(b[n:], skip) {
			n += len(skip)
		}
	}
	return n
}

// namesSetting reports whether the name is that of a variable of the environment, or of
// a value of a template: process.env.X, getenv("X"), .Values.X.
func (s *scanner) namesSetting() bool {
	from := max(0, s.c.Name.Start-wordsBehind)
	before := s.text[from:s.c.Name.End]
	before = before[bytes.LastIndexAny(before, "\n=;")+1:]
	for i := range before {
		if foldPrefix(before[i:], "env") || foldPrefix(before[i:], "values.") {
			return true
		}
	}
	return false
}
