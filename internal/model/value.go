package model

import (
	"bytes"
	"math"
)

// judged is how many bytes of a value are looked at.
const judged = 200

// value adds the features of the value by itself.
func (x *Vector) value(v []byte) {
	x[valueLen] = float32(len(v))
	first, last := v[0], v[len(v)-1]
	x.is(valueEndsEqual, last == '=')
	v = v[:min(len(v), judged)]
	bits, distinct := entropy(v)
	x[valueEntropy] = float32(bits)
	x[valueRelEntropy] = float32(bits / math.Log2(float64(len(v)+1)))
	x[valueDistinct] = float32(distinct) / float32(len(v))
	x[valueFirst], x[valueLast] = kind(first), kind(last)
	x.bytes(v)
	x.shape(v)
	x.words(v)
}

// kind is the class of a byte.
func kind(b byte) float32 {
	switch {
	case isLower(b):
		return 0
	case isUpper(b):
		return 1
	case isDigit(b):
		return 2
	case b >= 0x80:
		return 4
	}
	return 3
}

// bytes counts the bytes of the value by their kinds.
func (x *Vector) bytes(v []byte) {
	var digits, upper, lower, other, changes, digitRun, letterRun, sameRun, row, vowels float32
	var runDigits, runLetters, runSame, runRow float32
	hex, base64 := true, true
	for i, b := range v {
		isD, isL := isDigit(b), isLetter(b)
		runDigits, runLetters = (runDigits+1)*bit(isD), (runLetters+1)*bit(isL)
		digitRun, letterRun = max(digitRun, runDigits), max(letterRun, runLetters)
		if i > 0 {
			if kind(b) != kind(v[i-1]) {
				changes++
			}
			runSame, runRow = (runSame+1)*bit(b == v[i-1]), (runRow+1)*bit(b == v[i-1]+1)
			sameRun, row = max(sameRun, runSame), max(row, runRow)
		}
		switch {
		case isD:
			digits++
		case isUpper(b):
			upper++
		case isLower(b):
			lower++
		default:
			other++
			if f := signs[b]; f > 0 {
				x[f]++
			}
			if b >= 0x80 {
				x[valueNonASCII]++
			}
		}
		switch b | 0x20 {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			vowels++
		}
		hex = hex && (isD || 'a' <= b|0x20 && b|0x20 <= 'f')
		base64 = base64 && (isD || isL || b == '+' || b == '/' || b == '=' || b == '-' || b == '_')
	}
	n := float32(len(v))
	x[valueDigits], x[valueUpper], x[valueLower], x[valueOther] = digits, upper, lower, other
	x[valueDigitShare], x[valueUpperShare], x[valueOtherShare] = digits/n, upper/n, other/n
	x[valueChanges] = changes / n
	x[valueDigitRun], x[valueLetterRun], x[valueSameRun], x[valueRow] = digitRun, letterRun, sameRun, row
	x[valueVowels] = vowels / max(1, upper+lower)
	x.is(valueHex, hex && (upper == 0 || lower == 0))
	x.is(valueBase64, base64)
}

func bit(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

var signs = [256]feature{
	' ': valueSpaces, '.': valueDots, '/': valueSlashes, '_': valueUnderscores, '-': valueDashes, '$': valueDollar,
	'{': valueCurly, '}': valueCurly, '(': valueRound, ')': valueRound, '[': valueSquare, ']': valueSquare,
	'<': valueAngle, '>': valueAngle, '%': valuePercent, ':': valueColon, '=': valueEqual, ',': valueComma,
	'@': valueAt, '#': valueHash, '\\': valueBackslash, '*': valueStar, '!': valueBang, ';': valueSemicolon,
	'&': valueAmpersand, '+': valuePlus,
}

// shape adds what the value has the form of.
func (x *Vector) shape(v []byte) {
	x.is(valueUUID, isUUID(v))
	x.is(valueURL, bytes.Contains(v, []byte("://")))
	x.is(valuePath, v[0] == '/' || v[0] == '~' || bytes.HasPrefix(v, []byte("./")) || bytes.HasPrefix(v, []byte("../")) || len(v) > 2 && v[1] == ':' && v[2] == '\\')
	dot := bytes.LastIndexByte(v, '.')
	x.is(valueFileName, dot > 0 && len(v)-dot >= 3 && len(v)-dot <= 6 && allLower(v[dot+1:]))
	x.is(valueDotted, segments(v, '.'))
	x.is(valueSnake, segments(v, '_'))
	x.is(valueKebab, segments(v, '-'))
	x.is(valueConstant, x[valueUpper] > 0 && x[valueLower] == 0 && x[valueUnderscores] > 0 && x[valueOther] == x[valueUnderscores])
	x.is(valueCamel, x[valueUpper] > 0 && x[valueOther] == 0 && isLower(v[0]) && x[valueChanges]*float32(len(v)) == 2*x[valueUpper])
	open := bytes.IndexByte(v, '(')
	x.is(valueCall, open > 0 && isIdentifier(v[:open]))
	x.is(valueTemplate, isTemplate(v))
	x.is(valueCrypt, len(v) > 8 && v[0] == '$' && (v[2] == '$' || v[3] == '$'))
	x.is(valueEncrypted, bytes.HasPrefix(v, []byte("{cipher}")) || bytes.HasPrefix(v, []byte("ENC")) || bytes.HasPrefix(v, []byte("AQ")) || v[0] == '{' && v[len(v)-1] == '}')
	at := bytes.IndexByte(v, '@')
	x.is(valueEmail, at > 0 && bytes.IndexByte(v[at:], '.') > 1)
	x.is(valueDate, len(v) >= 8 && isDigit(v[0]) && isDigit(v[3]) && (v[4] == '-' || v[4] == '/'))
	letters := 0
	for letters < len(v) && isLetter(v[letters]) {
		letters++
	}
	digits := letters
	for digits < len(v) && (isDigit(v[digits]) || digits == len(v)-1) {
		digits++
	}
	x.is(valueWordDigits, letters >= 3 && digits == len(v) && digits > letters)
}

func isUUID(v []byte) bool {
	if len(v) != 36 || v[8] != '-' || v[13] != '-' || v[18] != '-' || v[23] != '-' {
		return false
	}
	for i, b := range v {
		if b != '-' && !isDigit(b) && (b|0x20 < 'a' || b|0x20 > 'f') || b == '-' && i != 8 && i != 13 && i != 18 && i != 23 {
			return false
		}
	}
	return true
}

func allLower(v []byte) bool {
	for _, b := range v {
		if !isLower(b) {
			return false
		}
	}
	return true
}

func isIdentifier(v []byte) bool {
	for _, b := range v {
		if !isLetter(b) && !isDigit(b) && b != '_' && b != '.' && b != ':' && b != '$' && b != '-' && b != '>' {
			return false
		}
	}
	return true
}

// segments reports whether a value is two words or more, of letters and few
// digits, with a separator between them.
func segments(v []byte, sep byte) bool {
	n, letters := 0, 0
	for _, b := range v {
		switch {
		case b == sep:
			if letters == 0 {
				return false
			}
			n, letters = n+1, 0
		case isLetter(b):
			letters++
		case isDigit(b):
		default:
			return false
		}
	}
	return n > 0 && letters > 0
}

func isTemplate(v []byte) bool {
	n := len(v)
	switch {
	case v[0] == '<' && v[n-1] == '>', v[0] == '%' && v[n-1] == '%', v[0] == '$' && isIdentifier(v[1:]) && !isDigit(v[1]), v[0] == '[' && v[n-1] == ']':
		return true
	}
	if !bytes.ContainsAny(v, "{(<%") { // one of them is in each mark
		return false
	}
	for _, mark := range [...]string{"${", "{{", "#{", "$(", "<%", "%(", "@{", "%s", "{0}", "{}", "%v"} {
		if bytes.Contains(v, []byte(mark)) {
			return true
		}
	}
	return false
}

// longValue is how long a value is, in bytes, of which a few letters in a row say nothing.
const longValue = 16

// words adds how much the value is made of words.
func (x *Vector) words(v []byte) {
	var buf [64]byte
	words, longest, known, knownLongest, letters := 0, 0, 0, 0, 0
	var sum, least, most float32 = 0, 9, 0
	allKnown := true
	for w := (wordSplitter{text: v}); w.next(); {
		n := w.to - w.from
		words++
		longest = max(longest, n)
		if n < 3 {
			allKnown = allKnown && n == 1
			continue
		}
		word := lower64(&buf, v[w.from:w.to])
		s := surprise(word)
		sum, letters = sum+s*float32(n), letters+n
		least, most = min(least, s), max(most, s)
		if isWord(word) {
			known += n
			knownLongest = max(knownLongest, n)
		} else {
			allKnown = false
		}
	}
	x[valueWords], x[valueLongestWord] = float32(words), float32(longest)
	if len(v) >= longValue && 2*letters < len(v) && x[valueUpper] > 0 && x[valueLower] > 0 && x[valueOther] == 0 {
		letters, known, knownLongest = 0, 0, 0 // a word of three letters or two, by chance
	}
	if letters > 0 {
		x[valueSurprise], x[valueLeastSurprise], x[valueMostSurprise] = sum/float32(letters), least, most
	} else {
		x[valueSurprise], x[valueLeastSurprise], x[valueMostSurprise] = 9, 9, 9
	}
	x[valueKnownShare], x[valueKnownLongest] = float32(known)/float32(len(v)), float32(knownLongest)
	x.is(valueAllKnown, words > 0 && allKnown)
	var low [judged]byte
	lowered := low[:copy(low[:], v)]
	for i, b := range lowered {
		if isUpper(b) {
			lowered[i] = b | 0x20
		}
	}
	x.is(valueSampleWord, sampleBy.anyIn(lowered, sampleWords[:]))
	x.is(valueSecretWord, secretBy.anyIn(lowered, secretWords[:]))
}
