package gitdir

import (
	"bytes"
	"regexp"
)

// ids matches the object ids with which lines of git's own files begin, and those that
// git writes into the messages of reflogs: "checkout: moving from ID to ID".
var ids = regexp.MustCompile(`(?m)(?:^ *(?:pick )?|\b(?:from|to|onto) )([0-9a-f]{64}|[0-9a-f]{40})\b`)

// withoutIDs returns a text with spaces in the place of object ids, so that lines and
// columns stay as they are. A line begins with two ids at most.
func withoutIDs(text []byte) []byte {
	out := bytes.Clone(text)
	for range 2 {
		for _, at := range ids.FindAllSubmatchIndex(out, -1) {
			copy(out[at[2]:at[3]], spaces)
		}
	}
	return out
}

const spaces = "                                                                "
