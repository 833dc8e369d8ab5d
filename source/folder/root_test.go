package folder

import "testing"

// TestRoot: the folders above what is scanned do not count, unless the path begins in
// the current folder.
func TestRoot(t *testing.T) {
	for _, test := range []struct {
		file, want string
		paths      []string
	}{
		{"a/b", "", []string{"."}},
		{"tests/b", "", []string{"tests"}},
		{"/home/tests/b", "/home/tests", []string{"/home/tests/"}},
		{"/home/tests/b", "/home/tests", []string{"/home/tests/b"}},
		{"/home/tests/b", "/home/tests", []string{"/", "/home", "/home/tests", "/home/te"}},
		{"/tests/b", "/", []string{"/"}},
		{"../tests/b", "../tests", []string{"../tests"}},
		{"../tests/b", "..", []string{".."}},
	} {
		if got := (&Folders{Paths: test.paths}).root(test.file); got != test.want {
			t.Errorf("%s of %q: %q, want %q", test.file, test.paths, got, test.want)
		}
	}
}
