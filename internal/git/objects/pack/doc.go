// Package pack reads git's pack files and their indexes: where each entry
// starts, what its header says, and whether the stored bytes are the ones that
// were written. It inflates nothing and follows no delta.
//
// A pack is a row of entries, each a short header and a zlib stream. Only its
// index says where an entry starts, so the two are opened together and checked
// against each other: the index repeats the pack's checksum and counts its
// objects. Both files are mapped into memory and are never copied; a program
// may hold an index of millions of ids without allocating memory for it.
//
// The formats are those of gitformat-pack(5): index versions 1 and 2, pack
// versions 2 and 3, with object ids of 20 (SHA-1) or 32 bytes (SHA-256).
package pack
