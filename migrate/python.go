package migrate

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"
)

// fromPython returns a regex of Python's re as one of RE2. The two agree but for a few
// things: (?x), in which white space says nothing, has no counterpart in RE2 and is undone here,
// and what looks around or refers back cannot be said. The error says what that is.
//
// https://docs.python.org/3/library/re.html#regular-expression-syntax
func fromPython(expr string) (string, error) {
	if flags, rest, ok := leadingFlags(expr); ok && strings.Contains(flags, "x") {
		expr = withoutSpace(rest)
		if others := strings.Map(dropFlags("x"), flags); others != "" {
			expr = "(?" + others + ")" + expr
		}
	}
	expr = strings.ReplaceAll(expr, `\Z`, `\z`)
	return fromGo(expr)
}

// fromGo checks a regex of Go.
func fromGo(expr string) (string, error) {
	_, err := syntax.Parse(expr, syntax.Perl)
	if err == nil {
		return expr, nil
	}
	var bad *syntax.Error
	if !errors.As(err, &bad) {
		return "", err
	}
	if bad.Code == syntax.ErrInvalidPerlOp || bad.Code == syntax.ErrMissingRepeatArgument {
		for _, around := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
			if strings.Contains(expr, around) {
				return "", fmt.Errorf("the regex looks around with %s, which RE2 does not have", around)
			}
		}
	}
	return "", fmt.Errorf("it is no regex of RE2: %s", bad.Code)
}

// leadingFlags cuts flags such as (?ix) off the beginning of a regex.
func leadingFlags(expr string) (flags, rest string, ok bool) {
	inner, found := strings.CutPrefix(strings.TrimLeft(expr, " \t\r\n"), "(?")
	if !found {
		return "", expr, false
	}
	flags, rest, found = strings.Cut(inner, ")")
	if !found || flags == "" || strings.Trim(flags, "aiLmsux") != "" {
		return "", expr, false
	}
	return strings.Map(dropFlags("aLu"), flags), rest, true
}

func dropFlags(drop string) func(rune) rune {
	return func(r rune) rune {
		if strings.ContainsRune(drop, r) {
			return -1
		}
		return r
	}
}

// withoutSpace takes white space and comments out of a regex with the flag x.
func withoutSpace(expr string) string {
	var b strings.Builder
	inClass := false
	for i := 0; i < len(expr); i++ {
		c := expr[i]
		switch {
		case c == '\\' && i+1 < len(expr):
			b.WriteString(expr[i : i+2])
			i++
			continue
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case inClass:
		case strings.IndexByte(" \t\r\n\f\v", c) >= 0:
			continue
		case c == '#':
			end := strings.IndexByte(expr[i:], '\n')
			if end < 0 {
				return b.String()
			}
			i += end
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
