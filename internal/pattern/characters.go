package pattern

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRanges is the length, in bytes, of the longest class of characters that is spelled in
// bytes. A longer one, such as \p{L}, stands for all characters beyond ASCII.
const maxRanges = 256

// Characters rewrites a regex over characters, as Go's regexp reads it, to one over the bytes
// of their UTF-8: [:：] becomes (?:[:]|\xef\xbc\x9a), and (?i)ü matches Ü. It returns a regex as it
// is if it does not parse or names no character beyond ASCII.
//
// What takes any character, such as . and [^a], goes on taking a byte: to count characters
// there would cost every rule the fast matchers. Nor does k stand for the Kelvin sign under (?i),
// or s for the long s.
func Characters(expr string) string {
	if !strings.ContainsFunc(expr, func(r rune) bool { return r >= utf8.RuneSelf }) &&
		!strings.Contains(expr, `\p`) && !strings.Contains(expr, `\P`) && !strings.Contains(expr, `\x{`) {
		return expr
	}
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return expr
	}
	return inBytes(re)
}

// inBytes writes a part of a regex as one over bytes.
func inBytes(re *syntax.Regexp) string {
	one := func() string { return "(?:" + inBytes(re.Sub[0]) + ")" }
	repeat := func(times string) string {
		if re.Flags&syntax.NonGreedy != 0 {
			times += "?"
		}
		return one() + times
	}
	switch re.Op {
	case syntax.OpLiteral:
		var b strings.Builder
		for _, r := range re.Rune {
			b.WriteString(runeInBytes(r, re.Flags&syntax.FoldCase != 0))
		}
		return b.String()
	case syntax.OpCharClass:
		return classInBytes(re.Rune)
	case syntax.OpCapture:
		if re.Name != "" {
			return "(?P<" + re.Name + ">" + inBytes(re.Sub[0]) + ")"
		}
		return "(" + inBytes(re.Sub[0]) + ")"
	case syntax.OpStar:
		return repeat("*")
	case syntax.OpPlus:
		return repeat("+")
	case syntax.OpQuest:
		return repeat("?")
	case syntax.OpRepeat:
		if re.Max < 0 {
			return repeat(fmt.Sprintf("{%d,}", re.Min))
		}
		return repeat(fmt.Sprintf("{%d,%d}", re.Min, re.Max))
	case syntax.OpConcat:
		var b strings.Builder
		for _, sub := range re.Sub {
			if sub.Op == syntax.OpAlternate {
				b.WriteString("(?:" + inBytes(sub) + ")")
			} else {
				b.WriteString(inBytes(sub))
			}
		}
		return b.String()
	case syntax.OpAlternate:
		alternatives := make([]string, len(re.Sub))
		for i, sub := range re.Sub {
			alternatives[i] = inBytes(sub)
		}
		return strings.Join(alternatives, "|")
	}
	return re.String() // it takes no character, or any
}

// runeInBytes writes a character in all cases that it stands for.
func runeInBytes(r rune, fold bool) string {
	if !fold {
		return bytesOf(r)
	}
	folds := []rune{r, r}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		if f < utf8.RuneSelf || r >= utf8.RuneSelf { // not the Kelvin sign for k
			folds = append(folds, f, f)
		}
	}
	if len(folds) == 2 {
		return bytesOf(r)
	}
	return classInBytes(folds)
}

// bytesOf writes the bytes of a character.
func bytesOf(r rune) string {
	if r < utf8.RuneSelf {
		return fmt.Sprintf(`\x%02x`, r)
	}
	var b strings.Builder
	for _, c := range utf8.AppendRune(nil, r) {
		fmt.Fprintf(&b, `\x%02x`, c)
	}
	return b.String()
}

// classInBytes writes a class of characters, given as pairs of the first and the last.
func classInBytes(pairs []rune) string {
	var ascii, beyond strings.Builder
	any := false // all characters beyond ASCII, but for a few
	for i := 0; i+1 < len(pairs); i += 2 {
		lo, hi := pairs[i], pairs[i+1]
		if lo < utf8.RuneSelf {
			fmt.Fprintf(&ascii, `\x%02x-\x%02x`, lo, min(hi, utf8.RuneSelf-1))
		}
		if lo = max(lo, utf8.RuneSelf); lo > hi || lo == hi && (lo == '\u017f' || lo == '\u212a') { // folds of s and k
			continue
		}
		any = any || hi == unicode.MaxRune
		if beyond.Len() <= maxRanges {
			writeRange(lo, hi, &beyond)
		}
	}
	switch {
	case any:
		return "[" + ascii.String() + `\x80-\xff]`
	case beyond.Len() == 0:
		if ascii.Len() == 0 {
			return `[^\x00-\xff]`
		}
		return "[" + ascii.String() + "]"
	}
	other := beyond.String()
	if len(other) > maxRanges {
		other = `|[\xc2-\xf4][\x80-\xbf]{1,3}`
	}
	if ascii.Len() == 0 {
		return "(?:" + other[1:] + ")"
	}
	return "(?:[" + ascii.String() + "]" + other + ")"
}

// writeRange writes the characters from lo to hi, all beyond ASCII, as alternatives of bytes,
// each behind a |. It is the method of RE2: a range is cut where the number of bytes
// changes, and where a byte before the last would not be the same or go through all.
func writeRange(lo, hi rune, b *strings.Builder) {
	if lo > hi {
		return
	}
	for _, last := range []rune{0x7ff, 0xffff} {
		if lo <= last && last < hi {
			writeRange(lo, last, b)
			writeRange(last+1, hi, b)
			return
		}
	}
	for i := 1; i < 4; i++ {
		m := rune(1)<<(6*i) - 1
		if lo&^m == hi&^m {
			continue
		}
		if lo&m != 0 {
			writeRange(lo, lo|m, b)
			writeRange((lo|m)+1, hi, b)
			return
		}
		if hi&m != m {
			writeRange(lo, hi&^m-1, b)
			writeRange(hi&^m, hi, b)
			return
		}
	}
	from, to := utf8.AppendRune(nil, lo), utf8.AppendRune(nil, hi)
	b.WriteByte('|')
	for i := range from {
		if from[i] == to[i] {
			fmt.Fprintf(b, `\x%02x`, from[i])
		} else {
			fmt.Fprintf(b, `[\x%02x-\x%02x]`, from[i], to[i])
		}
	}
}
