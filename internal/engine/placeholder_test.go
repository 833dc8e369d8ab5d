package engine

import (
	"math/rand/v2"
	"testing"
)

func TestPlaceholders(t *testing.T) {
	for _, s := range []string{
		"${API_KEY}", "{{ .Values.token }}", "<your token>", "$(cat /run/secret)", "process.env.KEY", "%s", "%TOKEN%",
		"$TOKEN", "[token]", "#{token}", "xxxxxxxxxxxx", "************", "00000000", "12345678", "1234567890abcdef",
		"abc123", "abcdefgh", "87654321", "changeme", "CHANGE_ME", "your-api-key", "YOUR_TOKEN_HERE", "put-key-here",
		"my_secret_key", "mySecretKey", "password", "test-token", "placeholder", "a-placeholder-1", "AKIAEXAMPLE1",
		"sk_test_xxxxxxxxxx", "1234abcd-1234-abcd-1234-abcd1234adcd", "insert_token_9", "secretsecret"[:6], "os.environ['X']", "...............",
	} {
		if !isPlaceholder([]byte(s)) {
			t.Errorf("%q is not taken for a placeholder", s)
		}
	}
	for _, s := range []string{
		"hunter2", "Winter2024!", "S3cr3t!", "correct horse", "p4ssw0rd", "tr0ub4dor&3", "$ecret9", "a1b2c3d4e5f6",
		"kJ8#dL", "9f86d081884c7d65", "Passw0rd1", "letmein", "monkey", "sunshine7", "aaab", "my_dog_rex",
	} {
		if isPlaceholder([]byte(s)) {
			t.Errorf("%q is taken for a placeholder", s)
		}
	}
}

// TestRepeated states that a password counts as a stand-in where the match holds
// it as a user, a database or a word of a name, and not where it is a part of a
// longer word.
func TestRepeated(t *testing.T) {
	for _, c := range []struct {
		match, secret string
		want          bool
	}{
		{"db://" + "cloud:cloud@db/app", "cloud", true},
		{"db://" + "app:Cloud@db/cloud?x=y", "Cloud", true},
		{"mysql -uzabbix -pzabbix", "zabbix", true},
		{"${GOGS_DB_PASSWORD:-gogs}", "gogs", true},
		{"db://" + "app:cloud@db/app", "cloud", false},
		{"db://" + "cloud9:cloud@db/app", "cloud", false},
		{"cloudcloud", "cloud", false},
		{"mysql -h db -pzabbix", "zabbix", false},
	} {
		if got := isRepeated([]byte(c.match), []byte(c.secret)); got != c.want {
			t.Errorf("%q in %q: got %v, want %v", c.secret, c.match, got, c.want)
		}
	}
}

// TestRandomTokensAreNoPlaceholders counts the random tokens that the filter
// drops, of the alphabets and lengths that services use.
func TestRandomTokensAreNoPlaceholders(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	const (
		hex    = "0123456789abcdef"
		base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	)
	n := rounds(10000)
	for _, kind := range []struct {
		name, alphabet string
		length         int
	}{
		{"hex 32", hex, 32}, {"hex 64", hex, 64}, {"base62 20", base62, 20}, {"base62 40", base62, 40},
		{"base64 88", base62 + "+/", 88}, {"base64url 43", base62 + "-_", 43}, {"alnum 32", base62[:10] + base62[36:], 32},
	} {
		dropped := 0
		for range n {
			token := make([]byte, kind.length)
			for i := range token {
				token[i] = kind.alphabet[rng.IntN(len(kind.alphabet))]
			}
			if isPlaceholder(token) {
				dropped++
			}
		}
		if dropped > 2 {
			t.Errorf("%s: %d of %d tokens dropped", kind.name, dropped, n)
		}
	}
}
