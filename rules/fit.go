package rules

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// A fitter finds where a decoded document does not fit the Go type that it is
// meant for. The decoder would leave out unknown keys, and report a value of
// another type without its line.
type fitter struct {
	name    string
	at      lines
	errs    []error
	suggest suggester
}

// misfits returns an error for each key that is unknown, is written twice in
// different case, or has a value of another type than the fields of t.
func misfits(name string, document map[string]any, t reflect.Type, at lines) error {
	f := &fitter{name: name, at: at}
	f.table("", "", document, t)
	return joined(f.errs)
}

// fit checks a value. key names it for people, path for lines.
func (f *fitter) fit(key, path string, value any, t reflect.Type) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	ok := false
	switch t.Kind() {
	case reflect.Struct:
		if table, isTable := value.(map[string]any); isTable {
			f.table(key, path, table, t)
			return
		}
	case reflect.Slice:
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
			for i := range list.Len() {
				f.fit(key, fmt.Sprintf("%s[%d]", path, i), list.Index(i).Interface(), t.Elem())
			}
			return
		}
	case reflect.String:
		_, ok = value.(string)
	case reflect.Bool:
		_, ok = value.(bool)
	case reflect.Int:
		_, ok = value.(int64)
	case reflect.Float64:
		_, isInt := value.(int64)
		_, ok = value.(float64)
		ok = ok || isInt
	}
	if !ok {
		f.fail(path, "key %q: it takes %s, not %s", key, kindName(t), kindName(reflect.TypeOf(value)))
	}
}

func (f *fitter) table(key, path string, table map[string]any, t reflect.Type) {
	spelled := map[string]string{} // key as written, by field
	for _, k := range slices.Sorted(maps.Keys(table)) {
		inner, at := strings.TrimPrefix(key+"."+k, "."), join(path, k)
		field, ok := fieldOf(t, k)
		if !ok {
			f.unknown(at, key, k, t)
			continue
		}
		if other, ok := spelled[field.Name]; ok {
			f.fail(at, "key %q is written as %q, too", inner, other)
		}
		spelled[field.Name] = k
		f.fit(inner, at, table[k], field.Type)
	}
}

// fieldOf returns the field of a table that a key is for. Case does not matter.
func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for field := range t.Fields() {
		if name := keyOf(field); name != "" && strings.EqualFold(name, key) {
			return field, true
		}
	}
	return reflect.StructField{}, false
}

// keyOf returns the key of a field, "" for a field that rule files cannot set.
func keyOf(field reflect.StructField) string {
	tag := field.Tag.Get("toml")
	switch {
	case !field.IsExported() || tag == "-":
		return ""
	case tag != "":
		return tag
	}
	return lowerCamel(field.Name)
}

// unknown fails for a key k that a table of type t does not have. The keys
// around it, in key, are known.
func (f *fitter) unknown(at, key, k string, t reflect.Type) {
	if len(f.errs) > maxErrors { // beyond these, errors are only counted
		f.fail(at, "an unknown key")
		return
	}
	if key == "" && (strings.EqualFold(k, "useDefault") || strings.EqualFold(k, "disabledRules")) {
		f.fail(at, "key %q belongs under [extend]", k)
		return
	}
	var known []string
	for field := range t.Fields() {
		if name := keyOf(field); name != "" {
			known = append(known, name)
		}
	}
	switch {
	case looksLikeName(k):
		f.fail(at, "unknown key %q%s", strings.TrimPrefix(key+"."+k, "."), f.suggest.didYouMean(k, func() []string { return known }))
	case key == "":
		f.fail(at, "an unknown key %s", notShown)
	default:
		f.fail(at, "an unknown key %s in %q", notShown, key)
	}
}

// lowerCamel spells the name of a field as rule files do: "id", "url",
// "secretGroup", "stopwords".
func lowerCamel(field string) string {
	switch field {
	case "ID", "URL", "StopWords":
		return strings.ToLower(field)
	}
	return strings.ToLower(field[:1]) + field[1:]
}

func (f *fitter) fail(path, format string, args ...any) {
	f.errs = append(f.errs, Origin{File: f.name, Line: f.at.line(path)}.errorf(format, args...))
}

// kindName names a kind of value as rule files know it.
func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list"
	}
	if t == reflect.TypeFor[time.Time]() {
		return "a date or time"
	}
	return "a table"
}
