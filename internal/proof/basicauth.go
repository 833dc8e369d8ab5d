package proof

import "strings"

// basicAuth reads the user of HTTP's basic authentication, base64 of
// "user:password" (RFC 7617). Some services accept a token as the user, with an
// empty or constant password: basicAuth does not show such a user.
func basicAuth(secret, _ []byte) Result {
	const longestName = 24 // tokens are longer
	pair, ok := decodeBase64(secret)
	user, password, colon := strings.Cut(string(pair), ":")
	if ok && !colon {
		return doubtful("it holds no colon between a user and a password")
	}
	if !ok || user == "" || len(user) > longestName || password == "" || password == "x-oauth-basic" {
		return Result{}
	}
	return unknown(fact("user", user))
}
