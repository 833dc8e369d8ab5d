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
	if digest(value) || encrypted(value) || isFileName(value) || isNumber(value) || IsText(value) || isPrefix(value) || bytes.HasPrefix(value, []byte("{{")) && bytes.LastIndex(value, []byte("}}")) < 0 {
		return true
	}
	if len(value) > len("undefined") {
		return isTerm(value)
	}
	var low [len("undefined")]byte
	for i := range value {
		low[i] = value[i]
		if isCapital(low[i]) {
			low[i] |= 0x20
		}
	}
	switch string(low[:len(value)]) {
	case "null", "true", "false", "none", "undefined", "string", "self", "this", "void", "bool", "boolean", "bytes",
		"object", "number", "return", "const", "function", "optional", "required", "varchar", "text", "byte[]", "char*":
		return true
	}
	return isTerm(value)
}

// IsText reports whether a value is no secret by its form alone: words in another
// alphabet, written as \u5BC6\u7801 in the translations of a program, or a regex that
// passwords are checked against.
func IsText(value []byte) bool {
	if areEscapes(value) {
		return true
	}
	expr := bytes.Trim(value, "/")
	return len(expr) > 2 && expr[0] == '^' && expr[len(expr)-1] == '$' && bytes.ContainsAny(expr, "[(.")
}

// areEscapes reports whether most of a value is escapes of letters beyond ASCII, of which
// it has two or more.
func areEscapes(value []byte) bool {
	const length = len(`\u5bc6`)
	n := 0
	for i := 0; i+length <= len(value); i++ {
		e := value[i : i+length]
		if e[0] == '\\' && e[1] == 'u' && isHexFold(e[2:]) && !(e[2] == '0' && e[3] == '0' && e[4] < '8') {
			n++
			i += length - 1
		}
	}
	return n > 1 && 2*n*length >= len(value)
}

// isPrefix reports whether a value is what the tokens of a service begin with, and no
// more: "whsec_".
func isPrefix(value []byte) bool {
	const longest = 12
	if n := len(value); n > longest || value[n-1] != '_' {
		return false
	}
	for _, b := range value {
		if !isLetter(b) && b != '_' {
			return false
		}
	}
	return true
}

// terms are types of programming languages and of databases, and names of algorithms.
// They stand under names of secrets in declarations and in settings of a method.
var terms = [...]string{
	"float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "nvarchar(", "varchar(", "varbinary(",
	"nvarchar2(", "varchar2(", "char(", "binary(", "md5_crypt", "sha256_crypt", "sha512_crypt", "sha512-crypt", "sha256-crypt", "sha1", "sha256", "sha384",
	"sha512", "ssha256", "ssha512", "mschapv2", "mschap", "ed25519", "ed448", "x25519", "ecdsa", "secp256k1", "prime256v1", "hs256", "hs384", "hs512", "rs256",
	"rs384", "rs512", "es256", "es384", "es512", "ps256", "ps384", "ps512", "bcrypt", "scrypt", "argon2", "argon2i", "argon2id",
	"pbkdf2", "aes128", "aes256", "aes-128", "aes-256", "aes-128-cbc", "aes-256-cbc", "aes-128-gcm", "aes-256-gcm", "a128gcm",
	"a256gcm", "rsa2048", "rsa4096", "hmac-md5", "hmac-sha1", "hmac-sha256", "hmac-sha512", "hmacsha256", "base64", "base32",
}

// termsBy are the terms by the low bits of their first letters.
var termsBy = func() (by [32][]string) {
	for _, t := range terms {
		by[t[0]&31] = append(by[t[0]&31], t)
	}
	return by
}()

// isTerm reports whether a value is one of terms, or a type of a database with its
// length.
func isTerm(value []byte) bool {
	for _, t := range termsBy[value[0]&31] {
		if foldPrefix(value, t) && (len(value) == len(t) || t[len(t)-1] == '(') {
			return true
		}
	}
	return false
}

// isNumber reports whether a value is a number in hex of 32 bits at most, as in the
// tables of resources of Android, a colour, or the number of a page at Google Analytics.
func isNumber(value []byte) bool {
	if (len(value) == len("#bf9261") || len(value) == len("#bf9261ff")) && value[0] == '#' && isHexFold(value[1:]) {
		return true
	}
	if len(value) <= len("0x7f0100ab") && value[0] == '0' && value[1]|0x20 == 'x' {
		return true
	}
	rest, ok := bytes.CutPrefix(value, []byte("UA-"))
	return ok && len(bytes.Trim(rest, "0123456789-")) == 0
}

// isHexFold reports whether b is hex digits, in either case.
func isHexFold(b []byte) bool {
	for _, c := range b {
		if !('0' <= c && c <= '9') && !('a' <= c|0x20 && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}

// isFileName reports whether a value is the name of a file that keeps keys or settings.
func isFileName(value []byte) bool {
	dot := bytes.LastIndexByte(value, '.')
	if dot < 1 || len(value)-dot > 11 {
		return false
	}
	switch string(value[dot+1:]) {
	case "jks", "pem", "p12", "pfx", "crt", "cer", "csr", "keystore", "truststore", "key", "pub", "json", "yml", "yaml", "xml", "txt", "properties", "conf", "ini", "env":
	default:
		return false
	}
	for _, b := range value {
		if !isNameByte(b) && b != '/' && b != '\\' && b != ':' {
			return false
		}
	}
	return true
}

// verbs are how names begin that say what is done with a secret.
var verbs = [...]string{
	"update", "generate", "reset", "change", "show", "hide", "expire", "require", "force", "rotate", "validate", "check", "forgot",
	"use", "enable", "allow", "disable", "need", "ask", "prompt", "verify", "toggle", "remember", "save", "store", "encrypt",
	"decrypt", "send", "display", "invalid", "missing", "wrong", "no",
}

// isMode reports whether a pair sets what is done with a secret, and not the
// secret: update_password: on_create, showPassword = never.
func isMode(name, value []byte) bool {
	if isAbout(name) {
		return true
	}
	for _, b := range value {
		if !('a' <= b|0x20 && b|0x20 <= 'z') && b != '_' && b != '-' && b != ' ' {
			return false
		}
	}
	for i := range verbs {
		verb := verbs[i]
		if foldPrefix(name, verb) && len(name) > len(verb) && (name[len(verb)] == '_' || name[len(verb)] == '-' || name[len(verb)] == '.' || 'A' <= name[len(verb)] && name[len(verb)] <= 'Z') {
			return true
		}
	}
	return false
}

// marks are how encrypted values begin.
var marks = [...]string{"{aes", "{3des", "{des", "{cipher}", "{enc}", "enc:", "enc(", "enc[", "[enc:", "vault:v", "$ansible_vault", "age-encryption.org"}

// encrypted reports whether a value says that it is encrypted, by a vault, a server or
// a build tool. {xor} of WebSphere is none: anybody can turn it back.
func encrypted(value []byte) bool {
	for i := range marks {
		mark := marks[i]
		if foldPrefix(value, mark) {
			return true
		}
	}
	return false
}

// abouts are the last words of names whose values are about a secret.
var abouts = [...]string{"path", "alias", "mode", "scheme", "ref", "algorithm", "algo"}

// isAbout reports whether the last word of a name says that its value is where a secret
// is, or how it is made: ssh_private_key_path, KEY_ALIAS, passwordScheme.
func isAbout(name []byte) bool {
	for i := range abouts {
		word := abouts[i]
		at := len(name) - len(word)
		if at > 0 && foldPrefix(name[at:], word) && (name[at-1] == '_' || name[at-1] == '-' || name[at-1] == '.' || isCapital(name[at]) && !isCapital(name[at-1])) {
			return true
		}
	}
	return false
}

func isCapital(b byte) bool { return 'A' <= b && b <= 'Z' }

// digests are the names of hashes.
var digests = [...]string{"sha1", "sha256", "sha384", "sha512", "md5", "blake2b"}

// digest reports whether a value names the hash that it is of: sha256=..., as in the
// lists of files that packages bring.
func digest(value []byte) bool {
	for i := range digests {
		name := digests[i]
		if n := len(name); len(value) > n+1 && foldPrefix(value, name) && (value[n] == '=' || value[n] == ':' || value[n] == '-') {
			return true
		}
	}
	return false
}
