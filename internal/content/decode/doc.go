// Package decode finds encoded text within a text, and decodes it.
//
// People write secrets in base64 or hexadecimal, with escapes of many kinds, cut into
// several literals, and terminals and editors add characters that nobody sees. A [Run]
// is a part of a text in which such a thing was done. [Find] returns the runs, and
// [Run.Decode] returns what a reader of the run gets, with a map from each byte of it
// back to the text.
//
// # Two kinds of runs
//
// A word is a long run of characters of one alphabet, such as base64, on one line or
// wrapped. It is decoded only if it begins as text or as compressed data does, so
// names, hashes and images are not.
//
// A mark is a place where a few bytes stand for others: an escape, an entity, the quotes
// and the plus between two literals. Marks that are near each other are one run, with
// some text around them, so that the name of a value is in one text with the value. All
// kinds of marks in a run are undone at once.
//
// # Paragraphs
//
// A run is within a paragraph: a line, or several of which each goes on in the next, as
// wrapped base64 and joined literals do. Its
// bytes alone decide which runs it has. So when a text was made from another one by an
// edit, only the paragraphs that the edit touches are searched, see [Paragraphs].
//
// # Cost
//
// Nearly all text has no run. Find makes one pass that says of each byte in which of some sets
// it is, see package mask. Operations on the masks of sixty-four bytes say where a mark or a long word
// may be, and only these places are looked at. All of it takes time in proportion to the text.
package decode
