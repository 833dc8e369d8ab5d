package rules

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// gitleaksKeys are the keys of a rule that gitleaks has, and ourTables the tables that
// it does not have. It passes over all others.
var (
	gitleaksKeys = []string{
		"id", "description", "regex", "path", "secretGroup", "entropy", "keywords", "tags",
		"allowlist", "allowlists", "required", "skipReport",
	}
	ourTables = []string{"providers", "context", "generic"}
)

// isOurKey reports whether gitleaks passes over a key that a table of type t has here.
func isOurKey(t reflect.Type, key string) bool {
	isKey := func(k string) bool { return strings.EqualFold(k, key) }
	switch t {
	case reflect.TypeFor[ruleTable]():
		return !slices.ContainsFunc(gitleaksKeys, isKey)
	case reflect.TypeFor[file]():
		return slices.ContainsFunc(ourTables, isKey)
	}
	return false
}

// noValue is the note about a key that gitleaks does not know.
const noValue = "key %q has a value that it cannot have: it counts for nothing"

// fits reports whether a value can be put into something of type t, and notes it if
// not. It is for keys that gitleaks does not know, so that their values are no errors
// to it.
func (f *fitter) fits(key, path string, value any, t reflect.Type) bool {
	try := &fitter{name: f.name, at: f.at, lenient: true, keys: f.keys}
	try.fit(key, path, value, reflect.New(t).Elem())
	if len(try.errs) > 0 {
		f.note(path, noValue, key)
	}
	return len(try.errs) == 0
}

// convert returns a value as one for the type t. It does what gitleaks' decoder
// does: one value stands for a list of it, a string is split at its commas for a
// list, and numbers, strings, and true and false stand for each other. A value that
// cannot be converted is returned as it is.
func (f *fitter) convert(key, path string, value any, t reflect.Type) any {
	converted, ok := converted(value, t)
	if !ok {
		return value
	}
	if s, isString := value.(string); isString && t.Kind() == reflect.Slice && strings.Contains(s, ",") {
		f.note(path, "key %q: it takes a list; the string is split at its commas, as gitleaks does", key)
	} else {
		f.note(path, "key %q: it takes %s; the value is taken for one, as gitleaks does", key, kindName(t))
	}
	return converted
}

// converted returns a value of another type as one for t. ok is false if none has to
// be or can be made.
func converted(value any, t reflect.Type) (as any, ok bool) {
	switch t.Kind() {
	case reflect.Slice:
		switch v := value.(type) {
		case string:
			if v == "" {
				return []any{}, true
			}
			list := []any{}
			for part := range strings.SplitSeq(v, ",") {
				list = append(list, part)
			}
			return list, true
		case map[string]any:
			if len(v) == 0 {
				return []any{}, true
			}
			return []any{v}, true
		case bool, int64, float64:
			return []any{v}, true
		}
	case reflect.String:
		switch v := value.(type) {
		case bool:
			return strconv.Itoa(number(v)), true
		case int64:
			return strconv.FormatInt(v, 10), true
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64), true
		}
	case reflect.Bool:
		switch v := value.(type) {
		case string:
			b, err := strconv.ParseBool(v)
			return b, err == nil || v == ""
		case int64:
			return v != 0, true
		case float64:
			return v != 0, true
		}
	case reflect.Int:
		switch v := value.(type) {
		case string:
			n, err := strconv.ParseInt(v, 0, 64)
			return n, err == nil || v == ""
		case bool:
			return int64(number(v)), true
		case float64:
			return int64(v), math.Abs(v) < 1<<53
		}
	case reflect.Float64:
		switch v := value.(type) {
		case string:
			n, err := strconv.ParseFloat(v, 64)
			return n, err == nil || v == ""
		case bool:
			return float64(number(v)), true
		}
	}
	return nil, false
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
