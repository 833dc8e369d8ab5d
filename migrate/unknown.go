package migrate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/internal/lazyregexp"
	"github.com/sluicesec/sluice/rules"
)

// misread is what an error about a rule file says of a line that can be mended.
var misread = lazyregexp.New(`:(\d+): (?:an )?(unknown key|allowlist: it allows nothing|a rule without id|key "[^"]*": it takes a list, not a table)`)

// maxRounds bounds how often the text is mended: some errors show only when others are
// gone.
const maxRounds = 4

// adapt returns the text of a configuration that gitleaks takes as one that a .sluice.toml
// can be: keys and lists that count for nothing become comments, a rule gets the id by
// which it is known, and one table in the place of a list becomes a list. ok is false if
// that is not enough, or if it would mean something else than cfg.
func (p *Plan) adapt(in Input, cfg *rules.Config) (text string, ok bool) {
	text = p.text
	var notes []Note
	for range maxRounds {
		now, err := rules.Parse(p.configPath(), []byte(text))
		if err == nil {
			ok = sameMeaning(cfg, now)
			break
		}
		var edits []edit
		places, _ := rules.Places([]byte(text)) // an error is one of Parse, too
		for _, m := range misread().FindAllStringSubmatch(err.Error(), -1) {
			line, _ := strconv.Atoi(m[1])
			name := keyOn(places, line)
			at := places[name]
			was := p.config.line(name, line)
			switch {
			case name == "":
			case m[2] == "a rule without id":
				if id := p.idOf(in, cfg, was); id != "" && at.Table {
					edits = append(edits, edit{at.End, at.End, "\nid = " + quote(id)})
					notes = append(notes, Note{File: in.Name, Line: was, Was: "a rule without id", Now: "rule " + id, Fate: Translated})
				}
			case strings.HasPrefix(m[2], "key "):
				if at.Table {
					edits = append(edits, edit{at.Start, at.End, "[" + text[at.Start:at.End] + "]"})
				}
			default:
				span := lineSpan(text, places, name)
				edits = append(edits, edit{span.start, span.end, commentedOut(text[span.start:span.end])})
				notes = append(notes, Note{File: in.Name, Line: was, Was: "key " + name, Now: "a comment: it counts for nothing", Fate: Left})
			}
		}
		if len(edits) == 0 {
			break
		}
		text = apply(text, edits)
	}
	if ok {
		p.notes = append(p.notes, notes...)
	}
	return text, ok
}

// idOf returns the id of the rule of a configuration that begins on a line.
func (p *Plan) idOf(in Input, cfg *rules.Config, line int) string {
	for i := range cfg.Rules {
		if r := &cfg.Rules[i]; r.Origin.File == p.pathOf(in) && r.Origin.Line == line {
			return r.ID
		}
	}
	return ""
}

// keyOn returns the path of the key or the table that begins on a line, the outermost one;
// "" for none.
func keyOn(places map[string]rules.Place, line int) (name string) {
	for path, at := range places {
		if at.Line == line && (name == "" || at.Start < places[name].Start || at.Start == places[name].Start && len(path) < len(name)) {
			name = path
		}
	}
	return name
}

// lineSpan is the span of the lines of a key, or of a table with all that is in it.
func lineSpan(text string, places map[string]rules.Place, name string) edit {
	at := places[name]
	start, end := at.Start, at.End
	if at.Table {
		for path, inner := range places {
			if strings.HasPrefix(path, name+".") || strings.HasPrefix(path, name+"[") {
				start, end = min(start, inner.Start), max(end, inner.End)
			}
		}
	}
	start = strings.LastIndexByte(text[:start], '\n') + 1
	if n := strings.IndexByte(text[end:], '\n'); n >= 0 {
		end += n
	} else {
		end = len(text)
	}
	return edit{start: start, end: end}
}

// commentedOut returns lines as comments.
func commentedOut(lines string) string {
	var b strings.Builder
	for line := range strings.Lines(lines) {
		b.WriteString("# " + line)
	}
	return b.String()
}

// sameMeaning reports whether two configurations have the same rules, apart from built-in
// ones as they are, and the same allowlists.
func sameMeaning(a, b *rules.Config) bool { return meaning(a) == meaning(b) }

func meaning(c *rules.Config) string {
	var w tomlWriter
	w.number("rules", len(c.Rules))
	own := slices.DeleteFunc(slices.Clone(c.Rules), func(r rules.Rule) bool { return r.Origin.Builtin() })
	slices.SortFunc(own, func(a, b rules.Rule) int { return cmp.Compare(a.ID, b.ID) })
	for i := range own {
		r := &own[i]
		r.Keywords, r.Tags, r.Parts = unique(r.Keywords), unique(r.Tags), unique(r.Parts)
		w.rule(r)
	}
	for i := range c.Allowlists {
		if !c.Allowlists[i].Origin.Builtin() {
			w.allowlist("allowlists", &c.Allowlists[i])
		}
	}
	return w.String()
}

// unique returns the elements of a list, each once.
func unique[T comparable](list []T) (all []T) {
	for _, e := range list {
		if !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	return all
}
