package scan

import (
	"context"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/sourcegraph/conc/iter"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
)

// fingerprints is the stage that gives each finding and each part its
// fingerprint. It computes the fingerprint of each secret once, on several
// goroutines: those of passwords are expensive on purpose.
type fingerprints struct {
	jobs int
}

func (st fingerprints) apply(ctx context.Context, r *finding.Report) error {
	type key struct{ rule, secret string }
	each := func(visit func(k key, fingerprint *string)) {
		for i := range r.Findings {
			f := &r.Findings[i]
			visit(key{f.RuleID, f.Secret}, &f.Fingerprint)
			for _, l := range f.Locations {
				for j := range l.Parts {
					p := &l.Parts[j]
					visit(key{p.RuleID, p.Secret}, &p.Fingerprint)
				}
			}
		}
	}
	known := map[key]string{}
	each(func(k key, _ *string) { known[k] = "" })
	keys := slices.Collect(maps.Keys(known))
	mapper := iter.Mapper[key, string]{MaxGoroutines: st.jobs}
	for i, f := range mapper.Map(keys, func(k *key) string {
		if ctx.Err() != nil {
			return ""
		}
		return fingerprint(k.rule, k.secret)
	}) {
		known[keys[i]] = f
	}
	each(func(k key, fingerprint *string) { *fingerprint = known[k] })
	return ctx.Err()
}

// guessableBits is the strength, in bits, below which someone could find a
// secret by comparing the fingerprints of guesses with its fingerprint.
const guessableBits = 90

// fingerprintRounds makes each such guess expensive. It costs a scan a fraction
// of a millisecond for each secret.
const fingerprintRounds = 4096

// fingerprint is the lasting name of a finding. It depends on the rule and the
// secret, and on nothing that moves, such as a line, a path or a commit. It is
// 32 hex digits.
//
// Reports are passed around, so the fingerprint must not give the secret away.
// Nobody can guess a random token from its hash. A password can be guessed, so
// it is stretched with PBKDF2 (RFC 8018).
func fingerprint(rule, secret string) string {
	const size = 16
	salt := []byte("sluice.fingerprint/v1\x00" + rule)
	if engine.Entropy([]byte(secret))*float64(len(secret)) < guessableBits {
		key, err := pbkdf2.Key(sha256.New, secret, salt, fingerprintRounds, size)
		if err == nil { // it fails only in FIPS mode, which demands a longer salt
			return hex.EncodeToString(key)
		}
	}
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte{0})
	h.Write([]byte(secret))
	return hex.EncodeToString(h.Sum(nil)[:size])
}
