package migrate

import (
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/rules"
)

// without returns the text of the rule file without some entries; "" if it says nothing
// then. A list that has lost all its entries is gone, too.
func (st *settler) without(gone []int) (string, error) {
	if len(gone) == 0 {
		return st.text, nil
	}
	places, err := rules.Places([]byte(st.text))
	if err != nil {
		return "", err
	}
	left := map[string]int{} // entries of a key or a list
	for _, e := range st.entries {
		left[e.list]++
		left[e.list+"."+e.kind]++
	}
	for _, n := range gone {
		e := &st.entries[n]
		left[e.list]--
		left[e.list+"."+e.kind]--
	}
	var edits []edit
	for _, n := range gone {
		e := &st.entries[n]
		key, own := places[e.list+"."+e.kind], places[e.path]
		switch {
		case left[e.list] == 0:
			edits = append(edits, tableSpan(st.text, places, e.list))
		case left[e.list+"."+e.kind] == 0:
			edits = append(edits, ownLine(st.text, key.Start, key.End))
		default:
			edits = append(edits, element(st.text, own.Start, own.End))
		}
	}
	text := apply(st.text, edits)
	if !strings.HasSuffix(st.text, "\n\n") && strings.HasSuffix(text, "\n\n") { // the last table is gone
		text = strings.TrimRight(text, "\n") + "\n"
	}
	if saysNothing(text) {
		return "", nil
	}
	if _, err := rules.Parse(st.configPath(), []byte(text)); err != nil {
		return "", fmt.Errorf("entries of allowlists cannot be taken out of the rule file by a program: take them out by hand, or leave out --prune: %w", err)
	}
	return text, nil
}

// saysNothing reports whether a text has nothing but comments.
func saysNothing(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

// tableSpan is the span of a table with its keys, and with the comments right above it.
func tableSpan(text string, places map[string]rules.Place, path string) edit {
	start, end := places[path].Start, places[path].End
	for name, p := range places {
		if strings.HasPrefix(name, path+".") {
			end = max(end, p.End)
		}
	}
	if n := strings.IndexByte(text[end:], '\n'); n >= 0 {
		end += n + 1
	} else {
		end = len(text)
	}
	start = aboveComments(text, start)
	for end < len(text) && text[end] == '\n' && (start == 0 || strings.HasSuffix(text[:start], "\n\n")) {
		end++
	}
	return edit{start: start, end: end}
}
