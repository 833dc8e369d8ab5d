package rules

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// lines tells on which line of a TOML document a table starts. A table in an
// array is named with its index: "rules[2].allowlists[0]".
type lines map[string]int

// tableLines finds the tables of a document that is known to decode.
func tableLines(data []byte) lines {
	at := lines{}
	count := map[string]int{} // elements so far of the array of tables
	line, counted := 1, 0
	var p unstable.Parser
	p.Reset(data)
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind != unstable.Table && e.Kind != unstable.ArrayTable {
			continue
		}
		var path string
		for key := e.Key(); key.Next(); {
			if path != "" {
				path += "."
			}
			path += strings.ToLower(string(key.Node().Data))
			offset := int(key.Node().Raw.Offset)
			line += bytes.Count(data[counted:offset], []byte{'\n'})
			counted = offset
			last := key.IsLast()
			if last && e.Kind == unstable.ArrayTable {
				count[path]++
			}
			if n := count[path]; n > 0 {
				path = fmt.Sprintf("%s[%d]", path, n-1)
			}
		}
		at[path] = line
	}
	return at
}

// line returns the line of the table, or that of the nearest table around it
// (tables written inline have no header of their own).
func (at lines) line(path string) int {
	for path != "" {
		if n, ok := at[path]; ok {
			return n
		}
		path = path[:max(strings.LastIndexByte(path, '.'), 0)]
	}
	return 1
}
