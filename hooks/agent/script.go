package agent

import (
	"slices"
	"strings"
)

// A simple is a simple command of a shell script.
type simple struct {
	words []string // without their quotes
	from  []string // the files that it reads its input from
	to    []string // the files that its output goes to
	here  []string // input that the script itself holds: here-documents and here-strings
	body  [2]int   // where the last here-document is in the script
}

// A script is read into its commands. It knows of the grammar of sh and bash what a model
// writes every day: quotes, comments, substitutions, subshells, redirections and
// here-documents. It expands no variables.
type script struct {
	text   string
	at     int
	resume int           // where the line goes on that is behind the here-documents of this one; 0 for none
	depth  int           // how many scripts this one is in
	visit  func(*simple) // called for each command; with nil for commands that are too deep to be read
	scope  func(in bool) // called before and after a subshell, whose folder is its own
}

// deepest bounds how many scripts are in each other.
const deepest = 100

// commands reads commands up to a byte outside of quotes, or up to the end.
func (s *script) commands(end byte) {
	if s.depth++; s.depth > deepest {
		s.at = len(s.text)
		s.visit(nil)
	}
	defer func() { s.depth-- }()
	c := new(simple)
	done := func() {
		if len(c.words)+len(c.from)+len(c.to)+len(c.here) > 0 {
			s.visit(c)
		}
		c = new(simple)
	}
	defer func() { done() }()
	for s.at < len(s.text) {
		switch b := s.text[s.at]; {
		case b == end && end != 0:
			s.at++
			return
		case b == ' ' || b == '\t' || b == '\r':
			s.at++
		case b == '\\' && s.next(1) == '\n':
			s.at += 2
		case b == '#':
			s.to('\n')
		case b == '\n':
			done()
			s.newline()
		case b == '&' && s.next(1) == '>': // the outputs go to the same file
			s.at++
		case strings.IndexByte(";|&)", b) >= 0:
			done()
			s.at++
		case b == '(' && s.next(1) == '(' && strings.Contains(s.text[s.at:], "))"):
			s.at += strings.Index(s.text[s.at:], "))") + 2
		case b == '(':
			done()
			s.at++
			s.subshell()
		case b == '<' || b == '>':
			s.redirection(c)
		default:
			begin := s.at
			w := s.word()
			raw := s.text[begin:s.at]
			if n := s.next(0); (n == '<' || n == '>') && strings.Trim(raw, "0123456789") == "" {
				continue // the number of a file
			}
			if w == "" && !strings.ContainsAny(raw, `'"`) {
				continue // a substitution that says nothing plain
			}
			c.words = append(c.words, w)
		}
	}
}

// next returns a byte that is ahead, 0 behind the end.
func (s *script) next(n int) byte {
	if s.at+n >= len(s.text) {
		return 0
	}
	return s.text[s.at+n]
}

// to goes to the next byte of a value, or to the end.
func (s *script) to(b byte) {
	if i := strings.IndexByte(s.text[s.at:], b); i >= 0 {
		s.at += i
	} else {
		s.at = len(s.text)
	}
}

// newline goes to the next line of commands.
func (s *script) newline() {
	s.at = max(s.at+1, s.resume)
	s.resume = 0
}

func (s *script) subshell() {
	s.scope(true)
	s.commands(')')
	s.scope(false)
}

// redirection reads what begins with < or >.
func (s *script) redirection(c *simple) {
	input := s.text[s.at] == '<'
	rest := s.text[s.at:]
	switch {
	case s.next(1) == '(': // the output of a command as a file
		s.at += 2
		s.subshell()
	case strings.HasPrefix(rest, "<<<"):
		s.at += 3
		c.here = append(c.here, s.operand())
	case strings.HasPrefix(rest, "<<"):
		s.at += 2
		dash := s.next(0) == '-'
		if dash {
			s.at++
		}
		begin := s.at
		end := s.operand()
		raw := s.text[begin:s.at]
		s.hereDocument(c, end, dash, strings.ContainsAny(raw, `'"\`))
	default:
		s.at++
		for strings.IndexByte(">|", s.next(0)) >= 0 && s.at < len(s.text) {
			s.at++
		}
		if s.next(0) == '&' { // another name of an open file
			s.at++
			s.operand()
			return
		}
		if file := s.operand(); file == "" {
		} else if input {
			c.from = append(c.from, file)
		} else {
			c.to = append(c.to, file)
		}
	}
}

// operand reads the word behind an operator.
func (s *script) operand() string {
	for b := s.next(0); b == ' ' || b == '\t'; b = s.next(0) {
		s.at++
	}
	return s.word()
}

// hereDocument reads the lines up to one that is end, from the next line on.
func (s *script) hereDocument(c *simple, end string, dash, literal bool) {
	if end == "" && !literal {
		return
	}
	from := s.resume
	if from == 0 {
		i := strings.IndexByte(s.text[s.at:], '\n')
		if i < 0 {
			return
		}
		from = s.at + i + 1
	}
	at, next := from, from
	for at < len(s.text) {
		line, _, _ := strings.Cut(s.text[at:], "\n")
		next = min(at+len(line)+1, len(s.text))
		if dash {
			line = strings.TrimLeft(line, "\t")
		}
		if strings.TrimSuffix(line, "\r") == end {
			break
		}
		at = next
	}
	s.resume = next
	body := s.text[from:at]
	c.here, c.body = append(c.here, body), [2]int{from, at}
	if !literal {
		inner := script{text: body, depth: s.depth, visit: s.visit, scope: s.scope}
		var b strings.Builder
		inner.quoted(&b, 0)
	}
}

// word reads a word and returns it without its quotes.
func (s *script) word() string {
	var w strings.Builder
	begin := s.at
	for s.at < len(s.text) {
		switch b := s.text[s.at]; {
		case strings.IndexByte(" \t\r\n;|&()<>", b) >= 0:
			if s.at == begin {
				return ""
			}
			return w.String()
		case b == '\\':
			if n := s.next(1); n != '\n' && n != 0 {
				w.WriteByte(n)
			}
			s.at += 2
		case b == '\'':
			s.at++
			from := s.at
			s.to('\'')
			w.WriteString(s.text[from:s.at])
			s.at++
		case b == '"':
			s.at++
			s.quoted(&w, '"')
		case b == '$' && (s.next(1) == '\'' || s.next(1) == '"'):
			s.at++
		case b == '$' || b == '`':
			s.substitution(&w)
		default:
			w.WriteByte(b)
			s.at++
		}
		s.at = min(s.at, len(s.text))
	}
	return w.String()
}

// quoted reads a text in which only substitutions count, up to a byte, or up to the end.
func (s *script) quoted(w *strings.Builder, end byte) {
	for s.at < len(s.text) {
		switch b := s.text[s.at]; {
		case b == end && end != 0:
			s.at++
			return
		case b == '\\':
			n := s.next(1)
			if strings.IndexByte("$`\"\\\n", n) < 0 || n == 0 {
				w.WriteByte(b)
			}
			if n != '\n' && n != 0 {
				w.WriteByte(n)
			}
			s.at = min(s.at+2, len(s.text))
		case b == '$' || b == '`':
			s.substitution(w)
		default:
			w.WriteByte(b)
			s.at++
		}
	}
}

// substitution reads what begins with $ or `. It writes what takes its place as far as
// that is plain: the words of echo, and the name of the folder.
func (s *script) substitution(w *strings.Builder) {
	rest := s.text[s.at:]
	switch {
	case rest[0] == '`':
		s.at++
		from := s.at
		for s.at < len(s.text) && s.text[s.at] != '`' {
			if s.text[s.at] == '\\' {
				s.at++
			}
			s.at++
		}
		s.at = min(s.at, len(s.text))
		text := strings.ReplaceAll(s.text[from:s.at], "\\`", "`")
		s.at = min(s.at+1, len(s.text))
		inner := script{text: text, depth: s.depth, visit: s.visit, scope: s.scope}
		w.WriteString(inner.said(0))
	case strings.HasPrefix(rest, "$((") && strings.Contains(rest, "))"):
		s.at += strings.Index(rest, "))") + 2
	case strings.HasPrefix(rest, "$("):
		s.at += 2
		w.WriteString(s.said(')'))
	case strings.HasPrefix(rest, "${"):
		w.WriteString("${")
		s.at += 2
		s.quoted(w, '}')
		w.WriteByte('}')
	default:
		w.WriteByte('$')
		s.at++
	}
}

// said reads the commands of a substitution, and returns what they say as far as it is
// plain.
func (s *script) said(end byte) string {
	visit := s.visit
	defer func() { s.visit = visit }()
	n, plain := 0, ""
	s.visit = func(c *simple) {
		n++
		switch {
		case c == nil:
		case len(c.words) > 1 && c.words[0] == "echo":
			plain = strings.Join(c.words[1:], " ")
		case slices.Equal(c.words, []string{"pwd"}):
			plain = "$PWD"
		}
		visit(c)
	}
	s.scope(true)
	s.commands(end)
	s.scope(false)
	if n != 1 {
		return ""
	}
	return plain
}
