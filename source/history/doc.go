// Package history is the source of a whole repository: every stored object,
// reachable or not. It also answers who brought a secret that was found, who
// removed it, and where it still is.
//
// Scanners commonly read `git log -p` and so see what a diff shows. They miss what
// only a merge holds, what is in stashes, and what no ref reaches. This package
// walks the objects instead, and visits each blob once. The walk has two passes.
// The first visits blobs, commits and tags; after it the blobs with secrets are
// known. The second reads the trees, and keeps of them only the entries that can
// lead to such a blob.
//
// Commits and annotated tags are scanned as text, headers included: a name, or a
// header that git does not know, can hold a secret just as a message can. Header
// and message are visited separately, as blobs of different kinds. The object ids
// in a header and the base64 of signatures are left out; the ledger counts the
// signatures.
//
// Names are scanned as well: those of refs, and each different name of a tree entry
// while the trees are read. In which commits such a name is, is found out only if
// something is in it. At the end comes what the repository keeps beside its objects,
// see package gitdir.
//
// Some rules match a path, not content. The caller names the file names that they
// can match (WantPaths), and the second pass also keeps the entries with such
// names. At the end their whole paths are built and visited. Other rules judge content,
// but only at certain paths. Content was visited before any path was known, so a small
// blob at such a path is read and visited once more, with its path.
//
// # From blobs to commits
//
// A tree is pruned to the entries that lead to blobs with secrets; for nearly all
// trees nothing remains. Pruned trees are numbered by content (hash consing): two
// trees that hold the same secrets at the same paths have the same number, whatever
// else they hold. A commit matters only if the number of its tree differs from
// those of its parents; a diff of these small trees then says which secrets
// appeared and which disappeared. A commit brought a secret to a path if no parent
// has it there, and removed it if all parents have it there and the commit has not.
// So a merge brought what only the merge holds.
//
// Commits are compared in segments, in parallel. The segments share the pruned
// trees: each tree is pruned and numbered once, by the goroutine that needs it
// first.
package history
