package job

import (
	"strings"
	"testing"
)

// Only a number that was reached, or certain commits, say that no older commit is meant.
func TestBounded(t *testing.T) {
	for options, want := range map[string]bool{
		"-1": true, "-n1": true, "-n 1": true, "-2": true, "--max-count=2": true, "--max-count 2": true, "--no-walk HEAD": true, "--no-merges -2 HEAD": true,
		"-3": false, "-n 3": false, "HEAD": false, "--since=1": false, "A..B": false, "--all": false, "-- -1": false, "--skip=1": false, "": false, "-n -1": false,
	} {
		if got := bounded(strings.Fields(options), 2); got != want {
			t.Errorf("%q: got %t", options, got)
		}
	}
}
