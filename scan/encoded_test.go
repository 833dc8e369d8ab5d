package scan_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/scan"
)

// A token in the claims of a web token is a finding of its own.
func TestTokenInWebToken(t *testing.T) {
	t.Parallel()
	secret := made(t, "ghp_{base62:30}{crc32}")
	outer := webToken(t, `{"alg":"HS256"}`, `{"iss":"`+secret+`"}`)
	r := scanText(t, "x = "+outer+"\n", scan.Options{ShowSecrets: true})
	var found []string
	for _, f := range r.Findings {
		found = append(found, f.Secret+" "+strings.Join(f.Locations[0].Layers, "/"))
	}
	slices.Sort(found)
	if want := []string{outer + " ", secret + " base64"}; !slices.Equal(found, want) {
		t.Errorf("got %q, want %q", found, want)
	}
	if r := scanText(t, "x = "+outer+"\n", scan.Options{}); strings.Contains(encode(t, r), secret) {
		t.Errorf("%s", encode(t, r))
	}
}

// Secrets of a text that was compressed to little are all found, though they are at the
// same place.
func TestSecretsAtOnePlace(t *testing.T) {
	t.Parallel()
	one, two := made(t, "ghp_{base62:30}{crc32}"), made(t, "glpat-{base62:20}")
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, strings.Repeat(" ", 200_000)+one+strings.Repeat(" ", 100)+two+strings.Repeat(" ", 200_000))
	_ = z.Close()
	r := scanText(t, "x = "+base64.StdEncoding.EncodeToString(b.Bytes())+"\n", scan.Options{ShowSecrets: true})
	if len(r.Findings) != 2 {
		t.Fatalf("%s", encode(t, r))
	}
	for _, f := range r.Findings {
		if l := f.Locations[0]; !slices.Equal(l.Layers, []string{"base64", "gzip"}) || l.StartLine != 1 {
			t.Errorf("%s at %v, layers %q", f.Secret, l.Span, l.Layers)
		}
	}
}

// A secret that stands in clear and encoded is one finding with a location for each, and
// one place has one.
func TestClearAndEncoded(t *testing.T) {
	t.Parallel()
	secret := made(t, "ghp_{base62:30}{crc32}")
	text := "a = " + secret + "\nb = " + base64.StdEncoding.EncodeToString([]byte("x: "+secret)) + "\nc = \"\\u0041 " + secret + "\"\n"
	r := scanText(t, text, scan.Options{ShowSecrets: true})
	if len(r.Findings) != 1 || len(r.Findings[0].Locations) != 3 {
		t.Fatalf("%s", encode(t, r))
	}
	var layers []string
	for _, l := range r.Findings[0].Locations {
		layers = append(layers, strings.Join(l.Layers, "/"))
	}
	if want := []string{"", "", "base64"}; !slices.Equal(layers, want) {
		t.Errorf("layers %q, want %q", layers, want)
	}
}

// A password is what a reader of the text gets, also if that is in it which stands for
// something else.
func TestMarksInPassword(t *testing.T) {
	t.Parallel()
	secret := made(t, "{base62:10}&{base62:7}")
	nested := func(depth int) string {
		text := `{"db_password": "` + secret + `"}`
		for range depth {
			b, _ := json.Marshal(map[string]string{"body": text})
			text = strings.ReplaceAll(string(b), `\u0026`, "&")
		}
		return text
	}
	for _, text := range []string{
		"DB_PASSWORD=" + secret[:5] + "\u200b" + secret[5:],
		"DB_PASSWORD=" + secret[:5] + "\u00ad" + secret[5:],
		"DB_PASSWORD=" + secret[:5] + "\ufeff" + secret[5:],
		`"db_password": "` + strings.ReplaceAll(secret, "&", `\u0026`) + `"`,
		"export DB_PASSWORD=" + secret[:8] + "\\\n" + secret[8:],
		nested(3), nested(4),
	} {
		r := scanText(t, text+"\n", scan.Options{ShowSecrets: true})
		if len(r.Findings) != 1 || r.Findings[0].Secret != secret {
			t.Errorf("%s: %s", text, encode(t, r))
		}
	}
}
