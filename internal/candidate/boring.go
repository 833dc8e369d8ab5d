package candidate

import "bytes"

// boring reports whether a value is no text that could be a secret: a word of the
// language, a number of few digits, or nothing but signs. It is here so that the
// many such values cost no more than a look.
func boring(value []byte) bool {
	letters, digits := 0, 0
	for _, b := range value {
		switch {
		case 'a' <= b|0x20 && b|0x20 <= 'z':
			letters++
		case '0' <= b && b <= '9':
			digits++
		}
	}
	if letters+digits < 2 || letters == 0 && len(value) < 6 && digits < 4 {
		return true
	}
	switch string(bytes.ToLower(value[:min(len(value), 10)])) {
	case "null", "true", "false", "none", "undefined", "string", "self", "this", "void", "bool", "boolean", "bytes",
		"object", "number", "return", "const", "function", "optional", "required", "varchar", "text", "byte[]", "char*":
		return true
	}
	return false
}
