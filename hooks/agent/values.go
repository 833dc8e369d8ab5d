package agent

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// strings adds each string at any depth of a value, the names of members included, and the
// value as a whole, because the name of a member says what its value is. Texts of several
// lines are left out of the whole: there, the end of a line would not end anything.
func (e *Event) strings(name string, value any, from From) {
	if value == nil {
		return
	}
	if whole, ok := value.(string); ok {
		e.leaf(name, whole, from)
		if value = inner(value); value == any(whole) {
			return
		}
	}
	var whole bytes.Buffer
	encoder := json.NewEncoder(&whole)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(withoutTexts(value)); err == nil && whole.Len() > len(`{"a":1}`) {
		e.Texts = append(e.Texts, Text{What: or(name, "the payload"), From: from, Data: whole.Bytes()})
	}
	e.each(name, value, from)
}

// longestLine is the length up to which a string can be the value that the name of a member
// speaks of, in bytes.
const longestLine = 4 << 10

// withoutTexts returns a value with empty strings in place of those that are no values, but
// texts.
func withoutTexts(value any) any {
	switch v := value.(type) {
	case string:
		v = strings.TrimRight(v, "\r\n")
		if len(v) > longestLine || strings.ContainsAny(v, "\n\r") {
			return ""
		}
		return v
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = withoutTexts(item)
		}
		return list
	case object:
		o := make(object, len(v))
		for key, item := range v {
			o[key] = withoutTexts(item)
		}
		return o
	}
	return value
}

func (e *Event) each(name string, value any, from From) {
	switch v := value.(type) {
	case string:
		e.leaf(name, v, from)
	case []any:
		for i, item := range v {
			e.each(join(name, strconv.Itoa(i)), item, from)
		}
	case object:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			e.each(join(name, key), v[key], from)
		}
	}
}

// eachString calls do for each string in a value, without the names of members.
func eachString(value any, do func(string)) {
	switch v := value.(type) {
	case string:
		do(v)
	case []any:
		for _, item := range v {
			eachString(item, do)
		}
	case object:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			eachString(v[key], do)
		}
	}
}

// shortest is the length of the shortest string that is judged by itself, in bytes. A
// shorter one is a secret only beside a name, and the value as a whole has both.
const shortest = 8

// mostTexts is how many texts have a name of their own. Further strings are judged, too,
// but as lines of one text.
const mostTexts = 2000

// leaf adds one string.
func (e *Event) leaf(name, s string, from From) {
	if from == FromModel {
		s = e.patches(name, s)
	}
	if len(s) < shortest {
		return
	}
	if n := len(e.Texts); n >= mostTexts && e.Texts[n-1].From == from && e.Texts[n-1].Path == "" {
		e.Texts[n-1].Data = append(append(e.Texts[n-1].Data, '\n'), s...)
		return
	}
	e.Texts = append(e.Texts, Text{What: or(name, "the payload"), From: from, Data: []byte(s)})
}

// longestName bounds the name of a member, in bytes: a value may be very deep.
const longestName = 256

// join names a member of a member. A name is the model's to choose, and may be anything.
func join(name, member string) string {
	switch {
	case name == "":
		return member
	case len(name)+len(member) > longestName:
		return name
	}
	return name + "." + member
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}
