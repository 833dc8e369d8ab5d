package example

import (
	"hash/fnv"
	"math/rand/v2"
)

// Expand returns the text that the notation describes. It depends on nothing
// but the notation and the seed.
func Expand(notation string, seed uint64) (string, error) {
	parts, err := parse(notation)
	if err != nil {
		return "", err
	}
	h := fnv.New64a()
	h.Write([]byte(notation))
	rng := rand.New(rand.NewPCG(seed, h.Sum64()))
	return string(appendParts(nil, parts, rng)), nil
}

// Check returns the error that Expand would return, without expanding.
func Check(notation string) error {
	_, err := parse(notation)
	return err
}

// A part appends its text to out, which holds the text before it.
type part interface {
	append(out []byte, rng *rand.Rand) []byte
}

func appendParts(out []byte, parts []part, rng *rand.Rand) []byte {
	for _, p := range parts {
		out = p.append(out, rng)
	}
	return out
}

type text string

func (t text) append(out []byte, _ *rand.Rand) []byte { return append(out, t...) }

type choice []string

func (c choice) append(out []byte, rng *rand.Rand) []byte {
	return append(out, c[rng.IntN(len(c))]...)
}
