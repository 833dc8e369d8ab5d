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
	if digest(value) || encrypted(value) {
		return true
	}
	switch string(bytes.ToLower(value[:min(len(value), 10)])) {
	case "null", "true", "false", "none", "undefined", "string", "self", "this", "void", "bool", "boolean", "bytes",
		"object", "number", "return", "const", "function", "optional", "required", "varchar", "text", "byte[]", "char*":
		return true
	}
	return false
}

// isMode reports whether a pair sets what is done with a secret, and not the
// secret: update_password: on_create, showPassword = never.
func isMode(name, value []byte) bool {
	for _, b := range value {
		if !('a' <= b|0x20 && b|0x20 <= 'z') && b != '_' && b != '-' && b != ' ' {
			return false
		}
	}
	for _, verb := range [...]string{
		"update", "generate", "reset", "change", "show", "hide", "expire", "require", "force", "rotate", "validate", "check", "forgot",
		"use", "enable", "allow", "disable", "need", "ask", "prompt", "verify", "toggle", "remember", "save", "store", "encrypt",
		"decrypt", "send", "display", "invalid", "missing", "wrong", "no",
	} {
		if foldPrefix(name, verb) && len(name) > len(verb) && (name[len(verb)] == '_' || name[len(verb)] == '-' || name[len(verb)] == '.' || 'A' <= name[len(verb)] && name[len(verb)] <= 'Z') {
			return true
		}
	}
	return false
}

// encrypted reports whether a value says that it is encrypted, by a vault, a server or
// a build tool. {xor} of WebSphere is none: anybody can turn it back.
func encrypted(value []byte) bool {
	for _, mark := range [...]string{"{aes", "{3des", "{des", "{cipher}", "{enc}", "enc:", "enc(", "enc[", "[enc:", "vault:v", "$ansible_vault", "age-encryption.org"} {
		if foldPrefix(value, mark) {
			return true
		}
	}
	return false
}

// digest reports whether a value names the hash that it is of: sha256=..., as in the
// lists of files that packages bring.
func digest(value []byte) bool {
	for _, name := range [...]string{"sha1", "sha256", "sha384", "sha512", "md5", "blake2b"} {
		if n := len(name); len(value) > n+1 && foldPrefix(value, name) && (value[n] == '=' || value[n] == ':' || value[n] == '-') {
			return true
		}
	}
	return false
}
