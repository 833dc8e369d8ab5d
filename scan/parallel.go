package scan

import (
	"github.com/sourcegraph/conc/iter"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/source"
)

// proveAll proves all that was found, side by side: to check a private key takes
// a good part of a millisecond, and a history may hold hundreds.
func (b *builder) proveAll(blobs map[source.ID]*found) {
	seen := map[proofKey]bool{}
	var keys []proofKey
	for _, f := range blobs {
		for h := range f.hits() {
			key := proofKey{h.Rule.Proof, h.Secret, h.Text}
			if key.name != "" && !seen[key] {
				seen[key] = true
				keys = append(keys, key)
			}
		}
	}
	mapper := iter.Mapper[proofKey, proof.Result]{MaxGoroutines: b.options.Jobs}
	for i, r := range mapper.Map(keys, func(key *proofKey) proof.Result {
		return proof.Check(key.name, []byte(key.secret), []byte(key.text))
	}) {
		b.proofs[keys[i]] = r
	}
}

// fingerprintAll gives every finding its fingerprint, side by side: those of passwords
// are dear on purpose.
func (b *builder) fingerprintAll() {
	list := make([]*finding.Finding, 0, len(b.findings))
	for _, f := range b.findings {
		list = append(list, f)
	}
	iter.Iterator[*finding.Finding]{MaxGoroutines: b.options.Jobs}.ForEach(list, func(f **finding.Finding) {
		(*f).Fingerprint = fingerprint((*f).RuleID, (*f).Secret)
	})
}
