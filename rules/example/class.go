package example

import (
	"errors"
	"fmt"
	"slices"
)

const (
	digits  = "0123456789"
	lowers  = "abcdefghijklmnopqrstuvwxyz"
	uppers  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	base62  = digits + uppers + lowers // in the order that GitHub counts in
	letters = uppers + lowers
)

// classes returns the characters of a named class.
func classes(name string) (string, bool) {
	switch name {
	case "base62":
		return base62, true
	case "base64":
		return base62 + "+/", true
	case "base64url":
		return base62 + "-_", true
	case "base32": // RFC 4648, section 6
		return uppers + "234567", true
	case "hex":
		return digits + "abcdef", true
	case "HEX":
		return digits + "ABCDEF", true
	case "alnum":
		return digits + lowers, true
	case "ALNUM":
		return digits + uppers, true
	case "alpha":
		return letters, true
	case "lower":
		return lowers, true
	case "upper":
		return uppers, true
	case "digit":
		return digits, true
	case "word":
		return base62 + "_", true
	}
	return "", false
}

// classEnd returns the index of the ] that ends the class s starts with, or -1.
func classEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ']':
			return i
		}
	}
	return -1
}

// classChars lists the characters of a class written as in a regex: single
// ones, ranges, and \ before one that is taken as it is.
func classChars(s string) (string, error) {
	var chars []byte
	for i := 0; i < len(s); i++ {
		from, escaped := s[i], s[i] == '\\'
		if escaped {
			i++
			from = s[i] // classEnd never ends a class on a backslash
		}
		if i+2 < len(s) && s[i+1] == '-' {
			to := s[i+2]
			if to == '\\' || to < from {
				return "", fmt.Errorf("%s is not a range", s[i:i+3])
			}
			for c := int(from); c <= int(to); c++ {
				chars = append(chars, byte(c))
			}
			i += 2
			continue
		}
		chars = append(chars, from)
	}
	if len(chars) == 0 {
		return "", errors.New("an empty class")
	}
	slices.Sort(chars)
	return string(slices.Compact(chars)), nil
}
