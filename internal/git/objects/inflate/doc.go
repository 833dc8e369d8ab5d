// Package inflate decodes zlib streams whose decoded size is known beforehand,
// as git states it for everything that it stores.
//
// To know the size is to need no window: the output is its own history, matches
// are copied within it, and nothing is ever flushed, so a stream is decoded in
// one call and with no state in between. What a general reader must ask for
// every symbol (is there input, is there room?) is asked once a round, by
// letting the output have Slack bytes of room beyond its end.
//
// The formats are those of RFC 1950 (zlib) and RFC 1951 (deflate). The decoder
// keeps the upcoming bits in a 64-bit word, looks symbols up by their next bits
// in tables, and builds these by doubling. libdeflate shows how far this goes
// (https://github.com/ebiggers/libdeflate).
//
// On amd64 the loop over symbols and the checksum are in assembly, for processors with BMI2
// and AVX2, because the compiler checks bounds that a round has checked already. The same
// loops in Go are for all others, and tests hold both to the same results.
package inflate
