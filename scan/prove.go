package scan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sourcegraph/conc/iter"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/source"
)

// proofs holds what the structure of each secret proves.
//
// Proofs are made here and not in the engine: a match that a blob inherits from
// another blob costs nothing, but its proof would be made again.
type proofs map[proofKey]proof.Result

// A proofKey is all that a proof depends on.
type proofKey struct{ name, secret, text string }

func keyOfHit(h *hit) proofKey { return proofKey{h.Rule.Proof, h.Secret, h.Text} }

// keyOfPart takes the secret for the whole text: a part's match is not kept.
func keyOfPart(p *engine.Part) proofKey { return proofKey{p.Rule.Proof, p.Secret, p.Secret} }

func (p proofs) of(h *hit) proof.Result { return p[keyOfHit(h)] }

func (p proofs) ofPart(part *engine.Part) proof.Result { return p[keyOfPart(part)] }

// proveAll proves all hits and their parts, each secret once. Several
// goroutines share the work: the check of a private key takes much of a
// millisecond, and a history may hold hundreds.
func proveAll(blobs map[source.ID]*found, jobs int) proofs {
	results, seen := proofs{}, seenModels{}
	for _, f := range blobs {
		for h := range f.anywhere() {
			if seen.before(h) {
				continue
			}
			results[keyOfHit(h)] = proof.Result{}
			for i := range h.Parts {
				results[keyOfPart(&h.Parts[i])] = proof.Result{}
			}
		}
	}
	keys := slices.Collect(maps.Keys(results))
	mapper := iter.Mapper[proofKey, proof.Result]{MaxGoroutines: jobs}
	for i, r := range mapper.Map(keys, func(k *proofKey) proof.Result {
		return proof.Check(k.name, []byte(k.secret), []byte(k.text))
	}) {
		results[keys[i]] = r
	}
	return results
}

// checkProofs returns an error for a rule that names an unknown proof: its
// author wanted something to be checked.
func checkProofs(d *engine.Detector) error {
	for r := range d.Rules() {
		if r.Proof != "" && !proof.Known(r.Proof) {
			return fmt.Errorf("%s: rule %q: proof is none of %s", r.Origin, r.ID, strings.Join(proof.Names(), ", "))
		}
	}
	return nil
}
