package model

import (
	_ "embed"
	"strings"
)

// The tables are made by benchmarks/fit/words.py from the names and the prose of public
// source code.
var (
	//go:embed words.txt
	wordList string

	//go:embed trigrams.bin
	trigrams string
)

// wordsOf[n] are the common words of n letters, sorted, one behind another.
var wordsOf = func() (groups [17]string) {
	for group := range strings.Lines(wordList) {
		group = strings.TrimSuffix(group, "\n")
		// The groups are in the order of their lengths, from 3 letters on.
		for n := 3; n < len(groups); n++ {
			if groups[n] == "" {
				groups[n] = group
				break
			}
		}
	}
	return groups
}()

// isWord reports whether a word in lower case is a common one.
func isWord(word []byte) bool {
	n := len(word)
	if n < 3 || n >= len(wordsOf) {
		return false
	}
	list := wordsOf[n]
	from, to := 0, len(list)/n
	for from < to {
		mid := (from + to) / 2
		switch w := list[mid*n : mid*n+n]; {
		case w == string(word):
			return true
		case w < string(word):
			from = mid + 1
		default:
			to = mid
		}
	}
	return false
}

// surprise returns how unlike a word some letters are, in bits for each letter.
// The letters are in lower case.
func surprise(word []byte) float32 {
	sum, a, b := 0, 0, 0
	for i := 0; i <= len(word); i++ {
		c := 0
		if i < len(word) {
			if c = int(word[i]) - 'a' + 1; c < 1 || c > 26 {
				c = 0
			}
		}
		if i > 0 {
			sum += int(trigrams[(a*27+b)*27+c])
		}
		a, b = b, c
	}
	return float32(sum) / 16 / float32(max(1, len(word)))
}

// A wordSplitter splits text into the words of names: userName, user_name,
// HTTPServer.
type wordSplitter struct {
	text     []byte
	from, to int
}

// next finds the next word, of ASCII letters.
func (s *wordSplitter) next() bool {
	i := s.to
	for i < len(s.text) && !isLetter(s.text[i]) {
		i++
	}
	if i == len(s.text) {
		return false
	}
	s.from = i
	upper := 0
	for i < len(s.text) && isUpper(s.text[i]) {
		i++
		upper++
	}
	if upper > 1 {
		if i < len(s.text) && isLower(s.text[i]) {
			i-- // HTTPServer: the last belongs to the next word
		}
		s.to = i
		return true
	}
	for i < len(s.text) && isLower(s.text[i]) {
		i++
	}
	s.to = i
	return true
}

func isUpper(b byte) bool  { return 'A' <= b && b <= 'Z' }
func isLower(b byte) bool  { return 'a' <= b && b <= 'z' }
func isDigit(b byte) bool  { return '0' <= b && b <= '9' }
func isLetter(b byte) bool { return isUpper(b) || isLower(b) }
