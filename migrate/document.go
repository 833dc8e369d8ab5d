package migrate

import (
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/rules"
)

// A sourced is a text of another tool's file.
type sourced struct {
	text string
	file string
	line int
	was  string // what it is in the file, such as "exclude_files"
	auto bool   // no line says so: it is taken for granted there
}

// A list is an allowlist to add, of one kind of condition.
type list struct {
	description string
	kind        string // "paths", "regexes" or "stopwords"
	target      string // of regexes
	entries     []sourced
}

// add adds a pattern to the last list, or to a new one if that is of another kind.
func (p *Plan) add(description, kind, target string, entry sourced) {
	if n := len(p.lists); n > 0 {
		if l := &p.lists[n-1]; l.description == description && l.kind == kind && l.target == target {
			l.entries = append(l.entries, entry)
			return
		}
	}
	p.lists = append(p.lists, list{description, kind, target, []sourced{entry}})
}

// document writes the text of the rule file, and finds its entries.
func (p *Plan) document() error {
	if p.config == nil && len(p.lists) == 0 && len(p.rules) == 0 {
		return nil
	}
	places, err := rules.Places([]byte(p.text))
	if err != nil {
		return err
	}
	if at, ok := places["allowlists"]; ok && !at.Table && len(p.lists) > 0 {
		return fmt.Errorf("%s:%d: allowlists are written as one value there, so none can be added: write them as [[allowlists]] tables first", p.config.name, at.Line)
	}
	if at, ok := places["rules"]; ok && !at.Table && len(p.rules) > 0 {
		return fmt.Errorf("%s:%d: rules are written as one value there, so none can be added: write them as [[rules]] tables first", p.config.name, at.Line)
	}
	var w tomlWriter
	if p.text == "" {
		w.WriteString("# The rules of sluice, from what other tools had here. It adds to the built-in rules.\n")
	} else {
		w.WriteString(strings.TrimRight(p.text, "\n") + "\n")
	}
	for i := range p.rules {
		w.rule(&p.rules[i])
	}
	next := 0
	for ; ; next++ {
		if _, ok := places[fmt.Sprintf("allowlists[%d]", next)]; !ok {
			break
		}
	}
	sources := map[string]sourced{}
	for i, l := range p.lists {
		fmt.Fprintf(&w, "\n[[allowlists]]\n")
		w.text("description", l.description)
		if l.kind == "regexes" && l.target != "secret" {
			w.text("regexTarget", l.target)
		}
		values := make([]string, len(l.entries))
		for j, e := range l.entries {
			values[j] = e.text
			sources[fmt.Sprintf("allowlists[%d].%s[%d]", next+i, l.kind, j)] = e
		}
		w.list(l.kind, values)
	}
	p.text = w.String()
	cfg, err := rules.Parse(p.configPath(), []byte(p.text))
	if err != nil {
		return fmt.Errorf("what was translated is no rule file of sluice, and nothing was written: %w", err)
	}
	if places, err = rules.Places([]byte(p.text)); err != nil {
		return err
	}
	p.entries = p.findEntries(cfg, places, sources)
	p.probe = probeOf(cfg, p.entries, p.configPath())
	return nil
}
