// Package gitwalk is what the sources that read git objects have in common:
// how a commit or a tag is visited as text, and in which words damage and
// absence stand in the ledger.
package gitwalk
