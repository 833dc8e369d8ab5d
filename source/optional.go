package source

import "context"

// PathWanter can be implemented by a Source whose blobs have no path when they are
// visited, because many paths share one blob, as in a history.
//
// Some rules match a path, whatever the content, and others judge the content of
// files with certain paths only. Before Walk, a scan with such rules calls WantPaths,
// and Walk then also visits the paths that were asked for. Of a Source without
// WantPaths, only blobs that have a Path when they are visited are judged by such
// rules.
type PathWanter interface {
	// WantPaths asks for the paths whose last element passes. Walk visits each of
	// them as a blob of finding.KindPath with no content, at least once; and if
	// something is found at it, once with the ID of each blob that was ever there.
	// If the Result says Content, Walk then visits the blob itself, with its Path, even
	// if it was visited without one; a blob of more than most bytes may be left out.
	// That a blob was visited at one such path says nothing about another.
	// WantPaths must be called before Walk.
	WantPaths(passes func(name []byte) bool, most int64)
}

// Versioned can be implemented by a Source that scans a change and knows what was
// there before.
//
// After Locate, a scan asks for the previous contents of each path at which it found
// secrets, and drops the secrets that one of them holds: the change did not bring
// them. All secrets of a Source without Previous are reported, also those that were
// there before.
type Versioned interface {
	// Previous visits the contents of path before the change: one for each parent
	// of the change that has the path. A blob is valid during its visit only.
	Previous(ctx context.Context, path string, visit func(*Blob) error) error
}

// Counted can be implemented by a Source that knows before Walk how many objects it
// will visit, trees included.
//
// The command line then shows what part of the scan is done. For a Source without
// Total it shows only how much was visited.
type Counted interface {
	Total() int
}

// Repeated can be implemented by a Source of commits that can tell which lines each of
// them adds.
//
// A Place says which commit brought a secret to a path. A scan that must also tell the
// commits that add a line with the secret again, because the line was edited or moved, calls
// WantAgain before Locate. So does a scan whose allowlists name commits: they may allow the
// first one alone. Of a Source without WantAgain no such commits are known.
type Repeated interface {
	// WantAgain makes Locate also return the places that are Again, and the Hunks of all
	// places that a commit without a merge has brought. held returns the secrets of a blob
	// and where in it they are. It is called while Locate runs, by one goroutine at a time.
	WantAgain(held func(blob ID) []Held)
}

// A Held is a secret on some lines of a blob.
type Held struct {
	Key SecretKey
	Lines
}

// Lines are the lines of a file from First to Last, counted from 1. The zero value means
// none: the secret is the path.
type Lines struct{ First, Last int }

// Within reports whether all of the lines are among others.
func (l Lines) Within(others Lines) bool { return others.First <= l.First && l.Last <= others.Last }
