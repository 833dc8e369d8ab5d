// Package literal finds many literal strings in bytes in one pass. It is the
// front of the engine: most bytes of a scan are read here, and only here, so
// everything is arranged around reading little and remembering less.
//
// # How it works
//
// Every literal is represented by two of its three-byte groups ("grams"), one
// at an even and one at an odd distance from its start. Whatever the place of
// a literal in the data, one of its two grams then stands at an even offset,
// so the pass looks at even offsets only. A gram is folded to lower case,
// hashed, and looked up in a bitset of 32 KiB, which stays in the first-level
// cache; nearly all offsets end there. The few that pass are looked up in a
// table by their exact gram, and each literal that has this gram is compared
// with the data byte for byte.
//
// Of the grams of a literal those are taken that are rarest in text (see
// [Weight]): "_key_xq" is better looked for by its end. A literal of two or
// three bytes has no two grams, so it is entered with every byte that could
// stand beside it.
//
// An Aho-Corasick automaton needs a dependent memory access for each byte, in
// tables that outgrow the first-level cache; here the lookups do not depend
// on each other, and there is one for two bytes.
package literal
