package rules

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// A fitter puts a decoded document into the Go values that it is meant for. The
// decoder would leave out unknown keys, and report a value of another type without
// its line.
//
// A document that is lenient is in the manner of gitleaks: unknown
// keys are notes, and a value of another type is converted as gitleaks converts it.
type fitter struct {
	name    string
	at      lines
	lenient bool
	errs    []error
	notes   noteList
	suggest suggester
	keys    map[reflect.Type]map[string]int // fields by their keys in lower case

	nameBytes int // see fitter.nameRegex
}

// fit puts a value into v. key names it for people, path for lines.
func (f *fitter) fit(key, path string, value any, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if f.lenient {
		value = f.convert(key, path, value, v.Type())
	}
	ok := false
	switch v.Kind() {
	case reflect.Struct:
		if table, isTable := value.(map[string]any); isTable {
			f.table(key, path, table, v)
			return
		}
	case reflect.Slice:
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
			v.Set(reflect.MakeSlice(v.Type(), list.Len(), list.Len()))
			for i := range list.Len() {
				f.fit(key, fmt.Sprintf("%s[%d]", path, i), list.Index(i).Interface(), v.Index(i))
			}
			return
		}
	case reflect.String:
		var s string
		s, ok = value.(string)
		v.SetString(s)
	case reflect.Bool:
		var b bool
		b, ok = value.(bool)
		v.SetBool(b)
	case reflect.Int:
		var n int64
		n, ok = value.(int64)
		v.SetInt(n)
	case reflect.Float64:
		switch n := value.(type) {
		case int64:
			ok = true
			v.SetFloat(float64(n))
		case float64:
			ok = true
			v.SetFloat(n)
		}
	}
	if !ok {
		f.fail(path, "key %q: it takes %s, not %s", key, kindName(v.Type()), kindName(reflect.TypeOf(value)))
	}
}

func (f *fitter) table(key, path string, table map[string]any, v reflect.Value) {
	spelled := map[int]string{} // key as written, by field
	for _, k := range slices.Sorted(maps.Keys(table)) {
		inner, at := strings.TrimPrefix(key+"."+k, "."), join(path, k)
		field, ok := f.fieldsOf(v.Type())[strings.ToLower(k)]
		if !ok {
			f.unknown(at, key, k, table[k], v.Type())
			continue
		}
		if other, ok := spelled[field]; ok && f.lenient { // gitleaks, too, prefers one with capitals, which is sorted first
			f.note(at, "key %q is written as %q, too, which counts", inner, other)
			continue
		} else if ok {
			f.fail(at, "key %q is written as %q, too", inner, other)
		}
		spelled[field] = k
		if f.lenient && isOurKey(v.Type(), k) && !f.fits(inner, at, table[k], v.Field(field).Type()) {
			continue
		}
		f.fit(inner, at, table[k], v.Field(field))
	}
}

// fieldsOf returns the fields of a table by their keys. Case does not matter.
func (f *fitter) fieldsOf(t reflect.Type) map[string]int {
	if fields, ok := f.keys[t]; ok {
		return fields
	}
	fields := make(map[string]int, t.NumField())
	for i := range t.NumField() {
		if name := keyOf(t.Field(i)); name != "" {
			fields[strings.ToLower(name)] = i
		}
	}
	if f.keys == nil {
		f.keys = map[reflect.Type]map[string]int{}
	}
	f.keys[t] = fields
	return fields
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

// unknown is about a key k that a table of type t does not have. The keys
// around it, in key, are known. It is an error, or a note in a lenient document.
func (f *fitter) unknown(at, key, k string, value any, t reflect.Type) {
	tell := f.fail
	counts := "" // what to say beyond that the key is unknown
	if f.lenient {
		if f.betterleaks(at, key, k, value) || f.isOlderKey(at, key, k, t) {
			return
		}
		tell, counts = f.note, ": it counts for nothing"
	}
	if len(f.errs) > maxErrors { // beyond these, errors are only counted
		f.fail(at, "an unknown key")
		return
	}
	if key == "" && (strings.EqualFold(k, "useDefault") || strings.EqualFold(k, "disabledRules")) {
		tell(at, "key %q belongs under [extend]%s", k, counts)
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
		tell(at, "unknown key %q%s%s", strings.TrimPrefix(key+"."+k, "."), counts, f.suggest.didYouMean(k, func() []string { return known }))
	case key == "":
		tell(at, "an unknown key %s%s", notShown, counts)
	default:
		tell(at, "an unknown key %s in %q%s", notShown, key, counts)
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

func (f *fitter) note(path, format string, args ...any) {
	f.notes.add(f.at.line(path), format, args...)
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
