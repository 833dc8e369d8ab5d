package model

import "strings"

// Place adds what a path says, with slashes. The path is "" if there is none.
func (x *Vector) Place(path string) {
	clear(x[textCount:])
	low := strings.ToLower(path)
	for i := range pathWords {
		x.is(pathWord+feature(i), strings.Contains(low, pathWords[i]))
	}
	x[pathDepth] = float32(strings.Count(low, "/"))
	base := low[strings.LastIndexByte(low, '/')+1:]
	for i := range pathEnds {
		if strings.HasSuffix(base, pathEnds[i]) {
			x[pathEnd+feature(i)] = 1
			x[pathKnown] = 1
		}
	}
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
