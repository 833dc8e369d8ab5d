package model

import (
	"strings"

	"github.com/sluicesec/sluice/internal/pathclass"
)

// Place adds what a path says, with slashes. The path is "" if there is none.
func (x *Vector) Place(path string) {
	clear(x[textCount:])
	low := strings.ToLower(path)
	for i := range pathWords {
		x.is(pathWord+feature(i), strings.Contains(low, pathWords[i]))
	}
	x[pathDepth] = float32(folders(path))
	base := low[strings.LastIndexByte(low, '/')+1:]
	for i := range pathEnds {
		if strings.HasSuffix(base, pathEnds[i]) {
			x[pathEnd+feature(i)] = 1
			x[pathKnown] = 1
		}
	}
}

// leastDepth is how many folders the files of the labelled set are in, at least, because
// the set keeps each repository in folders of its own. Of a file nearer to the root the
// trees know nothing, and take it for less than it is: a .env, a compose file.
const leastDepth = 3

// folders returns how many folders a path is in, as the trees know it. What is not
// deployed, and what is no file, keeps the depth that it has.
func folders(path string) int {
	n := strings.Count(path, "/")
	if path != "" && pathclass.Of(path) == pathclass.Deployed {
		n = max(n, leastDepth)
	}
	return n
}

// IsTestVector reports whether a path is that of data which tests compare with:
// what is in it was made to be published.
func IsTestVector(path string) bool {
	low := strings.ToLower(path)
	for _, part := range [...]string{"testdata/", "test_data/", "test-data/", "testvector", "test_vector", "test-vector", "/vectors/", "wycheproof", "cavp", "/kat/"} {
		if strings.Contains(low, part) {
			return true
		}
	}
	return false
}
