package rules

import (
	"fmt"
	"math"
	"reflect"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
)

// Files that were written for gitleaks 7 and before it have keys that gitleaks 8
// passes over. In a file that gitleaks 8 refuses for them, see isOlder, what they say
// is kept where this package has a key for it, and a note says what became of it:
//
//	[allowlist] files = [...]        paths: regexes over the name of a file
//	[whitelist], [[rules.whitelist]] allowlists, of gitleaks 1 to 6
//	[[rules]] without id             an id made from the description
//	file, fileNameRegex              path: a regex over the name of a file
//	filePathRegex                    path
//	reportGroup                      secretGroup
//	[[rules.Entropies]] Min, Group   entropy, secretGroup
//	entropies = ["3.5-4.5"]          entropy
//
// The rest is named in a note: repos, the Max of entropies, and the like. In a file
// that gitleaks 8 loads, older keys count for nothing there, and so they do here:
// most of them would make the rules find less. A note names them.

// olderKeys are the older keys, with what is written today. Of the allowlist they are
// also those of a whitelist.
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

// translate changes the older keys of an older document to those of today.
func (f *fitter) translate(document map[string]any) {
	if !isOlder(document) {
		return
	}
	f.translateWhitelists("", document)
	f.translateAllowlists("", document)
	rules, _ := get(document, "rules")
	for i, rule := range tables(rules) {
		path := fmt.Sprintf("rules[%d]", i)
		f.translateRule(path, rule, i)
		f.translateWhitelists(path+".", rule)
		f.translateAllowlists(path+".", rule)
	}
}

// older notes what became of an older key.
func (f *fitter) older(path, key, became string) {
	f.note(path, "key %q is of an older gitleaks: %s", key, became)
}

// translateWhitelists moves whitelists to the allowlists.
func (f *fitter) translateWhitelists(prefix string, table map[string]any) {
	whitelist, ok := take(table, "whitelist")
	if !ok {
		return
	}
	at := prefix + "whitelist"
	lists := tables(whitelist)
	known, _ := take(table, "allowlists")
	all := tables(known)
	for i, list := range lists {
		f.at[fmt.Sprintf("%sallowlists[%d]", prefix, len(all))] = f.at.line(fmt.Sprintf("%s[%d]", at, i))
		all = append(all, list)
	}
	table["allowlists"] = all
	f.older(at, plainPath(at), "it counts as allowlists")
}

// translateAllowlists changes the keys of the allowlists of a table.
func (f *fitter) translateAllowlists(prefix string, table map[string]any) {
	for _, key := range []string{"allowlist", "allowlists"} {
		lists, _ := get(table, key)
		for i, list := range tables(lists) {
			path := prefix + key
			if key == "allowlists" {
				path = fmt.Sprintf("%s%s[%d]", prefix, key, i)
			}
			f.translateAllowlist(path, list)
		}
	}
}

func (f *fitter) translateAllowlist(path string, list map[string]any) {
	key := plainPath(path)
	singles := 0
	for _, of := range []struct {
		older, key string
		change     func(string) string
	}{
		{"files", "paths", nameRegex},
		{"file", "paths", nameRegex},
		{"path", "paths", nil},
		{"regex", "regexes", nil},
		{"commit", "commits", nil},
	} {
		value, ok := take(list, of.older)
		if !ok {
			continue
		}
		added := texts(value)
		if of.change != nil {
			for i := range added {
				added[i] = of.change(added[i])
			}
		}
		was, _ := take(list, of.key)
		list[of.key] = append(texts(was), added...)
		f.older(path, key+"."+of.older, "it counts as "+of.key)
		if of.older != "files" {
			singles++
		}
	}
	if singles > 1 { // what one whitelist says holds together, which also allows less
		list["condition"] = "AND"
	}
	for _, older := range []string{"repos", "branches", "messages"} {
		if _, ok := take(list, older); ok {
			f.older(path, key+"."+older, "it counts for nothing, so more is found")
		}
	}
}

func (f *fitter) translateRule(path string, rule map[string]any, i int) {
	if _, ok := get(rule, "id"); !ok {
		description, _ := get(rule, "description")
		text, _ := description.(string)
		rule["id"] = idFor(text, i)
		f.note(path, "a rule without id, as in gitleaks 7: its id is made from its description")
	}
	f.rename(path, rule, "filePathRegex", "path", nil)
	f.rename(path, rule, "file", "path", nameRegex)
	f.rename(path, rule, "fileNameRegex", "path", nameRegex)
	f.rename(path, rule, "reportGroup", "secretGroup", nil)
	f.translateEntropies(path, rule)
	if _, ok := take(rule, "entropyROI"); ok {
		f.older(path, "rules.entropyROI", "it counts for nothing")
	}
}

// rename changes an older key of a rule to the one of today, unless the rule has
// that, too.
func (f *fitter) rename(path string, rule map[string]any, older, key string, change func(string) string) {
	value, ok := take(rule, older)
	if !ok {
		return
	}
	if text, isText := value.(string); isText && change != nil {
		value = change(text)
	}
	if _, ok := get(rule, key); ok {
		f.older(path, "rules."+older, "it counts for nothing beside "+key)
		return
	}
	rule[key] = value
	f.older(path, "rules."+older, "it counts as "+key)
}

// translateEntropies makes the least of some ranges of entropy the entropy of the
// rule. It is dropped where it is about another group than the one that is reported.
func (f *fitter) translateEntropies(path string, rule map[string]any) {
	value, ok := take(rule, "entropies")
	if !ok {
		return
	}
	least, group, hasGroup := math.Inf(1), 0, false
	for _, table := range tables(value) {
		low, _ := get(table, "min")
		if n, err := strconv.ParseFloat(fmt.Sprint(low), 64); err == nil {
			least = min(least, n)
		}
		if g, ok := get(table, "group"); ok {
			n, err := strconv.Atoi(fmt.Sprint(g))
			hasGroup = err == nil && (!hasGroup || n == group)
			group = n
		}
	}
	for _, text := range texts(value) { // "3.5-4.5"
		low, _, _ := strings.Cut(text, "-")
		if n, err := strconv.ParseFloat(low, 64); err == nil {
			least = min(least, n)
		}
	}
	_, hasEntropy := get(rule, "entropy")
	reported, hasReported := get(rule, "secretGroup")
	switch {
	case hasEntropy || math.IsInf(least, 1):
		f.older(path, "rules.entropies", "it counts for nothing")
		return
	case hasGroup && hasReported && fmt.Sprint(reported) != strconv.Itoa(group),
		hasGroup && group > groupsOf(rule):
		f.older(path, "rules.entropies", "it is about another group than the one that is reported, and counts for nothing, so more is found")
		return
	case hasGroup && group > 0 && !hasReported:
		rule["secretGroup"] = int64(group)
	}
	rule["entropy"] = least
	f.older(path, "rules.entropies", "the least Min counts as entropy, a Group as secretGroup, and Max for nothing")
}

// groupsOf returns the number of the groups of a rule's regex.
func groupsOf(rule map[string]any) int {
	value, _ := get(rule, "regex")
	text, _ := value.(string)
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return 0
	}
	return re.MaxCap()
}

// idFor makes an id for the rule number i from its description.
func idFor(description string, i int) string {
	words := strings.FieldsFunc(strings.ToLower(description), func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9')
	})
	id := strings.Join(words, "-")
	if len(id) > maxName || id == "" {
		return fmt.Sprintf("rule-%d", i+1)
	}
	return id
}

// nameRegex returns a regex over paths that fits those whose last element, the name
// of the file, fits a regex. An empty one, and what does not compile, is returned as
// it is.
func nameRegex(expr string) string {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil || expr == "" {
		return expr
	}
	withinName(re)
	return "(?:" + re.String() + `)[^/]*$`
}

// withinName changes a regex so that it fits within one element of a path: what was
// the beginning of the text is the beginning of the element, and nothing but a slash
// in the regex fits a slash.
func withinName(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpBeginText:
		start, _ := syntax.Parse(`(?:^|/)`, syntax.Perl)
		*re = *start
		return
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		*re = syntax.Regexp{Op: syntax.OpCharClass, Rune: []rune{0, '/' - 1, '/' + 1, 0x10ffff}}
	case syntax.OpCharClass:
		re.Rune = withoutSlash(re.Rune)
		if len(re.Rune) == 0 {
			re.Op = syntax.OpNoMatch
		}
	}
	for _, sub := range re.Sub {
		withinName(sub)
	}
}

// withoutSlash takes the slash out of a list of ranges.
func withoutSlash(ranges []rune) []rune {
	var kept []rune
	for i := 0; i+1 < len(ranges); i += 2 {
		low, high := ranges[i], ranges[i+1]
		if low > '/' || high < '/' {
			kept = append(kept, low, high)
			continue
		}
		if low < '/' {
			kept = append(kept, low, '/'-1)
		}
		if high > '/' {
			kept = append(kept, '/'+1, high)
		}
	}
	return kept
}

// plainPath returns a path of a document as people know it, without indexes.
func plainPath(path string) string {
	for {
		start := strings.IndexByte(path, '[')
		if start < 0 {
			return path
		}
		path = path[:start] + path[start+strings.IndexByte(path[start:], ']')+1:]
	}
}

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
