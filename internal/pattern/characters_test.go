package pattern

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

// A regex over bytes finds what the one over characters finds.
func TestCharacters(t *testing.T) {
	alphabet := []rune("aAkKsS1:=\n äÄöß：密码一龥é€日本😀Жж")
	rng := rand.New(rand.NewPCG(1, 9))
	for _, expr := range []string{
		`密码[:：=]\s*([a-z0-9]{1,3})`, `(?i)ä([a-zö]+)`, `[一-龥]{2}`, `[ä-ö😀]+?1`, `(?P<x>é|€)?:`, `\x{5bc6}`, `[^ä：]=`, `(?i)[äk]s`, `(?:ж|Ж){2,}|a`, `(?i)Ж{1,2}`, `^ä.*$`, `(?m)^ä$`,
	} {
		want, got := regexp.MustCompile(expr), overBytes(t, Characters(expr))
		matched := 0
		for range 4000 {
			text := make([]rune, rng.IntN(9))
			for i := range text {
				text[i] = alphabet[rng.IntN(len(alphabet))]
			}
			w, g := want.MatchString(string(text)), got.Matches([]byte(string(text)))
			if w {
				matched++
			}
			if w && !g {
				t.Fatalf("%s: %q is not found by %s", expr, string(text), Characters(expr))
			}
		}
		if matched == 0 && expr != `密码[:：=]\s*([a-z0-9]{1,3})` {
			t.Errorf("%s matched nothing", expr)
		}
	}
	for _, expr := range []string{`(?i)key[^\n]{0,20}([a-z])`, `(`, `.`} {
		if Characters(expr) != expr {
			t.Errorf("%s is changed to %s", expr, Characters(expr))
		}
	}
	for text, want := range map[string]bool{"密码：abc": true, "密码=1": true, "密码。abc": false} {
		if got := overBytes(t, Characters(`密码[:：=]\s*([a-z0-9]{1,3})`)).Matches([]byte(text)); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}

// overBytes compiles a regex over bytes.
func overBytes(t *testing.T, expr string) *Regex {
	t.Helper()
	r, err := NewRegex(expr)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
