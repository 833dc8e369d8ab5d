package context

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A shape is what a token without a marker looks like.
type shape struct {
	regex   string  // matches the token and nothing else
	example string  // in the notation of package example; "" when unknown
	short   string  // an example that is one character too short; "" when there is none
	entropy float64 // what a random token of this shape all but surely has, in bits per byte
	digits  int     // and how many digits
	words   bool    // names of functions, files and types may look like it
}

// parseShape reads "hex:32", "base62:20-40", "base64:86==", "uuid" or
// "regex:...". Class names are those of package example.
func parseShape(s string) (shape, error) {
	name, arg, _ := strings.Cut(s, ":")
	switch name {
	case "regex":
		return shape{regex: arg, words: fitsName(arg)}, nil
	case "uuid":
		const hex = "[0-9A-Fa-f]"
		return shape{
			regex:   hex + "{8}-" + hex + "{4}-" + hex + "{4}-" + hex + "{4}-" + hex + "{12}",
			example: "{uuid}",
			short:   "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:11}",
			entropy: 2.5,
		}, nil
	}
	class, ok := shapeClasses()[name]
	if !ok {
		return shape{}, errors.New("shape: its class is not known; see package rules/example")
	}
	count := strings.TrimRight(arg, "=")
	padding := arg[len(count):]
	low, high, isRange := strings.Cut(count, "-")
	if !isRange {
		high = low
	}
	from, err := strconv.Atoi(low)
	to, err2 := strconv.Atoi(high)
	if err != nil || err2 != nil || from < 4 || to < from || to > maxShape {
		return shape{}, fmt.Errorf("shape: the length is a number or a range, from 4 to %d", maxShape)
	}
	repeat := fmt.Sprintf("{%d}", from)
	if isRange {
		repeat = fmt.Sprintf("{%d,%d}", from, to)
	}
	return shape{
		regex:   class.regex + repeat + padding,
		example: fmt.Sprintf("{%s:%s}%s", name, count, padding),
		short:   fmt.Sprintf("{%s:%d}%s", name, from-1, padding),
		entropy: leastEntropy(class.size, from),
		digits:  leastDigits(class, from),
		words:   class.words,
	}, nil
}

// fitsName reports whether a name in code, of any length, looks like a value. What does
// not compile is reported when the rule is compiled.
func fitsName(value string) bool {
	re, err := regexp.Compile("^(?:" + value + ")$")
	if err != nil {
		return false
	}
	const words = "read the next item from cache of all open rows and keep what is left for the last call "
	for _, style := range []string{"", "_", "-"} {
		name := strings.ReplaceAll(strings.Repeat(words, 3), " ", style)
		for n := 4; n < len(name); n++ {
			if re.MatchString(name[:n]) {
				return true
			}
		}
	}
	return false
}

const maxShape = 256 // characters of a token known by context alone

type shapeClass struct {
	regex  string
	size   int // characters in it
	digits int // digits in it
	words  bool
}

func shapeClasses() map[string]shapeClass {
	return map[string]shapeClass{
		"base62":    {"[0-9A-Za-z]", 62, 10, true},
		"base64":    {"[0-9A-Za-z+/]", 64, 10, true},
		"base64url": {"[0-9A-Za-z_-]", 64, 10, true},
		"base32":    {"[A-Z2-7]", 32, 6, false},
		"hex":       {"[0-9a-f]", 16, 10, false},
		"HEX":       {"[0-9A-F]", 16, 10, false},
		"alnum":     {"[0-9a-z]", 36, 10, true},
		"ALNUM":     {"[0-9A-Z]", 36, 10, false},
		"alpha":     {"[A-Za-z]", 52, 0, true},
		"lower":     {"[a-z]", 26, 0, true},
		"upper":     {"[A-Z]", 26, 0, false},
		"digit":     {"[0-9]", 10, 10, false},
		"word":      {"[0-9A-Za-z_]", 63, 10, true},
	}
}

// leastEntropy is a bound that fewer than one in a thousand random tokens of
// n characters miss, found by drawing: a share of the most that n characters
// can have, smaller for short ones, whose entropy varies more.
func leastEntropy(classSize, n int) float64 {
	share := 0.65
	if n < 16 {
		share = 0.45
	}
	most := math.Log2(float64(min(classSize, n)))
	return math.Round(share*most*10) / 10
}

// leastDigits is 1 where a random token without a digit is rarer than one in
// a hundred: identifiers and words, the usual false finds, have none.
func leastDigits(c shapeClass, n int) int {
	without := math.Pow(1-float64(c.digits)/float64(c.size), float64(n))
	if without < 0.01 {
		return 1
	}
	return 0
}
