package agent

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// A node is a value of a JSON text, and where it is in it. With it a settings file is
// changed as text: what a change does not concern stays as its owner has written it.
type node struct {
	start, end int  // the value is text[start:end]
	open       byte // '{', '[', or 0 for a value that holds no others
	items      []item
}

// An item is a member of an object or an element of an array.
type item struct {
	key   string // "" in an array
	start int    // of the key, or of the value in an array
	value *node
}

// parseText returns the value of a JSON text; false for what is no JSON.
func parseText(text []byte) (*node, bool) {
	if !json.Valid(text) {
		return nil, false
	}
	n, _ := parseNode(text, 0)
	return n, true
}

// parseNode reads a value of a valid JSON text from a place on.
func parseNode(text []byte, at int) (n *node, end int) {
	at = skip(text, at, " \t\r\n")
	n = &node{start: at}
	switch c := text[at]; c {
	case '{', '[':
		n.open = c
		at = skip(text, at+1, " \t\r\n")
		for text[at] != '}' && text[at] != ']' {
			it := item{start: at}
			if c == '{' {
				keyEnd := stringEnd(text, at)
				_ = json.Unmarshal(text[at:keyEnd], &it.key) // the text is valid
				at = skip(text, keyEnd, " \t\r\n:")
			}
			it.value, at = parseNode(text, at)
			n.items = append(n.items, it)
			at = skip(text, at, " \t\r\n,")
		}
		at++
	case '"':
		at = stringEnd(text, at)
	default:
		for at < len(text) && strings.IndexByte(" \t\r\n,]}", text[at]) < 0 {
			at++
		}
	}
	n.end = at
	return n, at
}

func skip(text []byte, at int, what string) int {
	for at < len(text) && strings.IndexByte(what, text[at]) >= 0 {
		at++
	}
	return at
}

// stringEnd returns where the string that begins at a place ends.
func stringEnd(text []byte, at int) int {
	for at++; text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return at + 1
}

// member returns the value of a member; nil if there is none. Of two with one name it is the
// last, as for most programs that read JSON.
func (n *node) member(key string) *node {
	for _, it := range slices.Backward(n.items) {
		if n.open == '{' && it.key == key {
			return it.value
		}
	}
	return nil
}

// insert puts a new item at the end of an object or an array: on a line of its own, unless
// the items that are there are on one line, or the whole text is. depth is that of the new
// item.
func insert(text []byte, n *node, item, unit string, depth int) []byte {
	if len(n.items) > 0 && !bytes.Contains(text[n.start:n.end], []byte("\n")) {
		end := n.items[len(n.items)-1].value.end
		return slices.Concat(text[:end], []byte(", "+item), text[end:])
	}
	if whole := bytes.TrimSpace(text); bytes.Contains(whole, []byte(`"`)) && !bytes.Contains(whole, []byte("\n")) {
		return slices.Concat(text[:n.start+1], []byte(item), text[n.end-1:])
	}
	newline := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		newline = "\r\n"
	}
	indent := strings.Repeat(unit, depth)
	closing := n.end - 1
	last := len(bytes.TrimRight(text[:closing], " \t\r\n"))
	between := "," + newline
	if len(n.items) == 0 {
		between = newline
	}
	added := between + indent + item + newline + strings.Repeat(unit, depth-1)
	return slices.Concat(text[:last], []byte(added), text[closing:])
}

// remove takes the item with a number out of an object or an array, and the comma that
// belongs to it.
func remove(text []byte, n *node, i int) []byte {
	begin, end := n.items[i].start, n.items[i].value.end
	switch {
	case i > 0:
		begin = n.items[i-1].value.end
	case len(n.items) > 1:
		end = n.items[1].start
	default:
		begin, end = n.start+1, n.end-1
	}
	return slices.Concat(text[:begin], text[end:])
}

// unitOf returns what a text is indented by.
func unitOf(text []byte) string {
	for line := range bytes.Lines(text) {
		rest := bytes.TrimLeft(line, " \t")
		if n := len(line) - len(rest); n > 0 && len(rest) > 0 && rest[0] == '"' {
			return string(line[:n])
		}
	}
	return "  "
}
