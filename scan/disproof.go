package scan

import (
	"slices"

	"github.com/sluicesec/sluice/internal/proof"
)

// disproof is the stage that suppresses what cannot be a credential, and the
// examples that providers publish in their documentation.
type disproof struct {
	proofs proofs
	count  suppressed
}

func (st disproof) judge(s *sighting) {
	why := map[*hit]string{}
	for _, h := range s.hits {
		if by := disproved(h.hit, st.proofs.of(h.hit)); by != "" {
			why[h.hit] = by
		}
	}
	if len(why) == 0 {
		return
	}
	for _, h := range s.hits {
		if by := why[h.hit]; by != "" && !slices.ContainsFunc(s.hits, func(o sighted) bool { return why[o.hit] == "" && stands(o.hit, h.hit) }) {
			st.count.add(by, 1)
		}
	}
	s.keep(func(h sighted) bool { return why[h.hit] == "" })
}

// stands reports whether a hit of a rule that knows more shows the secret of another one, which
// is not left out then.
func stands(h, other *hit) bool {
	return h.Rule.Specificity > other.Rule.Specificity && h.Allowed == "" && h.SecretStart < other.SecretEnd && other.SecretStart < h.SecretEnd
}

// disproved returns why a hit is no finding, or "". What an allowlist or a
// comment allows is left for resolve, which counts it under its own reason.
func disproved(h *hit, r proof.Result) string {
	switch {
	case h.Rule.SkipReport || h.Allowed != "":
		return ""
	case r.Documented != "":
		return "documented example: " + r.Documented
	case r.Verdict == proof.Impossible:
		return "impossible: " + h.Rule.Proof
	case r.Verdict == proof.Doubtful && glued(h):
		return "part of a longer word, with a wrong checksum"
	}
	return ""
}

// glued reports whether a rule matched one more letter behind the secret. Rules whose
// tokens have a checksum do that: a token ends where its checksum does, whatever follows
// it, such as the n of a "\n" that lost its backslash. Without a right checksum a part
// of a longer word is no token.
func glued(h *hit) bool {
	if h.End != h.SecretEnd+1 {
		return false
	}
	b := h.Text[len(h.Text)-1]
	return b == '_' || '0' <= b && b <= '9' || 'A' <= b && b <= 'Z' || 'a' <= b && b <= 'z'
}
