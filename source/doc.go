// Package source says what is scanned, as a stream of blobs: folders, standard
// input, the index of a repository, or its whole history.
//
// A source pushes its blobs into a visit function rather than letting a caller
// pull them, because only the source knows the cheap order: a pack wants its
// deltas resolved base first, a folder wants many readers at once. What a
// source could not read stands in a Ledger, so that nothing is left out in
// silence.
//
// Content and place are apart. A blob is visited once, however many paths and
// commits hold it; Locate then answers, for the few blobs in which something
// was found, where they are and who put them there. That is what makes a
// history cheap: most blobs never need a path.
package source
