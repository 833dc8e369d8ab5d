package gitdir

import "bytes"

// withoutIDs returns a text with spaces in the place of the object ids that git writes
// into its own files, so that lines and columns stay as they are: those with which a
// line begins, one or two of them or one behind "pick", and those in the messages of
// reflogs, as in "checkout: moving from ID to ID".
func withoutIDs(text []byte) []byte {
	out := bytes.Clone(text)
	line := 0 // where it begins
	for i := 0; i < len(out); i++ {
		if out[i] == '\n' {
			line = i + 1
		}
		if !inWord(out[i]) {
			continue
		}
		start, hex := i, true
		for ; i < len(out) && inWord(out[i]); i++ {
			hex = hex && (out[i] >= '0' && out[i] <= '9' || out[i] >= 'a' && out[i] <= 'f')
		}
		if n := i - start; hex && (n == 40 || n == 64) && leadsToID(out[line:start]) {
			for k := start; k < i; k++ {
				out[k] = ' '
			}
		}
		i-- // it may be a line end
	}
	return out
}

func inWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// leadsToID reports whether an id may stand behind the beginning of a line.
func leadsToID(line []byte) bool {
	if start := bytes.TrimLeft(line, " "); len(start) == 0 || string(start) == "pick " {
		return true
	}
	for _, word := range []string{" from ", " to ", " onto "} {
		if bytes.HasSuffix(line, []byte(word)) {
			return true
		}
	}
	return false
}
