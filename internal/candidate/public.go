package candidate

import "bytes"

// publicNames are parts of names whose values everybody may know: public keys,
// tokens of pages and requests, keys that web pages carry.
var publicNames = [...]string{
	"public", "pubkey", "pub_key", "pub-key", "clientrequesttoken", "idempotency", "nexttoken", "next_token", "pagetoken", "page_token",
	"continuationtoken", "continuation_token", "csrf", "xsrf", "sitekey", "site_key", "site-key", "publishable", "anon_key", "anonkey",
	"nonce", "fingerprint", "thumbprint", "partitionkey", "sortkey", "foreignkey", "foreign_key", "primary_key", "primarykey", "cachekey", "cache_key",
	"signature", "authenticity_token", "authenticitytoken", "formkey", "form_key", "badge_key", "gpg", "repokey", "keyspace", "token_ttl", "keyring",
	"translationkey", "translation_key", "s3key", "objectkey", "hotkey", "shortcutkey", "keyid", "key_id", "key-id", "tokenid", "token_id",
	"rspauth", "keyref", "unique_key", "uniquekey", "authenticationtag", "authentication_tag", "authtag", "auth_tag", "locktoken", "lock-token",
	"lock_token", "encryptedkey", "encrypted_key", "encryptedmetadatakey", "encrypted_metadata_key", "wrappedkey", "wrapped_key", "enc_mac_key", "reblog_key", "token_guid", "oauth_guid", "yahoo_guid",
}

// imprints are words of names for what was made of a secret, or of a key, and does not
// give it away, whatever else the name says.
var imprints = [...]string{"fingerprint", "thumbprint", "checksum", "credentialid", "credential_id", "sha3-384"}

// IsPublic reports whether the name, the value or the place of a candidate says that
// the value is no secret.
func (c *Candidate) IsPublic(text []byte) bool {
	name := c.Name.Of(text)
	return isPublic(name, c.Value.Of(text)) || c.isSearchKey(text, name) || c.isSaltOfHash(name) || c.isOfPage(text, name) || c.isOfAnswer(text, name)
}

// isPublic reports whether a name or a value says that the value is no secret.
func isPublic(name, value []byte) bool {
	var buf [maxNameSide + maxNameTail]byte
	low := buf[:copy(buf[:], name)]
	for i, b := range low {
		if 'A' <= b && b <= 'Z' {
			low[i] = b | 0x20
		}
	}
	for _, word := range imprints {
		if bytes.Contains(low, []byte(word)) {
			return true
		}
	}
	if isPublicKey(value) || isEncrypted(low) {
		return true
	}
	if holdsSecretWord(low) {
		return false // the passphrase of a public key, the password of a keyring
	}
	if bytes.HasPrefix(low, []byte("licensekey")) && len(value) == 10 && isHex(value) { // that pages send to New Relic; the secret one has 40 digits
		return true
	}
	if isFingerprint(low, value) || isAddress(value) || isGoogleClient(value) || isCheckout(value) || string(low) == "idkey" { // of an invitation to a QQ group
		return true
	}
	for _, p := range publicNames {
		if i := bytes.Index(low, []byte(p)); i >= 0 && (p != "nonce" || !bytes.HasPrefix(low[i+len(p):], []byte("_key"))) { // a NONCE_KEY is a key
			return true
		}
	}
	return isPublicNKey(value)
}

// isEncrypted reports whether a name, in lower case, begins with the word for what is
// encrypted, and says more: encrypted_credential_value. encrypted_password alone is how
// Rails calls the hash of one.
func isEncrypted(name []byte) bool {
	rest, ok := bytes.CutPrefix(name, []byte("encrypted_"))
	return ok && len(rest) > 0
}

// publicKeys are how keys and certificates begin in base64 that everybody may know: the
// ASN.1 of a SubjectPublicKeyInfo, which names the algorithm (RFC 5480, RFC 8017,
// RFC 8410), and the first field of an SSH key (RFC 4253, section 6.6).
var publicKeys = [...]string{
	"MIIBIjANBgkqhkiG9w0BAQEFAAOC", "MIICIjANBgkqhkiG9w0BAQEFAAOC", "MIIBojANBgkqhkiG9w0BAQEFAAOC", "MIGfMA0GCSqGSIb3DQEBAQUAA4GN",
	"MFwwDQYJKoZIhvcNAQEBBQADSwAw", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE", "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE",
	"MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQ", "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE", "MCowBQYDK2VwAyEA", "MCowBQYDK2VuAyEA",
	"AAAAB3NzaC1yc2E", "AAAAB3NzaC1kc3M", "AAAAC3NzaC1lZDI1NTE5", "AAAAE2VjZHNhLXNoYTIt",
}

// isPublicKey reports whether a value is a public key or a certificate, by what it
// begins with.
func isPublicKey(value []byte) bool {
	for _, begin := range publicKeys {
		if len(value) > len(begin) && string(value[:len(begin)]) == begin {
			return true
		}
	}
	// A certificate: two sequences, and then the version 3. See RFC 5280, section 4.1.
	if len(value) > 64 && string(value[:3]) == "MII" && string(value[12:18]) == "AwIBAg" {
		return true
	}
	return isPoint(value)
}

// isPoint reports whether a value is a point of the curve P-256 in base64url, as in the
// public keys of web push: 65 bytes, of which the first is 4. See RFC 8292.
func isPoint(value []byte) bool {
	if n := len(value); n != 87 && (n != 88 || value[87] != '=') || value[0] != 'B' || !('A' <= value[1] && value[1] <= 'P') {
		return false
	}
	for _, b := range value[:87] {
		if !isLetter(b) && !('0' <= b && b <= '9') && b != '-' && b != '_' {
			return false
		}
	}
	return true
}

// isFingerprint reports whether a value is the fingerprint or the id of an OpenPGP key or
// of a certificate: 40 hex digits in upper case, or any hex digits under a name that says
// so, such as the key of a package repository. Spaces may be between them.
func isFingerprint(name, value []byte) bool {
	digits, letters, lower := 0, 0, 0
	for i, b := range value {
		switch {
		case '0' <= b && b <= '9':
			digits++
		case 'A' <= b && b <= 'F':
			letters++
		case 'a' <= b && b <= 'f':
			lower++
		case b == 'x' && i == 1 || b == ' ':
		default:
			return false
		}
	}
	n := digits + letters + lower
	if n == 40 && lower == 0 && letters > 0 && digits > 0 {
		return true
	}
	if n != 8 && n != 9 && n != 16 && n != 17 && n != 32 && n != 40 && n != 41 { // the odd ones with 0x before them
		return false
	}
	for _, word := range [...]string{"recv-key", "recv_key", "apt_key", "apt-key", "aptkey", "upstream_key", "pgp", "signingkey", "default-key", "repo_key", "repository_key"} {
		if bytes.Contains(name, []byte(word)) {
			return true
		}
	}
	return false
}

// isAddress reports whether a value is the address of an account of Ethereum: 20 bytes
// in hex digits. A private key has 32.
func isAddress(value []byte) bool {
	return len(value) == 42 && value[0] == '0' && value[1] == 'x' && isHexFold(value[2:])
}

// isGoogleClient reports whether a value is the id of an OAuth client of Google, which
// is public: https://developers.google.com/identity/protocols/oauth2/native-app.
func isGoogleClient(value []byte) bool {
	project, rest, ok := bytes.Cut(value, []byte("-"))
	return ok && 9 < len(project) && len(project) < 15 && areDigits(project) && len(rest) >= 12 && bytes.ContainsAny(rest, "0123456789") && !bytes.ContainsAny(rest, "-_ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// isCheckout reports whether a value is the token of one payment with PayPal, which holds
// for three hours: https://developer.paypal.com/api/nvp-soap/set-express-checkout-nvp/.
func isCheckout(value []byte) bool {
	rest, ok := bytes.CutPrefix(value, []byte("EC-"))
	if !ok || len(rest) < 15 || len(rest) > 17 {
		return false
	}
	for _, b := range rest {
		if !isCapital(b) && !('0' <= b && b <= '9') {
			return false
		}
	}
	return true
}

// isSaltOfHash reports whether a salt is that of one hash, in data: "salt": "...". In code
// and in settings it is that of all hashes, and secret.
func (c *Candidate) isSaltOfHash(name []byte) bool {
	for _, salt := range [...]string{"salt", "password_salt", "passwordsalt", "hash_salt"} {
		if len(name) == len(salt) && foldPrefix(name, salt) {
			return c.Quoted && (c.Sep == Colon || c.Sep == Comma || c.Sep == Equals)
		}
	}
	return false
}

// isSearchKey reports whether a key is one of Algolia that pages of documentation
// bring, with the name of the index beside it: it can search, and nothing else. See
// https://docsearch.algolia.com/docs/api.
func (c *Candidate) isSearchKey(text, name []byte) bool {
	behind := text[c.Value.End:min(len(text), c.Value.End+searchNear)]
	at := len(name) - len("apikey")
	return at >= 0 && foldPrefix(name[at:], "apikey") && isHex(c.Value.Of(text)) && bytes.Contains(behind, []byte("indexName"))
}

// isOfPage reports whether a token is one that pages bring: of a badge, as in
// badge.svg?token=..., and of the beacon of Cloudflare, data-cf-beacon='{"token": ....
func (c *Candidate) isOfPage(text, name []byte) bool {
	before := text[max(0, c.Name.Start-len(`data-cf-beacon='{&quot;`)):c.Name.Start]
	return bytes.HasSuffix(name, []byte("token")) && (bytes.HasSuffix(before, []byte(".svg?")) || bytes.Contains(before, []byte("cf-beacon")))
}

// isOfAnswer reports whether a token is a member of JSON in a comment of code that began
// shortly before, in /* or behind //: it shows what a server answers, and was copied from
// the documents of its owner. A password there is a setting that somebody switched off.
func (c *Candidate) isOfAnswer(text, name []byte) bool {
	if end := len(name) - len("token"); end < 0 || !foldPrefix(name[end:], "token") || !c.Quoted || c.Sep != Colon || c.Quote != Double {
		return false
	}
	before := text[max(0, c.Name.Start-contextBefore):c.Name.Start]
	line := bytes.TrimLeft(before[bytes.LastIndexByte(before, '\n')+1:], " \t")
	if bytes.HasPrefix(line, []byte("//")) && len(bytes.Trim(line, "/ \t\"{")) == 0 {
		return true
	}
	open := bytes.LastIndex(before, []byte("/*"))
	if open < 0 || bytes.Contains(before[open:], []byte("*/")) {
		return false
	}
	return len(bytes.TrimLeft(before[bytes.LastIndexByte(before[:open], '\n')+1:open], " \t")) == 0
}

// searchNear is how near the name of an index is to its key, in bytes.
const searchNear = 60

func areDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
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
