package gitleaks

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/plain"
)

// Print writes an entry for people, as gitleaks -v does, with an empty line behind it.
// What was found cannot act on a terminal.
//
// With color, the secret is shown within its line, and without it within the match alone.
func Print(w io.Writer, e *Entry, color bool) error {
	door := plain.NewWriter(w)
	if color {
		door = door.Colored()
	}
	var b strings.Builder
	field := func(name, value string) { fmt.Fprintf(&b, "%-12s %s\n", name+":", value) }
	match, secret := shown(e.Match), shown(e.Secret)
	if color {
		match, secret = inLine(e), painted(short(e.Secret), secretColor)
	}
	field("Finding", match)
	field("Secret", secret)
	field("RuleID", plain.Text(e.RuleID))
	field("Entropy", fmt.Sprintf("%f", e.Entropy))
	if e.File != "" || e.Commit != "" {
		printOrigin(field, e)
	}
	b.WriteByte('\n')
	if _, err := io.WriteString(door, b.String()); err != nil {
		return err
	}
	return door.Flush()
}

// printOrigin prints where the secret is, and who brought it there. What comes from
// standard input has neither.
func printOrigin(field func(name, value string), e *Entry) {
	if len(e.Tags) > 0 {
		field("Tags", plain.Text(fmt.Sprint(e.Tags)))
	}
	field("File", plain.Text(e.File))
	field("Line", fmt.Sprint(e.StartLine))
	if e.Commit != "" {
		field("Commit", plain.Text(e.Commit))
		field("Author", plain.Text(e.Author))
		field("Email", plain.Text(e.Email))
		field("Date", plain.Text(e.Date))
	}
	field("Fingerprint", plain.Text(e.Fingerprint))
	if e.Link != "" {
		field("Link", plain.Text(e.Link))
	}
}

const (
	matchColor  = "\x1b[38;5;221m"     // yellow
	secretColor = "\x1b[1;3;38;5;202m" // orange, bold and italic
	noColor     = "\x1b[0m"

	maxShown  = 100 // bytes of a secret
	maxBeside = 20  // bytes of the line on each side of a match
)

// inLine shows the match in its line, and the secret in the match, in colours. A match
// that is no part of the line, or a secret that is no part of the match, stands alone.
func inLine(e *Entry) string {
	before, after, _ := strings.Cut(e.Line, e.Match)
	if e.Match == "" || !strings.Contains(e.Line, e.Match) {
		before, after = "", ""
	}
	before, after = strings.TrimLeft(before, " \t\r\n"), strings.TrimRight(after, " \t\r\n")
	if n := len(before) - maxBeside; n > 0 {
		before = "..." + before[runeStart(before, n, 1):]
	}
	if len(after) > maxBeside {
		after = after[:runeStart(after, maxBeside, -1)] + "..."
	}
	head, tail, ok := strings.Cut(e.Match, e.Secret)
	if !ok || e.Secret == "" {
		return shown(before) + shown(e.Match) + shown(after)
	}
	return shown(before) + painted(head, matchColor) + painted(short(e.Secret), secretColor) + painted(tail, matchColor) + shown(after)
}

// runeStart returns the first index of a rune from i on, in steps of step.
func runeStart(s string, i, step int) int {
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i += step
	}
	return i
}

func short(secret string) string {
	if len(secret) > maxShown {
		return secret[:runeStart(secret, maxShown, -1)] + "..."
	}
	return secret
}

// painted shows each line of a text in a colour.
func painted(s, color string) string {
	lines := strings.Split(shown(s), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = color + line + noColor
		}
	}
	return strings.Join(lines, "\n")
}

// shown is a text as a terminal may show it, with its line ends and tabs.
func shown(s string) string {
	var b strings.Builder
	for s != "" {
		end := strings.IndexAny(s, "\n\t")
		if end < 0 {
			end = len(s)
		}
		b.WriteString(plain.Text(s[:end]))
		if end < len(s) {
			b.WriteByte(s[end])
			end++
		}
		s = s[end:]
	}
	return b.String()
}
