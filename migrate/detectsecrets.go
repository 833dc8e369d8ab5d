package migrate

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// detectSecrets translates the settings in a baseline of detect-secrets, of any version:
//
//	https://github.com/Yelp/detect-secrets/blob/master/docs/design.md
//	https://github.com/Yelp/detect-secrets/blob/master/docs/filters.md
//
// A file of another tool has none of them.
func (p *Plan) detectSecrets(in Input) error {
	if text := bytes.TrimSpace(bytes.TrimPrefix(in.Text, []byte("\ufeff"))); len(text) == 0 || text[0] != '{' {
		return nil
	}
	doc, err := parseJSON(in.Text, "results")
	if err != nil {
		return nil // the lines of trufflehog are several documents
	}
	p.plugins(in.Name, doc.table["plugins_used"])
	p.filters(in.Name, doc.table["filters_used"])
	if old := doc.table["exclude"]; old.table != nil { // of version 0
		p.patterns(in.Name, "exclude.files", "paths", "", old.table["files"])
		p.patterns(in.Name, "exclude.lines", "regexes", "line", old.table["lines"])
	}
	if old := doc.table["word_list"]; old.table != nil {
		p.wordList(in.Name, old.line, old.text("file"))
	}
	return nil
}

// plugins says what became of the plugins.
func (p *Plan) plugins(file string, used node) {
	if len(used.list) == 0 {
		return
	}
	var on []string
	for _, plugin := range used.list {
		name := plugin.text("name")
		on = append(on, name)
		limit, hasLimit := plugin.table["limit"]
		for _, old := range []string{"base64_limit", "hex_limit"} {
			if l, ok := plugin.table[old]; ok {
				limit, hasLimit = l, true
			}
		}
		exclude := plugin.text("keyword_exclude")
		switch {
		case strings.HasPrefix(plugin.text("path"), "file:"):
			p.note(file, plugin.line, Left, "a plugin of its own, "+name, "left out: write it as [[rules]] with a regex (docs/howto/rules-of-your-own.md)")
		case hasLimit:
			p.note(file, limit.line, Left, fmt.Sprintf("%s with the limit %v", name, limit.value), "left out: sluice judges such strings by their names and a model; the limit of that is [generic] threshold")
		case exclude != "":
			p.note(file, plugin.table["keyword_exclude"].line, Left, name+" without keywords like "+exclude, "left out: write names that are none of secrets as [generic] ignore_names")
		}
	}
	p.note(file, used.line, Translated, plural(len(used.list), "plugin", "plugins"), "the built-in rules, which find more kinds of secrets")
	generic := []string{"KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString"}
	if !slices.ContainsFunc(generic, func(name string) bool { return slices.Contains(on, name) }) {
		p.note(file, used.line, Left, strings.Join(generic, ", ")+" are off", "left out: sluice looks for passwords and random strings, too; to switch that off, write enabled = false under [generic]")
	}
}

// filters translates the filters.
func (p *Plan) filters(file string, used node) {
	heuristics := 0
	for _, f := range used.list {
		full := f.text("path")
		name := full[strings.LastIndexByte(full, '.')+1:]
		switch {
		case strings.HasPrefix(full, "file:"):
			p.note(file, f.line, Left, "a filter of its own, "+full, "left out: write it as [[allowlists]]")
		case strings.HasSuffix(full, ".regex.should_exclude_file"):
			p.patterns(file, name, "paths", "", f.table["pattern"])
		case strings.HasSuffix(full, ".regex.should_exclude_line"):
			p.patterns(file, name, "regexes", "line", f.table["pattern"])
		case strings.HasSuffix(full, ".regex.should_exclude_secret"):
			p.patterns(file, name, "regexes", "secret", f.table["pattern"])
		case strings.HasSuffix(full, ".wordlist.should_exclude_secret"):
			p.wordList(file, f.line, f.text("file_name"))
		case strings.Contains(full, "verification_policies"):
			p.note(file, f.line, Left, "the filter of secrets that services know", "left out: sluice asks no service")
		case full != "":
			heuristics++
		}
	}
	if heuristics > 0 {
		p.note(file, used.line, Idle, plural(heuristics, "heuristic filter", "heuristic filters"), "not needed: sluice judges such values itself")
	}
}

// patterns translates the regexes of one filter.
func (p *Plan) patterns(file, name, kind, target string, value node) {
	for _, s := range value.texts() {
		p.pattern(file, s.line, name, kind, target, s.text)
	}
}

// pattern translates a regex of Python.
func (p *Plan) pattern(file string, line int, name, kind, target, expr string) {
	re, err := fromPython(expr)
	if err == nil && re == "" {
		err = fmt.Errorf("it is empty, and would allow everything")
	}
	if err != nil {
		p.note(file, line, Left, name+" "+expr, "left out: %v", err)
		return
	}
	for _, l := range p.lists {
		if l.kind == kind && l.target == target && slices.ContainsFunc(l.entries, func(e sourced) bool { return e.text == re }) {
			p.note(file, line, Translated, name+" "+expr, "the same as in %s", l.entries[0].file)
			return
		}
	}
	p.add("from "+file+", "+name, kind, target, sourced{text: re, file: file, line: line, was: name})
}

const (
	maxWords     = 2000
	leastLetters = 5
)

// wordList translates a list of words: a secret that holds one of them is none. Short words
// are in random tokens by chance, and sluice does not leave out what only looks like one.
func (p *Plan) wordList(file string, line int, name string) {
	if name == "" {
		return
	}
	was := "the words in " + name
	text, err := readFile(p.root, path.Clean(name))
	if err != nil {
		p.note(file, line, Left, was, "left out: the file is not there")
		return
	}
	var words []string
	short := 0
	for w := range strings.FieldsSeq(string(text)) {
		if len(w) < leastLetters {
			short++
			continue
		}
		words = append(words, w)
	}
	if len(words) > maxWords {
		p.note(file, line, Left, was, "left out: these are %d words, of which some are in any long token", len(words))
		return
	}
	if short > 0 {
		p.note(file, line, Left, plural(short, "word", "words")+" in "+name+" of fewer than five letters", "left out: such words are in random tokens by chance")
	}
	for _, w := range words {
		p.add("from "+file+", the words in "+name, "stopwords", "secret", sourced{text: w, file: file, line: line, was: "word"})
	}
}
