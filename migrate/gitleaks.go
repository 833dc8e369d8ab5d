package migrate

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/sluicesec/sluice/rules"
)

// A gitleaksConfig is the configuration that the rule file was made of.
type gitleaksConfig struct {
	name   string
	places map[string]rules.Place // in the text as it was
	anew   bool                   // it was written anew, so places in it have moved
	ids    []string               // of its rules

	extends []string // names that the file which it extends may have
}

// line returns the line on which something was. line is where it is now.
func (c *gitleaksConfig) line(path string, line int) int {
	if at, ok := c.places[path]; ok && !c.anew {
		return at.Line
	}
	return line
}

// gitleaks translates a configuration of gitleaks.
func (p *Plan) gitleaks(in Input) error {
	cfg, err := rules.Parse(p.pathOf(in), in.Text)
	if err != nil {
		return err
	}
	places, err := rules.Places(in.Text)
	if err != nil {
		return err
	}
	p.config = &gitleaksConfig{name: in.Name, places: places, extends: extendsOf(in)}
	p.text = string(in.Text)
	var edits []edit
	edits = append(edits, p.useDefault(in, cfg, places)...)
	edits = append(edits, p.extended(in, places)...)
	edits = append(edits, p.disabled(in, places)...)
	edits = append(edits, p.ways(in, cfg, places)...)
	p.text = apply(p.text, edits)
	if text, ok := p.adapt(in, cfg); ok {
		p.text = text
	} else {
		p.text = anew(cfg, p.pathOf(in), in.Text, p.names)
		p.config.anew = true
		p.note(in.Name, 0, Translated, "keys that a "+ConfigName+" does not have", "the rules and allowlists are written anew, without comments")
	}
	p.ownRules(in, cfg)
	if at, ok := places["allowlists"]; filepath.IsLocal(filepath.FromSlash(in.Name)) && (!ok || at.Table) { // no scan by it reports what it quotes
		p.add("the rule file of gitleaks", "paths", "", sourced{text: "^" + regexp.QuoteMeta(in.Name) + "$", file: in.Name, was: "the file itself, which gitleaks does not look into", auto: true})
	}
	p.remarks(in, cfg)
	return nil
}

// remarks repeats what the loader says of the configuration, apart from what is said
// already: ids that no rule has, and lines that are comments now.
func (p *Plan) remarks(in Input, cfg *rules.Config) {
	said := map[int]bool{}
	for _, n := range p.notes {
		said[n.Line] = said[n.Line] || n.File == in.Name && n.Fate == Left
	}
	for _, text := range cfg.Notes {
		text, ours := strings.CutPrefix(text, p.pathOf(in)+":")
		if !ours || strings.Contains(text, "extend.disabledRules") {
			continue
		}
		line, rest := 0, text
		if number, after, ok := strings.Cut(text, ": "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				line, rest = n, after
			}
		}
		if line == 0 || !said[line] {
			p.notes = append(p.notes, Note{File: in.Name, Line: line, Was: strings.TrimSpace(rest), Fate: Kept})
		}
	}
}

// useDefault says in the text what gitleaks takes for granted: that a file which does not
// ask for the default rules has none.
func (p *Plan) useDefault(in Input, cfg *rules.Config, places map[string]rules.Place) []edit {
	if at, ok := places["extend.usedefault"]; ok {
		p.note(in.Name, at.Line, Kept, strings.TrimSpace(p.text[at.Start:at.End]), "as it is; the default rules are those of sluice")
		return nil
	}
	with := cfg.From.Builtin > 0
	line := fmt.Sprintf("useDefault = %t", with)
	why := "there are rules of its own alone, while a " + ConfigName + " adds to the built-in rules unless it says so"
	if with {
		why = "it adds to the built-in rules"
	}
	at, hasTable := places["extend"]
	defer p.note(in.Name, max(at.Line, 1), Translated, "no extend.useDefault", "%s: %s", line, why)
	switch {
	case hasTable && at.Table:
		end := lineEnd(p.text, at.End)
		return []edit{{end, end, "\n" + line}}
	case hasTable && strings.HasPrefix(p.text[at.Value:], "{"):
		comma := ", "
		if strings.TrimSpace(strings.Trim(p.text[at.Value:at.End], "{}")) == "" {
			comma = ""
		}
		return []edit{{at.Value + 1, at.Value + 1, " " + line + comma}}
	}
	for name := range places {
		if strings.HasPrefix(name, "extend.") { // extend.path = "..."
			return []edit{{0, 0, "extend." + line + "\n"}}
		}
	}
	first := len(p.text)
	for _, place := range places {
		if place.Table {
			first = min(first, place.Start)
		}
	}
	first = aboveComments(p.text, first)
	table := "[extend]\n" + line + "\n"
	if first < len(p.text) {
		table += "\n"
	}
	if first > 0 && p.text[first-1] != '\n' {
		table = "\n" + table
	}
	return []edit{{first, first, table}}
}

// aboveComments returns the offset above the comments that are right above an offset at
// the beginning of a line.
func aboveComments(text string, at int) int {
	at = strings.LastIndexByte(text[:at], '\n') + 1
	for at > 0 {
		begin := strings.LastIndexByte(text[:at-1], '\n') + 1
		if !strings.HasPrefix(strings.TrimSpace(text[begin:at]), "#") {
			break
		}
		at = begin
	}
	return at
}

// extended writes extend.path as a path from the root on.
func (p *Plan) extended(in Input, places map[string]rules.Place) []edit {
	at, ok := places["extend.path"]
	name := extendOf(in.Text).Path
	if !ok || name == "" {
		return nil
	}
	beside := path.Join(path.Dir(in.Name), filepath.ToSlash(name))
	if filepath.IsAbs(name) || beside == path.Clean(filepath.ToSlash(name)) {
		p.note(in.Name, at.Line, Kept, "extend.path "+name, "as it is; the file that it names is read as before")
		return nil
	}
	if _, err := fs.Stat(p.root, path.Clean(filepath.ToSlash(name))); err == nil {
		p.note(in.Name, at.Line, Kept, "extend.path "+name, "as it is, from the root of the repository on")
		return nil
	}
	p.note(in.Name, at.Line, Translated, "extend.path "+name, "%s, because %s is at the root", beside, ConfigName)
	return []edit{{at.Value, at.End, quote(beside)}}
}

// disabled translates the ids of disabled rules.
func (p *Plan) disabled(in Input, places map[string]rules.Place) (edits []edit) {
	left := 0
	for i, id := range extendOf(in.Text).DisabledRules {
		at, ok := places[fmt.Sprintf("extend.disabledrules[%d]", i)]
		if !ok {
			continue
		}
		was := "disabled rule " + id
		switch ours := p.names.of(id); {
		case slices.Equal(ours, []string{id}):
			left++
			p.note(in.Name, at.Line, Kept, was, "as it is")
		case len(ours) > 0:
			left++
			quoted := make([]string, len(ours))
			for j, o := range ours {
				quoted[j] = quote(o)
			}
			p.note(in.Name, at.Line, Translated, was, "%s", strings.Join(ours, ", "))
			edits = append(edits, edit{at.Value, at.End, strings.Join(quoted, ", ")})
		default:
			p.note(in.Name, at.Line, Left, was, "left out: sluice has no such rule")
			edits = append(edits, element(p.text, at.Start, at.End))
		}
	}
	if at, ok := places["extend.disabledrules"]; ok && left == 0 && at.Start < at.Value {
		return []edit{ownLine(p.text, at.Start, at.End)}
	}
	return edits
}

// ways writes into each rule that it judges as with gitleaks, as the rules of a file of
// that name do (docs/howto/rules-of-your-own.md).
func (p *Plan) ways(in Input, cfg *rules.Config, places map[string]rules.Place) (edits []edit) {
	like := map[int]*rules.Rule{} // by their lines
	for i := range cfg.Rules {
		if r := &cfg.Rules[i]; r.Origin.File == p.pathOf(in) && (r.LikeGitleaks || r.FilesOnly) {
			like[r.Origin.Line] = r
		}
	}
	first := 0
	for n := 0; ; n++ {
		path := fmt.Sprintf("rules[%d]", n)
		at, ok := places[path]
		if !ok {
			break
		}
		r := like[at.Line]
		if r == nil || !at.Table {
			continue
		}
		text := ""
		for _, way := range []struct {
			key string
			on  bool
		}{{"likeGitleaks", r.LikeGitleaks}, {"filesOnly", r.FilesOnly}} {
			if _, said := places[path+"."+strings.ToLower(way.key)]; way.on && !said {
				text += "\n" + indentOf(p.text, at.Start) + way.key + " = true"
			}
		}
		if text == "" {
			continue
		}
		end := lineEnd(p.text, at.End)
		if id, ok := places[path+".id"]; ok {
			end = lineEnd(p.text, id.End)
		}
		if edits = append(edits, edit{end, end, text}); first == 0 {
			first = at.Line
		}
	}
	if len(edits) > 0 {
		p.note(in.Name, first, Translated, "how gitleaks judges by "+plural(len(edits), "rule", "rules"), "likeGitleaks and filesOnly: keywords are a condition, and messages are not looked into; without them more is found")
	}
	return edits
}

// lineEnd returns the offset of the end of the line that an offset is on.
func lineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + len(strings.TrimSuffix(text[at:at+n], "\r"))
	}
	return len(text)
}

// indentOf returns the white space in front of an offset in its line.
func indentOf(text string, at int) string {
	begin := strings.LastIndexByte(text[:at], '\n') + 1
	if space := text[begin:at]; strings.TrimSpace(space) == "" {
		return space
	}
	return ""
}

// manyKnown is the number of rules of gitleaks that are in a configuration because somebody
// has copied its own.
const manyKnown = 20

// ownRules says what became of the rules.
func (p *Plan) ownRules(in Input, cfg *rules.Config) {
	file := p.pathOf(in)
	kept, first, known := 0, 0, 0
	for i := range cfg.Rules {
		if r := &cfg.Rules[i]; r.Origin.File == file {
			kept++
			p.config.ids = append(p.config.ids, r.ID)
			if len(p.names.of(r.ID)) > 0 {
				known++
			} else {
				p.names[r.ID] = []string{r.ID}
			}
			if first == 0 || r.Origin.Line < first {
				first = r.Origin.Line
			}
		}
	}
	if kept > 0 {
		p.note(in.Name, first, Kept, plural(kept, "rule", "rules")+" of its own", "as %s", map[bool]string{true: "it is", false: "they are"}[kept == 1])
	}
	if known >= manyKnown && cfg.From.Builtin == 0 {
		p.note(in.Name, first, ByHand, fmt.Sprintf("%d of these rules, which gitleaks has by itself", known),
			"take them out and write useDefault = true, and the built-in rules of sluice look for the same")
	}
}

// anew writes what a configuration says in its own words.
func anew(cfg *rules.Config, file string, text []byte, known names) string {
	var w tomlWriter
	extend := extendOf(text)
	if builtin, err := rules.Builtin(); err == nil && cfg.Title != builtin.Title {
		w.text("title", cfg.Title)
	}
	fmt.Fprintf(&w, "\n[extend]\nuseDefault = %t\n", cfg.From.Builtin > 0)
	w.text("path", extend.Path)
	var off []string
	for _, id := range extend.DisabledRules {
		off = append(off, known.of(id)...)
	}
	w.list("disabledRules", off)
	for i := range cfg.Rules {
		if cfg.Rules[i].Origin.File == file {
			w.rule(&cfg.Rules[i])
		}
	}
	for i := range cfg.Allowlists {
		if cfg.Allowlists[i].Origin.File == file {
			w.allowlist("allowlists", &cfg.Allowlists[i])
		}
	}
	return strings.TrimLeft(w.String(), "\n")
}

// An extendTable is what the [extend] table of a configuration says.
type extendTable struct {
	Path          string
	DisabledRules []string
}

// extendOf reads the [extend] table, which is empty if it cannot be read.
func extendOf(text []byte) extendTable {
	var file struct{ Extend extendTable }
	if _, err := toml.Decode(string(text), &file); err != nil {
		return extendTable{}
	}
	return file.Extend
}

func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
