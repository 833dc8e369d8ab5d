// Package scan does the whole job: it takes blobs from a source, runs the
// engine over them, finds out where what it found is, sets aside what is
// allowed, and returns a Report with the findings and the ledger.
//
// The order matters. Blobs are scanned first, each once, without knowing their
// paths. Only then the source is asked for the places of the few blobs that
// hold something, and only then rules and allowlists that ask for a path are
// judged, place by place. What a rule says about a blob therefore never
// depends on which path was met first, nor on the number of goroutines.
package scan
