package rules

import (
	"reflect"
	"slices"
	"strings"
)

// Keys of gitleaks 7 and before it, in lower case, with what is written today; "" for
// nothing. Those of an allowlist are also those of a whitelist.
var (
	olderRuleKeys = map[string]string{
		"file": "path", "filenameregex": "path", "filepathregex": "path", "reportgroup": "secretGroup",
		"entropies": "entropy", "entropyroi": "entropy", "whitelist": "[[rules.allowlists]]",
	}
	olderListKeys = map[string]string{
		"files": "paths", "file": "paths", "path": "paths", "regex": "regexes", "commit": "commits",
		"repos": "", "branches": "", "messages": "",
	}
	olderFileKeys = map[string]string{"whitelist": "[[allowlists]]", "global": "", "regexes": "[[rules]]"}
)

// isOlder reports whether a document is one that gitleaks 8 refuses because it was
// written for gitleaks 7 or before: a rule has no id, or an allowlist has older keys
// only.
func isOlder(document map[string]any) bool {
	rules, _ := get(document, "rules")
	for _, rule := range tables(rules) {
		if _, hasID := get(rule, "id"); !hasID || hasOlderList(rule) {
			return true
		}
	}
	return hasOlderList(document)
}

// hasOlderList reports whether a table has an allowlist with older keys only.
func hasOlderList(table map[string]any) bool {
	for _, key := range []string{"allowlist", "allowlists"} {
		lists, _ := get(table, key)
		for _, list := range tables(lists) {
			older, today := false, false
			for k := range list {
				k = strings.ToLower(k)
				_, is := olderListKeys[k]
				older = older || is
				today = today || slices.Contains([]string{"paths", "regexes", "commits", "stopwords"}, k)
			}
			if older && !today {
				return true
			}
		}
	}
	return false
}

// isOlderKey reports whether an unknown key is an older one, and notes it.
func (f *fitter) isOlderKey(at, key, k string, t reflect.Type) bool {
	older := olderFileKeys
	switch t {
	case reflect.TypeFor[ruleTable]():
		older = olderRuleKeys
	case reflect.TypeFor[Allowlist]():
		older = olderListKeys
	case reflect.TypeFor[file]():
	default:
		return false
	}
	today, ok := older[strings.ToLower(k)]
	if !ok {
		return false
	}
	became := "it counts for nothing, as in gitleaks 8"
	if today != "" {
		became += "; today it is " + today
	}
	f.older(at, strings.TrimPrefix(key+"."+k, "."), became)
	return true
}

// older notes what became of an older key.
func (f *fitter) older(path, key, became string) {
	f.note(path, "key %q is of an older gitleaks: %s", key, became)
}
