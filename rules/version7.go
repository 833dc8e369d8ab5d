package rules

import (
	"fmt"
	"math"
	"regexp/syntax"
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

// translate changes the older keys of an older document to those of today.
func (f *fitter) translate(document map[string]any) {
	if !isOlder(document) {
		return
	}
	f.translateWhitelists("", document)
	f.translateAllowlists("", document)
	rules, _ := get(document, "rules")
	ids := newIDs(tables(rules))
	for i, rule := range tables(rules) {
		path := fmt.Sprintf("rules[%d]", i)
		f.addID(path, rule, ids)
		f.translateRule(path, rule)
		f.translateWhitelists(path+".", rule)
		f.translateAllowlists(path+".", rule)
	}
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
		{"files", "paths", f.nameRegex},
		{"file", "paths", f.nameRegex},
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

// addID gives a rule without an id one that is made from its description.
func (f *fitter) addID(path string, rule map[string]any, ids *ids) {
	if _, ok := get(rule, "id"); ok {
		return
	}
	description, _ := get(rule, "description")
	text, _ := description.(string)
	rule["id"] = ids.next(text)
	f.note(path, "a rule without id, as in gitleaks 7: its id is made from its description")
}

func (f *fitter) translateRule(path string, rule map[string]any) {
	f.rename(path, rule, "filePathRegex", "path", nil)
	f.rename(path, rule, "file", "path", f.nameRegex)
	f.rename(path, rule, "fileNameRegex", "path", f.nameRegex)
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

// maxNameRegexes bounds the bytes of the regexes over names of files. To write a class of
// nearly all characters as text takes a millisecond.
const maxNameRegexes = 8 << 10

// nameRegex is [nameRegex], up to the bound.
func (f *fitter) nameRegex(expr string) string {
	before := f.nameBytes
	if f.nameBytes += len(expr); f.nameBytes <= maxNameRegexes {
		return nameRegex(expr)
	}
	if before <= maxNameRegexes { // say it once
		f.errs = append(f.errs, fmt.Errorf("%s: file and files: more than %d bytes of regexes are not translated: write them as path and paths", f.name, maxNameRegexes))
	}
	return expr
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
