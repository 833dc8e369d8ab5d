// Package objects reads a git object database from its files: packs, loose
// objects and alternates, with objects named by SHA-1 or SHA-256.
//
// # Why not git, or a git library
//
// To scan a history means to read every object once. A program that asks git or
// a library for one object after the other makes it resolve a chain of deltas for
// each, and inflate the same bases again and again. But the headers of a pack's
// entries say which object is a delta against which. Walk reads all headers,
// builds the forest of deltas from them, and goes through it from the roots down:
// each entry is inflated once, each base is in memory when it is needed, and a
// whole history is read several times faster than git can list it.
//
// A delta also says which bytes of an object are new. A visitor that has seen the
// base need not look at the bytes that were copied from it, which are nine of ten
// in most histories. So Walk passes to each visit what the visit of the base
// returned, and the runs of bytes that were copied (Object.Edits).
//
// # What is trusted
//
// Nothing. A secret must not hide in what this package leaves out, so every
// contradiction is a Problem: an index that does not list all objects of its pack,
// stored bytes that fail their checksums, bytes between entries, deltas against
// objects that do not exist or against themselves. A Problem is reported and does
// not end the walk; all objects that do not depend on a broken one are visited. A
// declared size counts only if the stored bytes can hold so much, so that a small
// file cannot make the program allocate much memory.
//
// Content is hashed and compared with its id where it is read alone or is loose. A
// walk hashes the content of packs only if Options.VerifyIDs is set: checksums in
// the index cover the stored bytes, and hashing all content takes longer than
// reading it. A visitor that must be sure of an object calls Store.Hash.
//
// Nor are the files trusted to stay as they are. A repack may move and delete
// everything during a walk: what is mapped stays readable, and a loose object that
// is gone is looked for in the packs that were added. A file that is cut short
// while it is mapped is a Problem as well, and does not end the process.
//
// # Memory
//
// Packs and indexes are mapped into memory, which the kernel can take back. The
// package itself allocates about 25 bytes an object (40 while it builds the
// forest), and the contents on the way from a root of the forest to the object
// being visited. The heaviest subtree of an object is walked last, when the object
// itself is no longer needed, so these are few even where chains are deep.
//
// An object of more than Options.MaxObject bytes is a stream of its stored bytes. If it
// is stored as a delta, or if there are deltas of it, it is made in a temporary file, as
// a delta copies from anywhere in its base. See package spool.
//
// # Layers
//
// Package pack reads pack files, inflate reads zlib, delta applies deltas. Here,
// Store finds objects, Read reads one, Walk reads all. ParseCommit, ParseTag
// and Entries parse their content. Each pack is read by its own index; a
// multi-pack-index adds nothing, as git too needs the index of each pack. Package
// gitrepo reads everything else in a repository, its configuration included.
//
// The formats are those of gitformat-pack(5) and gitrepository-layout(5).
// Replacement objects, grafts and shallow boundaries change the history and not
// the storage: an object is shown as it is stored.
package objects
