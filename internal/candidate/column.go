package candidate

// isSecretColumn reports whether a column of a table holds secrets by its name:
// user_password, "API Key". password_hint and password_changed hold none.
func isSecretColumn(name []byte) bool {
	var buf [48]byte
	low := folded(buf[:0], name)
	return endsAs(low, passwordColumns[:]) || endsAs(low, keyColumns[:]) || string(low) == "token" || string(low) == "secret"
}

// isPasswordColumn is isSecretColumn for passwords alone.
func isPasswordColumn(name []byte) bool {
	var buf [48]byte
	return endsAs(folded(buf[:0], name), passwordColumns[:])
}

var (
	passwordColumns = [...]string{
		"password", "passwd", "passwort", "passwordplain", "plainpassword", "passphrase", "pwd", "kennwort", "senha", "contrasena", "contraseña", "motdepasse",
		"wachtwoord", "haslo", "hasło", "пароль", "userpass", "dbpass", "=pass", "=pw", "=psk",
	}
	keyColumns = [...]string{
		"secretkey", "apikey", "apitoken", "apisecret", "clientsecret", "appsecret", "accesstoken", "accesskey", "authtoken", "privatekey", "=authkey", "=usersecret",
	}
)

// endsAs reports whether a folded name ends as one of some words, or is the word if
// that has = before it.
func endsAs(low []byte, words []string) bool {
	for _, word := range words {
		if word[0] == '=' {
			if string(low) == word[1:] {
				return true
			}
		} else if n := len(low) - len(word); n >= 0 && string(low[n:]) == word {
			return !hasVerb(low[:n])
		}
	}
	return false
}

// hasVerb reports whether what stands before the word for a password says that the
// column is about passwords and does not hold one: reset_password, has_password.
func hasVerb(low []byte) bool {
	for _, verb := range [...]string{"is", "has", "reset", "change", "force", "allow", "require", "forgot", "must", "no", "show", "hashed", "encrypted"} {
		if string(low) == verb {
			return true
		}
	}
	return false
}

// folded appends a name in lower case, without what separates its words. A long name
// loses its beginning.
func folded(buf, name []byte) []byte {
	if len(name) > cap(buf) {
		name = name[len(name)-cap(buf):]
	}
	for _, b := range name {
		switch {
		case 'A' <= b && b <= 'Z':
			buf = append(buf, b|0x20)
		case b >= 0x80 || 'a' <= b && b <= 'z' || '0' <= b && b <= '9':
			buf = append(buf, b)
		}
	}
	return buf
}

// isCell reports whether a value of a column of secrets can be one. Hashes of passwords
// are none: there are rules for them.
func isCell(name, value []byte) bool {
	if len(value) < MinValue || len(value) > MaxValue || boring(value) || isPasswordColumn(name) && isHash(value) {
		return false
	}
	digits := 0
	for _, b := range value {
		switch {
		case b <= ' ' || b == 0x7f:
			return false
		case '0' <= b && b <= '9':
			digits++
		}
	}
	// A plain word is a password, if a bad one, and no key.
	return isPasswordColumn(name) || digits > 0 && len(value) >= 8
}

// isHash reports whether a value is a hash of a password: hex of the length of a
// digest, or in the notation of crypt(3), of MySQL, of LDAP or of a web framework.
func isHash(value []byte) bool {
	switch len(value) {
	case 32, 40, 48, 56, 64, 96, 128:
		if isHexFold(value) {
			return true
		}
	case 41:
		if value[0] == '*' && isHexFold(value[1:]) {
			return true
		}
	}
	if value[0] == '$' && len(value) > 20 || len(value) > 34 && foldPrefix(value, "0x") && isHexFold(value[2:]) || len(value) > 30 && value[0] == '{' {
		return true
	}
	for _, name := range [...]string{"pbkdf2", "bcrypt", "argon2", "scrypt", "sha1$", "md5$", "md5:", "scram-sha-"} {
		if foldPrefix(value, name) {
			return true
		}
	}
	return len(value) == 35 && foldPrefix(value, "md5") && isHexFold(value[3:]) // of PostgreSQL
}
