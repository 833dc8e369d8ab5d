// Package history is the source of a whole repository: every object that is on
// disk, reachable or not, and the answer to who brought what was found there,
// who removed it, and where it still is.
//
// Scanners commonly read `git log -p` and so see what a diff shows: not what
// only a merge holds, nor stashes, nor what no ref reaches. This package walks
// the objects instead. Each blob is visited once. The walk has two legs: first
// commits, tags and blobs, so that it is known which blobs matter; then trees,
// of which only those entries are kept that can lead to such a blob.
//
// Commits and annotated tags are text as well, headers and all: a name, or a
// header that git does not know, can hold what a message can. Header and message
// are visited apart, as blobs of different kinds. Left out are the ids in a
// header, and the base64 of signatures, which stands in the ledger.
//
// Some secrets are known by their path alone. Which names can be theirs is told
// beforehand (WantPaths), and the second leg keeps the entries with such names
// as well. Their whole paths are made up at the end, and visited.
//
// # From blobs to commits
//
// A tree is pruned to what leads to blobs with findings; nearly all trees
// prune to nothing. Pruned trees are numbered by content (hash-consing), so two
// trees that hold the same findings in the same places are the same number,
// whatever else is in them. A commit matters only where its number differs
// from that of its parents, and there a diff of two small trees says what
// appeared and what vanished. A secret was brought by a commit when no parent
// has it at that path, and removed by one when all parents have it and the
// commit does not; so what only a merge holds is the merge's.
//
// Commits are compared in stretches, side by side. The pruned trees are common
// to all, so that each is pruned and numbered once, by whoever comes first.
package history
