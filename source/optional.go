package source

import "context"

// A PathWanter is a source that knows of most blobs no path when it visits
// them, as a history does. Of the paths that it meets afterwards it visits
// those that it was asked for.
type PathWanter interface {
	// WantPaths asks for the paths whose last part passes, each to be visited as a
	// blob of finding.KindPath with no content: if something is found, once with
	// each blob that was ever there. It must be called before Walk.
	WantPaths(passes func(name []byte) bool)
}

// A Versioned source knows what stood at a path before the change that it
// scans: a secret that was there already is not this change's.
type Versioned interface {
	// Previous returns the contents of path before the change: one for each
	// parent of the change that has any.
	Previous(ctx context.Context, path string) ([][]byte, error)
}

// A Counted source knows beforehand how many objects it will visit, trees
// included: what a progress bar needs.
type Counted interface {
	Total() int
}
