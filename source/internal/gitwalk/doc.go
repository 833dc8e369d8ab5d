// Package gitwalk is what the sources that read git objects share: how a commit or
// a tag is visited as text, and how damaged and absent objects are written into the
// ledger.
package gitwalk
