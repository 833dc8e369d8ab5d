package scan

// RandomFingerprint returns the fingerprint that every report gives a secret of this
// rule. It is "" if the secret can be guessed: the fingerprint then depends on the place
// of the secret or on a key.
func RandomFingerprint(rule, secret string) string {
	if guessable(secret) {
		return ""
	}
	return fingerprint(nil, "v1", rule, unixLines(secret))
}

// IsOrdinary reports whether a text is a word that reports show wherever it is, or is so
// short or plain that other text may hold it by chance.
func IsOrdinary(text string) bool {
	return ordinary(text) || guessable(text) && (len(text) < anywhere || isWord(text))
}
