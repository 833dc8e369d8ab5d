package scan

import (
	"math"
	"testing"
)

// What gitleaks says of these secrets.
func TestCharEntropy(t *testing.T) {
	for secret, want := range map[string]float32{
		"secretsecret1": 2.4696705, "secrétsecret5": 2.6243377, "中文abc": 1.7610694, "abécd\xff\xfeef": 2.7897353, "a": 0, "": 0,
	} {
		if got := float32(charEntropy(secret)); math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("%q: got %v, want %v", secret, got, want)
		}
	}
}
