package context

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"testing"
)

// The bounds that a shape sets drop next to none of what an issuer would make.
func TestShapeBoundsFitRandomTokens(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for name := range shapeClasses() {
		for _, n := range []int{8, 16, 20, 32, 64} {
			s, err := parseShape(fmt.Sprintf("%s:%d", name, n))
			if err != nil {
				t.Fatal(err)
			}
			chars := charsOf(shapeClasses()[name].regex)
			const draws = 1000
			dropped := 0
			for range draws {
				var count [256]int
				digits, bits := 0, 0.0
				for range n {
					c := chars[rng.IntN(len(chars))]
					count[c]++
					if '0' <= c && c <= '9' {
						digits++
					}
				}
				for _, k := range count {
					if k > 0 {
						bits -= float64(k) / float64(n) * math.Log2(float64(k)/float64(n))
					}
				}
				if bits < s.entropy || digits < s.digits {
					dropped++
				}
			}
			if dropped > draws*15/1000 {
				t.Errorf("%s:%d drops %d of %d random tokens", name, n, dropped, draws)
			}
			if s.entropy <= 1 {
				t.Errorf("%s:%d asks for an entropy of %v only", name, n, s.entropy)
			}
		}
	}
}

// charsOf lists the bytes that a class matches.
func charsOf(class string) []byte {
	re := regexp.MustCompile("^" + class + "$")
	var chars []byte
	for c := range 128 {
		if re.MatchString(string(rune(c))) {
			chars = append(chars, byte(c))
		}
	}
	return chars
}
