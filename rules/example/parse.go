package example

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const (
	maxRun   = 1 << 16 // characters in one run
	maxText  = 1 << 20 // bytes that a notation may expand to, roughly
	maxDepth = 3       // of {b64:...} inside each other
)

// parse reads the notation.
func parse(notation string) ([]part, error) {
	p := parser{budget: maxText}
	parts, err := p.parts(notation, 0)
	if err != nil {
		return nil, fmt.Errorf("example notation: %w", err)
	}
	return parts, nil
}

type parser struct {
	budget int // bytes that may still be expanded to
}

func (p *parser) parts(s string, depth int) ([]part, error) {
	var parts []part
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			parts = append(parts, text(s[:i]))
			if err := p.spend(i); err != nil {
				return nil, err
			}
			s = s[i:]
			continue
		}
		if s[0] == '}' {
			return nil, errors.New("} without {: write {rb} for a brace")
		}
		n := closing(s)
		if n < 0 {
			return nil, errors.New("{ without }: write {lb} for a brace")
		}
		made, err := p.part(s[1:n], depth)
		if _, ok := made.(checksum); ok {
			parts, err = seal(parts)
		} else {
			parts = append(parts, made)
		}
		if err != nil {
			return nil, fmt.Errorf("{%s}: %w", keyword(s[1:n]), err)
		}
		s = s[n+1:]
	}
	return parts, nil
}

// keyword returns how an error calls a part: the known word that it begins with,
// or "...". Who gets the notation wrong may have written a secret instead.
func keyword(part string) string {
	word, _, _ := strings.Cut(part, ":")
	if _, ok := classes(word); ok || slices.Contains([]string{"b64", "pem", "jwt"}, word) {
		return word + ":..."
	}
	return "..."
}

// seal gives the run that ends parts its checksum.
func seal(parts []part) ([]part, error) {
	if len(parts) > 0 {
		if r, ok := parts[len(parts)-1].(run); ok {
			parts[len(parts)-1] = checksum{of: r}
			return parts, nil
		}
	}
	return nil, errors.New("it needs a random run right before it")
}

// closing returns the index of the brace that closes the one s starts with,
// or -1. Braces inside brackets are plain characters.
func closing(s string) int {
	if strings.HasPrefix(s, "{[") {
		end := classEnd(s[1:])
		if end < 0 {
			return -1
		}
		if n := strings.IndexByte(s[1+end:], '}'); n >= 0 {
			return 1 + end + n
		}
		return -1
	}
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// part makes the part that one pair of braces describes.
func (p *parser) part(s string, depth int) (part, error) {
	if strings.HasPrefix(s, "[") {
		end := classEnd(s)
		if end < 0 {
			return nil, errors.New("the class has no ]")
		}
		chars, err := classChars(s[1:end])
		if err != nil {
			return nil, err
		}
		count, ok := strings.CutPrefix(s[end+1:], ":")
		if !ok {
			return nil, errors.New("a class needs a length")
		}
		return p.run(chars, count)
	}
	name, arg, hasArg := strings.Cut(s, ":")
	if chars, ok := classes(name); ok {
		if !hasArg {
			return nil, errors.New("a class needs a length")
		}
		return p.run(chars, arg)
	}
	switch {
	case name == "b64" && hasArg:
		if depth == maxDepth {
			return nil, errors.New("nested too deeply")
		}
		inner, err := p.parts(arg, depth+1)
		return encoded(inner), err
	case name == "pem" && hasArg:
		k, err := parseKey(arg)
		if err != nil {
			return nil, err
		}
		return k, p.spend(k.bits)
	case strings.Contains(s, "|") && !strings.ContainsAny(s, "{}"):
		return choice(strings.Split(s, "|")), p.spend(len(s))
	case hasArg:
		return nil, errors.New("not known, or known without an argument")
	}
	switch name {
	case "lb":
		return text("{"), p.spend(1)
	case "rb":
		return text("}"), p.spend(1)
	case "uuid":
		return uuid{}, p.spend(36)
	case "jwt":
		return jwt{}, p.spend(256)
	case "crc32":
		return checksum{}, p.spend(6)
	}
	return nil, errors.New("not known; write {lb} and {rb} for braces")
}

// run reads a length or a range of lengths.
func (p *parser) run(chars, count string) (part, error) {
	low, high, isRange := strings.Cut(count, "-")
	if !isRange {
		high = low
	}
	from, err := length(low)
	if err != nil {
		return nil, err
	}
	to, err := length(high)
	if err != nil {
		return nil, err
	}
	if from > to {
		return nil, fmt.Errorf("%d is more than %d", from, to)
	}
	return run{chars: chars, min: from, max: to}, p.spend(to)
}

func length(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > maxRun {
		return 0, fmt.Errorf("the length is not a number from 0 to %d", maxRun)
	}
	return n, nil
}

func (p *parser) spend(n int) error {
	if p.budget -= n; p.budget < 0 {
		return fmt.Errorf("it expands to more than %d bytes", maxText)
	}
	return nil
}
