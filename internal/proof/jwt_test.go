package proof

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestJWT(t *testing.T) {
	const hs256 = `{"alg":"HS256","typ":"JWT"}`
	five := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RSA-OAEP","enc":"A256GCM"}`)) + ".aaaa.bbbb.cccc.dddd"
	for name, c := range map[string]struct {
		token string
		want  Result
	}{
		"claims": {makeJWT(t, hs256, `{"iss":"https://id.example.com","aud":["a","b"],"role":"admin","iat":1600000000,"exp":1614816000.5,"sub":"alice"}`),
			proven("JWT signed with HS256", "issued by https://id.example.com", "for a, b", "role admin", "issued 2020-09-13", "expires 2021-03-04")},
		"no claims":            {makeJWT(t, hs256, `{}`), proven("JWT signed with HS256", "never expires")},
		"odd claims":           {makeJWT(t, hs256, `{"iss":7,"aud":{},"exp":"soon","iat":-1}`), proven("JWT signed with HS256")},
		"distant expiry":       {makeJWT(t, hs256, `{"exp":1e300}`), proven("JWT signed with HS256")},
		"alg none":             {makeJWT(t, `{"alg":"None"}`, `{}`), proven("JWT without a signature (alg none)", "never expires")},
		"the example":          {makeJWT(t, hs256, `{"sub":"1234567890","name":"John Doe","iat":1516239022}`), Result{Documented: "jwt.io"}},
		"like the example":     {makeJWT(t, hs256, `{"sub":"1234567890","name":"John Doe","iat":1516239022 }`), Result{Verdict: Doubtful, Facts: []string{"JWT signed with HS256", "issued 2018-01-18", "never expires", "its claims are those of the example on jwt.io"}}},
		"encrypted":            {five, proven("JWT encrypted with A256GCM", "key managed by RSA-OAEP")},
		"claims are no JSON":   {makeJWT(t, hs256, `nothing`), doubtful("its claims are not JSON")},
		"no alg":               {makeJWT(t, `{"typ":"JWT"}`, `{}`), doubtful("its header names no algorithm (alg), which a JSON Web Token must")},
		"header is no JSON":    {makeJWT(t, `{"alg":`, `{}`), Result{Verdict: Impossible}},
		"header is no object":  {makeJWT(t, `"alg"`, `{}`), Result{Verdict: Impossible}},
		"header is no base64":  {"e!." + makeJWT(t, hs256, `{}`), Result{Verdict: Impossible}},
		"no dot, and no token": {"e!", Result{}},
	} {
		if got := Check("jwt", []byte(c.token), nil); !equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		if !strings.Contains(c.token, ".") || strings.Contains(c.token, "!") {
			continue
		}
		twice := base64.StdEncoding.EncodeToString([]byte(c.token))
		if got := Check("jwt", []byte(twice), nil); !equal(got, c.want) {
			t.Errorf("%s, in base64 once more: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestFactsAreShort(t *testing.T) {
	long := strings.Repeat("日本 \\n", 5000)
	r := Check("jwt", []byte(makeJWT(t, `{"alg":"HS256"}`, `{"iss":"`+long+`"}`)), nil)
	if r.Verdict != Proven || len([]rune(r.Facts[1])) > maxFact+len("issued by ") || strings.Contains(r.Facts[1], "\n") {
		t.Errorf("%q", r.Facts)
	}
	if r := Check("jwt", []byte(makeJWT(t, `{"alg":"HS256"}`, `{"iss":"`+strings.Repeat("x", maxInput)+`"}`)), nil); r.Verdict != Unknown {
		t.Errorf("what is too long is judged: %+v", r)
	}
}
