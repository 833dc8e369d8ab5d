package baseline

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Parse reads the text of a baseline. Its errors call it name, and have the number of
// the line. They do not quote the line.
func Parse(name string, text []byte) (*File, error) {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return nil, fmt.Errorf("%s is in UTF-16, as the > of PowerShell writes it: save it in UTF-8", name)
	}
	p := parser{file: &File{}}
	n := 0
	for line := range strings.SplitSeq(strings.TrimPrefix(string(text), "\ufeff"), "\n") {
		n++
		if err := p.line(strings.TrimRight(line, " \t\r")); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n, err)
		}
	}
	p.file.Entries = tidy(p.file.Entries)
	return p.file, nil
}

type parser struct{ file *File }

// line reads one line.
func (p *parser) line(line string) error {
	first, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || line == Header || line == legend:
		return nil
	case line[0] == '#':
		p.file.Comments = append(p.file.Comments, line)
		return nil
	case first == "version":
		return p.version(rest)
	case first == "key":
		return p.key(rest)
	case isFingerprint(first):
		e, err := parseEntry(first, rest)
		p.file.Entries = append(p.file.Entries, e)
		return err
	case strings.HasPrefix(line, "<<<<<<<") || strings.HasPrefix(line, "=======") || strings.HasPrefix(line, ">>>>>>>") || strings.HasPrefix(line, "|||||||"):
		return errors.New("a merge has stopped here with a conflict: keep the lines of both sides, and delete the lines that mark the conflict")
	}
	return fmt.Errorf("a line begins with a fingerprint (%d digits of 0-9 and a-f), with version, key or #: mend or delete it", fingerprintLen)
}

func (p *parser) version(text string) error {
	v, err := strconv.Atoi(text)
	switch {
	case err != nil || v < 1:
		return fmt.Errorf("the version of the format is not a number: write version %d", version)
	case v > version:
		return fmt.Errorf("the format has version %d, and this sluice reads version %d: update sluice", v, version)
	}
	return nil
}

func (p *parser) key(text string) error {
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != KeyLen {
		return fmt.Errorf("a key has %d digits of 0-9 and a-f: take it from the version of this file that was committed last", 2*KeyLen)
	}
	if p.file.Key != nil && string(p.file.Key) != string(key) {
		return errors.New("there is another key above: keep one of the two, and run `sluice baseline update`")
	}
	p.file.Key = key
	return nil
}

// parseEntry reads what follows the fingerprint.
func parseEntry(fingerprint, rest string) (Entry, error) {
	e := Entry{Fingerprint: fingerprint}
	for _, part := range []struct {
		name string
		to   *string
	}{{"rule", &e.Rule}, {"state", (*string)(&e.State)}, {"path", &e.Path}} {
		var err error
		if *part.to, rest, err = nextWord(rest); err != nil {
			return e, fmt.Errorf("%w (as the %s): the line is FINGERPRINT RULE STATE PATH, and maybe until=DATE and # NOTE", err, part.name)
		}
	}
	if text, ok := strings.CutPrefix(rest, "until="); ok {
		e.Until, rest, _ = strings.Cut(text, " ")
		if e.Until == "" {
			return e, errors.New("until= has no date: write it like until=2026-12-31")
		}
		rest = strings.TrimLeft(rest, " ")
	}
	if text, ok := strings.CutPrefix(rest, "#"); ok {
		e.Note, rest = strings.TrimLeft(text, " "), ""
		if strings.HasPrefix(e.Note, `"`) {
			text, err := strconv.Unquote(e.Note)
			if err != nil {
				return e, errors.New("the quotes of the note do not match: end it with a quote, or begin it without one")
			}
			e.Note = text
		}
	}
	if rest != "" {
		return e, errors.New("there is more behind the path than until=DATE and # NOTE: mend the line, quote a path that has spaces, or update sluice")
	}
	return e, e.Check()
}

var (
	errNoWord = errors.New("a word is missing")
	errQuotes = errors.New("the quotes do not match")
)

// nextWord cuts the first word off a line. A word that begins with a quote is quoted as
// in Go.
func nextWord(s string) (word, rest string, err error) {
	s = strings.TrimLeft(s, " ")
	if !strings.HasPrefix(s, `"`) {
		word, rest, _ = strings.Cut(s, " ")
		if word == "" || word[0] == '#' {
			return "", "", errNoWord
		}
		return word, strings.TrimLeft(rest, " "), nil
	}
	quoted, err := strconv.QuotedPrefix(s)
	if err != nil {
		return "", "", errQuotes
	}
	rest = s[len(quoted):]
	if rest != "" && rest[0] != ' ' {
		return "", "", errQuotes
	}
	word, err = strconv.Unquote(quoted)
	return word, strings.TrimLeft(rest, " "), err
}
