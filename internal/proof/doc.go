// Package proof says what the structure of a secret proves. It needs no network.
//
// Many secrets are more than random text: they hold a checksum of their random
// part, the number of the account that they belong to, a payload in JSON, or a
// key whose factors multiply to its modulus. Reading these helps in three ways. It
// separates a real token from text that only looks like one, so that people can
// start with the findings that are certain. It names what the token opens (which
// account, which project, until when), which they need to know to revoke it. And
// it recognises the few values that are public because a provider prints them in
// its own documentation.
//
// A rule names its proof, and the proof gives a [Result]. There are four verdicts,
// because each calls for something else:
//
//   - Proven: only the issuer's algorithm makes such a token, or a chance too small
//     to matter.
//   - Unknown: nothing shows whether the secret is real. Most secrets are like that.
//   - Doubtful: the shape is right and the checksum is wrong. Someone has probably
//     made it up. But a scanner that drops it relies on its own knowledge of an
//     algorithm that the issuer may change tomorrow. So it is reported, with less
//     confidence.
//   - Impossible: it is no credential, whatever the issuer does. An example is a
//     "private key" without a body.
//
// A proof must not depend on the time or the machine, because the same scan must
// give the same report tomorrow. So a token's expiry is shown as a date and never
// judged.
//
// Every proof follows the format that the issuer has published, and says where. The
// text that a fact quotes is scanned content, which may be hostile: it has a
// bounded length, and whatever shows the fact must escape it.
package proof
