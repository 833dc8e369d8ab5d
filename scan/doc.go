// Package scan does the whole job: it takes blobs from a source, runs the
// engine over them, finds out where what it found is, sets aside what is
// allowed, and returns a Report with the findings and the ledger.
//
// The order matters. Blobs are scanned first, each once, without knowing their
// paths. Only then the source is asked for the places of the few blobs that
// hold something, and only then rules and allowlists that ask for a path are
// judged, place by place. What a rule says about a blob therefore never
// depends on which path was met first, nor on the number of goroutines. Rules
// that judge a path alone run on each path as it is met; a source that meets
// paths only after the blobs, as a history does, is told which names matter.
//
// # Parts
//
// Some credentials have parts: a key and its id. Rules say so, the engine finds
// the parts near a match, and a location of the finding names them. A part that
// is a secret by itself stays a finding as well. One that is an identifier only
// is folded: where it and its secret are both new, it is no finding of its own,
// and is marked in the location that has it. It counts nowhere as suppressed.
// What is a part changes neither what a finding is nor its fingerprint.
package scan
