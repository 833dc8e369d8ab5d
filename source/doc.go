// Package source is the interface of what is scanned, as a stream of blobs, and the
// ledger of what was visited and what was not.
//
// Each source has a package of its own: folder scans files on disk, stdin one
// stream, staged the index of a repository, unstaged what its work tree has besides,
// commits a range or a list of commits, history every object of a repository and what
// it keeps beside them, and nested a repository with its submodules. Package hooks has one for a commit message.
//
// A source pushes its blobs into a visit function, and no caller pulls them. Only
// the source knows which order is cheap: the deltas of a pack must be resolved base
// first, and a folder is read by several workers at once. What a source could not
// read it writes into a Ledger, so that nothing is left out in silence.
//
// Content and place are separate. A blob is visited once, however many paths and
// commits hold it. Locate then says, for the few blobs in which something was found,
// where they are and who put them there. That makes a history cheap: most blobs
// never need a path.
package source
