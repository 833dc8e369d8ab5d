// Package proof says, without any network, what the structure of a secret
// proves.
//
// Many secrets carry more than chance: a checksum over their random part, the
// number of the account that they belong to, a payload in JSON, a key whose
// factors multiply to its modulus. Reading that does three things for whoever
// has to act on a finding. It tells a real token from text that merely looks
// like one, so that the certain findings can be dealt with first. It names what
// the token opens (which account, which project, until when), which is what one
// has to know to revoke it. And it recognises the few values that everybody
// may know, because a provider prints them in its own documentation.
//
// A rule names its proof, and the proof gives a Result. Four outcomes are
// kept apart, because they call for different treatment:
//
//   - Proven: only the issuer's algorithm, or a wild accident, makes such a token.
//   - Unknown: nothing speaks for or against it. Most secrets are like that.
//   - Doubtful: the shape is right and the checksum is not. It is probably made
//     up, but a scanner that drops it bets on its own knowledge of an algorithm
//     that the issuer may change tomorrow. So it is to be reported, further down.
//   - Impossible: it is no credential whatever the issuer does, such as a
//     "private key" without a body.
//
// A proof must not depend on the time or the machine: a token's expiry is told
// as a date and never judged, since the same scan has to give the same report
// tomorrow.
//
// Every proof is written from the issuer's published format, and says where that
// is. What the facts quote comes from the scanned content, which may be hostile:
// it is cut to a bounded length, and it is for the reader of a fact to escape it.
package proof
