package candidate

import "bytes"

// publicNames are parts of names whose values everybody may know: public keys,
// tokens of pages and requests, keys that web pages carry.
var publicNames = [...]string{
	"public", "pubkey", "pub_key", "pub-key", "clientrequesttoken", "idempotency", "nexttoken", "next_token", "pagetoken", "page_token",
	"continuationtoken", "continuation_token", "csrf", "xsrf", "sitekey", "site_key", "site-key", "publishable", "anon_key", "anonkey",
	"nonce", "fingerprint", "thumbprint", "partitionkey", "sortkey", "foreignkey", "foreign_key", "primary_key", "primarykey", "cachekey", "cache_key",
	"signature", "authenticity_token", "authenticitytoken", "formkey", "form_key", "badge_key", "gpg", "repokey", "keyspace", "token_ttl", "keyring",
	"translationkey", "s3key", "objectkey", "hotkey", "shortcutkey", "keyid", "key_id", "key-id", "tokenid", "token_id",
}

// IsPublic reports whether a name or a value says that the value is no secret.
func IsPublic(name, value []byte) bool {
	var buf [2 * maxNameSide]byte
	low := buf[:copy(buf[:], name)]
	for i, b := range low {
		if 'A' <= b && b <= 'Z' {
			low[i] = b | 0x20
		}
	}
	if holdsSecretWord(low) {
		return false // the passphrase of a public key, the password of a keyring
	}
	for _, p := range publicNames {
		if i := bytes.Index(low, []byte(p)); i >= 0 && (p != "nonce" || !bytes.HasPrefix(low[i+len(p):], []byte("_key"))) { // a NONCE_KEY is a key
			return true
		}
	}
	return isPublicNKey(value)
}

// holdsSecretWord reports whether a name, in lower case, has a word for what nobody
// publishes.
func holdsSecretWord(name []byte) bool {
	for _, word := range [...]string{"pass", "pwd", "psw", "secret", "salt", "priv", "cred"} {
		if bytes.Contains(name, []byte(word)) {
			return true
		}
	}
	return bytes.HasSuffix(name, []byte("pw"))
}

// isPublicNKey reports whether a value is a public key of NATS: 56 characters of
// base32, of which the first says whose key it is. A seed, which is secret, begins
// with S. See https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth.
func isPublicNKey(value []byte) bool {
	if len(value) != 56 || bytes.IndexByte([]byte("UAONCX"), value[0]) < 0 {
		return false
	}
	for _, b := range value {
		if !('A' <= b && b <= 'Z' || '2' <= b && b <= '7') {
			return false
		}
	}
	return true
}
