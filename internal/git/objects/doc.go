// Package objects reads a git object database straight off the disk: packs,
// loose objects and alternates, named by SHA-1 or SHA-256.
//
// # Why not git, or a git library
//
// To scan a history is to read every object once. Asked for one object after
// the other, git and every library resolve a chain of deltas for each, and
// inflate the same bases again and again. But a pack tells beforehand which
// object is a delta against which. Walk reads all entry headers, builds the
// forest of deltas from them, and goes through it from the roots down: each
// entry is inflated once, each base is at hand when it is needed, and a whole
// history is read several times faster than git can list it.
//
// A delta also tells which bytes of an object are new. Whoever has looked at
// the base need not look at what was copied from it, which is nine bytes out
// of ten in most histories. So the visitor is handed what it made of the base,
// and the runs of bytes that were copied (Object.Edits).
//
// # What is trusted
//
// Nothing. A secret must not hide in what this package leaves out, so what
// does not add up is a Problem: an index that does not list all that its pack
// holds, stored bytes that fail their checksums, bytes between entries, deltas
// against objects that are nowhere or against themselves. A Problem is told
// and does not end the walk; all objects that do not stand on a broken one are
// visited. Sizes are believed only as far as the stored bytes can bear them
// out, so that a small file cannot ask for much memory.
//
// Content is hashed, to compare it with its id, where it is read alone or is
// loose. A walk hashes what lies in packs only if Options.VerifyIDs is set: the
// stored bytes are covered by checksums of the index, and to hash all content
// takes longer than to read it. A visitor for whom much hangs on an object
// calls Store.Hash.
//
// Nor is it trusted to stay as it is. A repack may move and delete everything
// while a walk is under way: what is mapped stays readable, and a loose object
// that is gone is looked for in the packs that are new. A file that loses bytes
// is a Problem as well, and not the end of the process.
//
// # Memory
//
// Packs and indexes are mapped into memory and stay the kernel's. Of its own
// the package takes about 25 bytes an object (32 while it builds the forest),
// and the contents on the way from a root of the forest to the object being
// visited. The heaviest subtree of an object is walked last, when the object
// itself is no longer needed, so these are few even where chains are deep.
//
// # Layers
//
// Package pack knows files, inflate knows zlib, delta knows deltas. Here,
// Store finds objects, Read reads one, Walk reads all. ParseCommit, ParseTag
// and Entries read what is in them. Each pack is read by its own index; a
// multi-pack-index adds nothing, as git too wants the index of each pack.
//
// The formats are those of gitformat-pack(5) and gitrepository-layout(5).
// Replacement objects, grafts and shallow boundaries are matters of history
// and not of storage: an object is shown as it is stored.
package objects
