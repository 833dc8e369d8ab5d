// Package literal finds many literal strings in bytes in one pass. It is the
// front of the engine: most bytes of a scan are read here, and only here, so
// everything is arranged around reading little and remembering less.
//
// # How it works
//
// Every literal is represented by two of its four-byte groups ("grams"), one
// at an even and one at an odd distance from its start. Whatever the place of
// a literal in the data, one of its two grams is then at an even offset,
// so the pass looks at even offsets only. It has three steps, and each ends most of what
// the one before has left:
//
//   - A gram is folded to lower case, hashed, and looked up in a Bloom filter that stays in
//     the second-level cache. On amd64 that is done for eight grams at once, with the gathers
//     of AVX2, if the processor has them.
//   - Of a gram that passes, two bytes on both sides are looked at. The place of the gram in a
//     hash table says which bytes its literals have there, or may have beside them. There is no
//     branch in it, so that the processor looks at several grams at a time.
//   - Each literal of the place is compared: its first eight bytes as one number, and then
//     the rest.
//
// In the history of django six of 100 grams pass the first step and three the second, and
// there is a literal at fewer than one.
//
// Of the grams of a literal those are taken that are rarest in text, as the
// shares of bytes, triples and common words in source code have it (see
// [Weight]): "_key_xqzw" is better looked for by its end. Literals of three or
// four bytes have no two grams; the filter has them with every byte that can
// be beside them, so it pays to know which can: [Literal.Before] and
// [Literal.After]. Those of two bytes have a set of bits of their own, one for
// each two bytes.
//
// An Aho-Corasick automaton needs a dependent memory access for each byte, in
// tables that outgrow the caches; here the lookups do not depend on each
// other, and there is one for two bytes.
//
// # How a set is kept
//
// To make a set of some thousand literals takes milliseconds, so the set of the
// built-in rules is made when they change, and embedded in the program. The texts and
// the tables of any set are strings of records of fixed size, little-endian, which are
// searched as they are: to read a stored set ([Read]) is to slice it. Only the filter is
// copied.
package literal
