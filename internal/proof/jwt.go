package proof

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// jwt reads JSON Web Tokens (RFC 7519): signed ones with three parts (RFC 7515)
// and encrypted ones with five (RFC 7516), also if they are in base64 once more.
//
// The header is a JSON object; text without one is no such token. The signature
// proves nothing to a reader without the key.
func jwt(secret, _ []byte) Result {
	if !bytes.ContainsRune(secret, '.') {
		inner, ok := decodeBase64(secret)
		if !ok {
			return Result{}
		}
		secret = inner
	}
	parts := bytes.Split(secret, []byte("."))
	var header struct {
		Alg any    `json:"alg"`
		Enc string `json:"enc"`
	}
	if !decodeJSON(parts[0], &header) {
		return Result{Verdict: Impossible}
	}
	alg, _ := header.Alg.(string)
	switch {
	case alg == "":
		return doubtful("its header names no algorithm (alg), which a JSON Web Token must")
	case len(parts) >= 5 && header.Enc != "":
		return proven("JWT encrypted with "+clip(header.Enc), "key managed by "+clip(alg))
	case len(parts) < 3:
		return unknown("JWT cut off before its signature")
	}
	if who := documentedClaims(parts[1]); who != "" {
		return Result{Documented: who}
	}
	var claims map[string]any
	if !decodeJSON(parts[1], &claims) {
		return doubtful("its claims are not JSON")
	}
	facts := append([]string{signed(alg)}, claimFacts(claims)...)
	if claims["sub"] == "1234567890" && claims["name"] == "John Doe" {
		return Result{Verdict: Doubtful, Facts: append(nonEmpty(facts), "its claims are those of the example on jwt.io")}
	}
	return proven(facts...)
}

// documentedClaims names who publishes the claims of a token as an example, or
// returns "". Whatever key signed such a token, its claims are about nobody.
func documentedClaims(part []byte) string {
	claims, _ := decodeBase64(part)
	switch string(claims) {
	case // what the debugger on https://jwt.io shows at first, now and in years before
		`{"sub":"1234567890","name":"John Doe","iat":1516239022}`,
		`{"sub":"1234567890","name":"John Doe","admin":true}`,
		`{"sub":"1234567890","name":"John Doe","admin":true,"iat":1516239022}`:
		return "jwt.io"
	case // RFC 7515, appendix A, and RFC 7519, section 3.1
		"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}":
		return "the IETF"
	}
	return ""
}

func signed(alg string) string {
	if strings.EqualFold(alg, "none") {
		return "JWT without a signature (alg none)"
	}
	return "JWT signed with " + clip(alg)
}

// claimFacts gives the facts in the registered claims of RFC 7519, section 4.1, and
// in the common "role" and "scope". It leaves out the subject, which names a person.
func claimFacts(claims map[string]any) []string {
	return []string{
		fact("issued by", text(claims["iss"])),
		fact("for", text(claims["aud"])),
		fact("role", text(claims["role"])),
		fact("scope", text(claims["scope"])),
		fact("issued", date(claims["iat"])),
		expiry(claims),
	}
}

func expiry(claims map[string]any) string {
	if claims["exp"] == nil {
		return "never expires"
	}
	return fact("expires", date(claims["exp"]))
}

// text is a claim's text, or the first texts of a list. It is "" for other values.
func text(claim any) string {
	switch c := claim.(type) {
	case string:
		return c
	case []any:
		var list []string
		for _, v := range c[:min(len(c), 8)] {
			if s, ok := v.(string); ok {
				list = append(list, s)
			}
		}
		return strings.Join(list, ", ")
	}
	return ""
}

// date is the day, in UTC, of a time in seconds since 1970. It is "" for a time
// that is not in the years 1970 to 9999.
func date(claim any) string {
	n, ok := claim.(json.Number)
	if !ok {
		return ""
	}
	seconds, err := strconv.ParseFloat(n.String(), 64)
	const end = 253402300800 // the year 10000
	if err != nil || seconds < 0 || seconds >= end {
		return ""
	}
	return time.Unix(int64(seconds), 0).UTC().Format(time.DateOnly)
}
