package engine

import "bytes"

// Images, fonts and archives are often embedded in text as base64: one run of
// thousands of letters, digits, "+" and "/". In a megabyte of that, the prefix of
// some token follows a "+" or a "/", which a regex takes for the boundary of a
// word, and the rest of the run passes for the token. A token that was issued
// begins where its run begins. So a match whose secret begins in the middle of a
// long run is no secret.
const (
	// encodedRun is how many characters of base64 there are around a secret, at
	// least, for it to be in the middle of data. No path and no name is that long.
	encodedRun = 256

	// encodedLine is how long a line is, at least, to continue the run of the line
	// beside it. Base64 is wrapped into lines of 60 to 76 characters.
	encodedLine = 56
)

// inDigest reports whether the run that begins at an offset is a checksum: files with
// many of them name their kind, as h1:... in go.sum and sha512-... in the lock files of
// JavaScript do. What is in such a run is no token, however short the run is.
func (s *surroundings) inDigest(start int) bool {
	if bytes.HasSuffix(s.data[max(0, start-len("h1:")):start], []byte("h1:")) {
		return true
	}
	for _, kind := range [...]string{"sha1-", "sha256-", "sha384-", "sha512-"} {
		if bytes.HasPrefix(s.data[start:], []byte(kind)) {
			return true
		}
	}
	return false
}

// Encoded is what Match.Allowed says of a match in the middle of base64 data.
const Encoded = "inside base64 data"

// encoded reports whether a secret is in a checksum, or begins in the middle of a long
// run of base64 characters, on one line or wrapped.
func (s *surroundings) encoded(m *Match) bool {
	before := s.runBefore(m.SecretStart)
	if s.inDigest(m.SecretStart - before) {
		return true
	}
	if before == 0 {
		return false
	}
	behind := s.runBehind(m.SecretEnd)
	n := before + behind
	if n >= encodedRun {
		return true
	}
	for at := m.SecretStart - before; n < encodedRun; {
		end := s.skipBreakBefore(at)
		line := s.runBefore(end)
		if end == at || line < encodedLine {
			break
		}
		n, at = n+line, end-line
	}
	for at := m.SecretEnd + behind; n < encodedRun; {
		start := s.skipBreakBehind(at)
		line := s.runBehind(start)
		if start == at || line < encodedLine {
			break
		}
		n, at = n+line, start+line
	}
	return n >= encodedRun
}

// runBefore returns how many base64 characters end at an offset, at most
// encodedRun. The letter of an escape sequence such as \n is none.
func (s *surroundings) runBefore(at int) int {
	n := 0
	for n < encodedRun && n < at && isBase64(s.data[at-n-1]) {
		n++
	}
	if n > 0 && n < at && s.data[at-n-1] == '\\' {
		n--
	}
	return n
}

// runBehind returns how many base64 characters begin at an offset, at most encodedRun.
func (s *surroundings) runBehind(at int) int {
	n := 0
	for n < encodedRun && at+n < len(s.data) && isBase64(s.data[at+n]) {
		n++
	}
	return n
}

// breakLen is the most bytes of a line break with the indentation, the quotes and
// the escape sequence around it.
const breakLen = 32

// skipBreakBefore returns where the line break ends that is before an offset, or
// the offset if there is none.
func (s *surroundings) skipBreakBefore(at int) int {
	seen := false
	for i := at; i > 0 && at-i < breakLen; i-- {
		b := s.data[i-1]
		seen = seen || b == '\n'
		if !isBreak(b) {
			if seen {
				return i
			}
			break
		}
	}
	return at
}

// skipBreakBehind returns where the line break ends that is behind an offset, or
// the offset if there is none.
func (s *surroundings) skipBreakBehind(at int) int {
	seen := false
	for i := at; i < len(s.data) && i-at < breakLen; i++ {
		b := s.data[i]
		seen = seen || b == '\n'
		if !isBreak(b) {
			if seen {
				return i
			}
			break
		}
	}
	return at
}

// isBreak reports whether b can be a part of the break between two lines of base64.
func isBreak(b byte) bool { return isSpace(b) || b == '"' || b == '\'' || b == ',' || b == '\\' }

// isBase64 reports whether b is a character of base64, in either alphabet.
func isBase64(b byte) bool { return isWord(b) || b == '+' || b == '/' }
