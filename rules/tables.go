package rules

import (
	"slices"
	"strings"
)

// A decoded document is changed with these before it is put into its Go types.

// get returns the value of a key, in any case.
func get(table map[string]any, key string) (value any, ok bool) {
	for k, v := range table {
		if strings.EqualFold(k, key) {
			return v, true
		}
	}
	return nil, false
}

// take is get, and takes the key out.
func take(table map[string]any, key string) (value any, ok bool) {
	for k, v := range table {
		if strings.EqualFold(k, key) {
			delete(table, k)
			return v, true
		}
	}
	return nil, false
}

// tables returns the tables that a value is or holds.
func tables(value any) []map[string]any {
	switch v := value.(type) {
	case map[string]any:
		if len(v) > 0 { // gitleaks, too, takes an empty table for an empty list
			return []map[string]any{v}
		}
	case []map[string]any:
		return slices.Clone(v)
	case []any:
		var all []map[string]any
		for _, element := range v {
			if table, ok := element.(map[string]any); ok {
				all = append(all, table)
			}
		}
		return all
	}
	return nil
}

// texts returns the strings that a value is or holds.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []string:
		return v
	case []any:
		var all []string
		for _, element := range v {
			if text, ok := element.(string); ok {
				all = append(all, text)
			}
		}
		return all
	}
	return nil
}
