package decode

import (
	"bytes"
	"crypto/sha256"
	"math"
	"math/big"
	"unicode/utf8"
)

// Some encodings read bytes as digits of a number in a base that is no power of two: groups of
// them, as base85 does, or all of them as one number.

const (
	capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	smalls   = "abcdefghijklmnopqrstuvwxyz"
	decimals = "0123456789"
)

// alphabets are those of a kind. The first is decoded in which a word is text.
var alphabets = map[Kinds][]alphabet{
	Base32Hex: {newAlphabet(decimals + capitals[:22]), newAlphabet(decimals + smalls[:22])},
	Base36:    {newAlphabet(decimals + smalls), newAlphabet(decimals + capitals)},
	Base58:    {newAlphabet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")},
	Base62:    {newAlphabet(decimals + capitals + smalls), newAlphabet(decimals + smalls + capitals), newAlphabet(capitals + smalls + decimals)},
	Base85: {
		newAlphabet("!\"#$%&'()*+,-./" + decimals + ":;<=>?@" + capitals + "[\\]^_`abcdefghijklmnopqrstu"),
	},
}

// An alphabet is the values of the characters, and how many there are.
type alphabet struct {
	values [256]byte
	size   uint64
}

func newAlphabet(letters string) alphabet {
	return alphabet{values(letters), uint64(len(letters))}
}

// prefix returns how many of the first characters of a word are of the alphabet.
func (a *alphabet) prefix(word []byte) int {
	for i, b := range word {
		if a.values[b] == noValue {
			return i
		}
	}
	return len(word)
}

// longestNumber is how many characters a word has, at most, that is one number.
const longestNumber = 128

// rareBytes returns the bytes that a word encodes in the alphabet of a kind in which they begin as text,
// or are compressed. ok is false if there is none.
func rareBytes(kind Kinds, word []byte) (text Text, ok bool) {
	for i := range alphabets[kind] {
		isASCII85 := kind == Base85
		if text, ok = alphabets[kind][i].decode(kind, word, isASCII85); isASCII85 && bytes.IndexByte(word, '\\') >= 0 && !(ok && isClear(text.Data)) {
			text, ok = alphabets[kind][i].decodeLiteral(kind, word)
		}
		if ok && begins(text.Data[:min(len(text.Data), headLen)]) {
			text.layers = kind.Names()
			text.At = append(text.At, int32(len(word)))
			return text, true
		}
	}
	return Text{}, false
}

// decodeLiteral is decode for the content of a literal, in which a backslash and a quote have a backslash before them.
func (a *alphabet) decodeLiteral(kind Kinds, word []byte) (text Text, ok bool) {
	var plain []byte
	var places []int32
	for i := 0; i < len(word); i++ {
		if word[i] == '\\' && i+1 < len(word) {
			i++
		}
		plain, places = append(plain, word[i]), append(places, int32(i))
	}
	text, ok = a.decode(kind, plain, true)
	for i := range text.At {
		text.At[i] = places[text.At[i]]
	}
	return text, ok
}

// mayBeClear reports whether the first three bytes are characters of a text, which a word encodes in the alphabet of a
// kind. It excludes most words.
func mayBeClear(kind Kinds, word []byte) bool {
	for i := range alphabets[kind] {
		a := &alphabets[kind][i]
		if a.prefix(word[:shortestWord]) < shortestWord {
			continue
		}
		var head [leastHead / 2]byte
		if kind == Base58 {
			return a.values[word[0]] == 0 || a.lead(head[:3], word) // perhaps the version of an address
		}
		return a.head(head[:], word)
	}
	return false
}

// head fills dst with the first bytes that a word of base32 encodes, as far as they are characters, and reports whether all are.
func (a *alphabet) head(dst, word []byte) bool {
	acc, have, n := uint(0), 0, 0
	for i := 0; n < len(dst); i++ {
		if acc, have = acc<<5|uint(a.values[word[i]]), have+5; have >= 8 {
			have -= 8
			if dst[n] = byte(acc >> have); dst[n] >= utf8.RuneSelf || !printable(dst[n]) {
				return false
			}
			n++
		}
	}
	return true
}

// lead is head for a word that is one number.
func (a *alphabet) lead(dst, word []byte) bool {
	first := 0.0
	for _, b := range word[:shortestWord] {
		first = first*float64(a.size) + float64(a.values[b])
	}
	size := (math.Log2(first) + float64(len(word)-shortestWord)*math.Log2(float64(a.size))) / 8
	lead := uint32(math.Exp2((size - math.Floor(size) + 2) * 8))
	for i := range dst {
		if dst[i] = byte(lead >> (16 - 8*i)); dst[i] >= utf8.RuneSelf || !printable(dst[i]) {
			return false
		}
	}
	return true
}

// decode returns the bytes that a word encodes. There are leastHead at least.
func (a *alphabet) decode(kind Kinds, word []byte, zeros bool) (text Text, ok bool) {
	switch kind {
	case Base32Hex:
		text, ok = a.bits(word)
	case Base85:
		text, ok = a.groups(word, zeros)
	default:
		text, ok = a.number(word)
	}
	return text, ok && len(text.Data) >= leastHead
}

// bits is decode for base32.
func (a *alphabet) bits(word []byte) (text Text, ok bool) {
	acc, have := uint(0), 0
	for i, b := range word {
		v := a.values[b]
		if v == noValue {
			return text, false
		}
		if acc, have = acc<<5|uint(v), have+5; have >= 8 {
			have -= 8
			text.add(byte(acc>>have), i)
		}
	}
	return text, true
}

// groups is decode for groups of five characters, which encode four bytes. The last may have fewer. A "z" may be
// four zeros.
func (a *alphabet) groups(word []byte, zeros bool) (text Text, ok bool) {
	const chars, size = 5, 4
	group, n, at := uint64(0), 0, 0
	end := func() bool {
		for range chars - n {
			group = group*a.size + a.size - 1
		}
		if n < 2 || group >= 1<<(8*size) {
			return false
		}
		for i := range size - (chars - n) {
			text.add(byte(group>>(8*(size-1-i))), at)
		}
		n, group = 0, 0
		return true
	}
	for i, b := range word {
		if zeros && n == 0 && b == 'z' {
			for range size {
				text.add(0, i)
			}
			continue
		}
		v := a.values[b]
		if v == noValue {
			if b == '\n' || b == '\r' {
				continue
			}
			return text, false
		}
		if n == 0 {
			at = i
		}
		group = group*a.size + uint64(v)
		if n++; n == chars && !end() {
			return text, false
		}
	}
	return text, n == 0 || end()
}

// number is decode for a word that is one number. Zeros before it are bytes of zero. A version
// before the text and a check behind it, as addresses have them, are left out.
func (a *alphabet) number(word []byte) (text Text, ok bool) {
	if len(word) > longestNumber {
		return text, false
	}
	const digits = decimals + smalls + capitals // of package big
	translated := make([]byte, len(word))
	for i, b := range word {
		v := a.values[b]
		if v == noValue {
			return text, false
		}
		translated[i] = digits[v]
	}
	n, ok := new(big.Int).SetString(string(translated), int(a.size))
	if !ok {
		return text, false
	}
	data := n.Bytes()
	zeros := 0
	for zeros < len(word) && a.values[word[zeros]] == 0 {
		zeros++
	}
	data = append(make([]byte, zeros), data...)
	if body := len(data) - checkLen; a.size == 58 && body > 1 {
		once := sha256.Sum256(data[:body])
		if twice := sha256.Sum256(once[:]); string(twice[:checkLen]) == string(data[body:]) {
			data = data[1:body]
		}
	}
	for i, b := range data {
		text.add(b, i*len(word)/len(data))
	}
	return text, true
}

// checkLen is how many bytes a check has.
const checkLen = 4

// isClear reports whether all of some bytes is text, most of it ASCII.
func isClear(data []byte) bool {
	others := 0
	for _, b := range data {
		if b >= utf8.RuneSelf {
			others++
		} else if !printable(b) || b == 0x1b {
			return false
		}
	}
	return others*8 <= len(data) && utf8.Valid(data)
}
