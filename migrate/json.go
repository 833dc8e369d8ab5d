package migrate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A node is a value of a JSON document and the line on which it begins.
type node struct {
	line  int
	value any // a string, a number, a boolean or nil; nil for an array and an object
	list  []node
	table map[string]node
}

// maxDepth bounds the arrays and objects within each other.
const maxDepth = 100

// parseJSON reads a document, without the values of some of its top keys.
func parseJSON(text []byte, without ...string) (node, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	p := jsonParser{text: text, d: json.NewDecoder(bytes.NewReader(text)), without: without}
	n, err := p.node(0)
	if err != nil {
		return n, fmt.Errorf("line %d: %w", p.line(), err)
	}
	return n, nil
}

type jsonParser struct {
	text    []byte
	d       *json.Decoder
	without []string

	counted, newlines int // newlines before text[counted]
}

// line returns the line on which the next value begins.
func (p *jsonParser) line() int {
	at := int(p.d.InputOffset())
	for at < len(p.text) && strings.IndexByte(" \t\r\n,:", p.text[at]) >= 0 {
		at++
	}
	p.newlines += bytes.Count(p.text[p.counted:at], []byte("\n"))
	p.counted = at
	return p.newlines + 1
}

func (p *jsonParser) node(depth int) (n node, err error) {
	if depth > maxDepth {
		return n, errors.New("arrays and objects are nested too deeply")
	}
	n.line = p.line()
	t, err := p.d.Token()
	if err != nil {
		return n, err
	}
	switch t {
	case json.Delim('['):
		for p.d.More() {
			e, err := p.node(depth + 1)
			if err != nil {
				return n, err
			}
			n.list = append(n.list, e)
		}
		_, err = p.d.Token()
	case json.Delim('{'):
		n.table = map[string]node{}
		for p.d.More() {
			key, err := p.d.Token()
			if err != nil {
				return n, err
			}
			name, _ := key.(string)
			e := node{line: p.line()}
			if depth == 0 && slices.Contains(p.without, name) {
				err = p.d.Decode(&json.RawMessage{})
			} else {
				e, err = p.node(depth + 1)
			}
			if err != nil {
				return n, err
			}
			n.table[name] = e
		}
		_, err = p.d.Token()
	default:
		n.value = t
	}
	return n, err
}

// text is the string that a key of an object has; "" for none.
func (n node) text(key string) string {
	s, _ := n.table[key].value.(string)
	return s
}

// texts are the strings of a value that is a string or a list of them, each with its line.
func (n node) texts() (all []sourced) {
	if s, ok := n.value.(string); ok && s != "" {
		return []sourced{{text: s, line: n.line}}
	}
	for _, e := range n.list {
		all = append(all, e.texts()...)
	}
	return all
}
