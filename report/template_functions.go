package report

import (
	"bytes"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"time"

	"github.com/sluicesec/sluice/internal/plain"
)

// templateFunctions are the functions of a template, beside those of text/template. A text
// that a function returns from a foreign one is plain, except that of json, which has
// escapes of its own.
func templateFunctions() template.FuncMap {
	return template.FuncMap{
		"json":      templateJSON,
		"csv":       func(v any) string { return csvField(cell(raw(v))) },
		"quote":     func(v any) string { return quoted(raw(v)) },
		"markdown":  func(v any) string { return inCode(raw(v)) },
		"xml":       func(v any) string { return template.HTMLEscapeString(plain.Text(raw(v))) },
		"lower":     func(v any) foreign { return foreign(strings.ToLower(raw(v))) },
		"upper":     func(v any) foreign { return foreign(strings.ToUpper(raw(v))) },
		"trim":      func(v any) foreign { return foreign(strings.TrimSpace(raw(v))) },
		"firstLine": func(v any) foreign { return foreign(subject(raw(v))) },
		"replace":   func(old, new string, v any) foreign { return foreign(strings.ReplaceAll(raw(v), old, new)) },
		"contains":  func(part string, v any) bool { return strings.Contains(raw(v), part) },
		"hasPrefix": func(prefix string, v any) bool { return strings.HasPrefix(raw(v), prefix) },
		"hasSuffix": func(suffix string, v any) bool { return strings.HasSuffix(raw(v), suffix) },
		"trunc":     func(n int, v any) foreign { return foreign(cut(raw(v), max(n, 4))) },
		"join":      templateJoin,
		"date":      templateDate,
		"default":   templateDefault,
		"first":     templateFirst,
	}
}

// raw is a value as a text.
func raw(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case foreign:
		return string(v)
	}
	return fmt.Sprint(v)
}

// templateJSON writes a value as JSON, in one line.
func templateJSON(v any) (string, error) {
	if seq, ok := v.(templateFindings); ok {
		v = slices.Collect(seq)
	}
	text, err := marshal(v, "", "")
	return string(bytes.TrimSuffix(text, []byte("\n"))), err
}

// csvField quotes what is not alone in a field of CSV (RFC 4180).
func csvField(s string) string {
	if !strings.ContainsAny(s, `",`) && strings.TrimSpace(s) == s {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// quoted puts a plain text between quotation marks, with a backslash before those in it.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(plain.Text(s)) + `"`
}

// templateJoin joins a list of texts or numbers.
func templateJoin(separator string, list any) (string, error) {
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice {
		return "", fmt.Errorf("join takes a list, not %T", list)
	}
	var texts []string
	for i := range v.Len() {
		texts = append(texts, plain.Text(raw(v.Index(i).Interface())))
	}
	return strings.Join(texts, separator), nil
}

// templateDate writes a date in a layout of Go's package time, such as "2 Jan 2006". A text
// that is no date stays as it is.
func templateDate(layout string, v any) foreign {
	s := raw(v)
	for _, form := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return foreign(t.Format(layout))
		}
	}
	return foreign(s)
}

// templateDefault is the value, or instead of an empty one something else.
func templateDefault(other, v any) any {
	if truth, ok := template.IsTrue(v); ok && truth {
		return v
	}
	return other
}

// templateFirst is a list, or findings, up to the n-th.
func templateFirst(n int, list any) (any, error) {
	n = max(n, 0)
	if seq, ok := list.(templateFindings); ok {
		return firstOf(n, seq), nil
	}
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice {
		return nil, fmt.Errorf("first takes a list, not %T", list)
	}
	return v.Slice(0, min(n, v.Len())).Interface(), nil
}

func firstOf[T any](n int, seq iter.Seq[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		i := 0
		for v := range seq {
			if i == n || !yield(v) {
				return
			}
			i++
		}
	}
}
