package migrate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/sluicesec/sluice/rules"
)

// quote returns a text as a string of TOML, in the form in which people write regexes
// wherever the text allows it.
func quote(s string) string {
	plain := !strings.ContainsFunc(s, func(r rune) bool { return r == unicode.ReplacementChar || r < ' ' || unicode.IsControl(r) })
	switch {
	case plain && !strings.Contains(s, "'"):
		return "'" + s + "'"
	case plain && !strings.Contains(s, "'''") && !strings.HasSuffix(s, "'"):
		return "'''" + s + "'''"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// A tomlWriter writes tables of a rule file.
type tomlWriter struct{ strings.Builder }

func (w *tomlWriter) key(name, value string) { fmt.Fprintf(w, "%s = %s\n", name, value) }

func (w *tomlWriter) text(name, value string) {
	if value != "" {
		w.key(name, quote(value))
	}
}

func (w *tomlWriter) number(name string, value int) {
	if value != 0 {
		w.key(name, fmt.Sprint(value))
	}
}

func (w *tomlWriter) yes(name string, value bool) {
	if value {
		w.key(name, "true")
	}
}

// list writes a list, with a line for each element.
func (w *tomlWriter) list(name string, values []string) {
	if len(values) == 0 {
		return
	}
	fmt.Fprintf(w, "%s = [\n", name)
	for _, v := range values {
		fmt.Fprintf(w, "  %s,\n", quote(v))
	}
	w.WriteString("]\n")
}

func (w *tomlWriter) allowlist(header string, a *rules.Allowlist) {
	fmt.Fprintf(w, "\n[[%s]]\n", header)
	w.text("description", a.Description)
	if a.Condition == "AND" {
		w.text("condition", a.Condition)
	}
	if a.RegexTarget != "secret" {
		w.text("regexTarget", a.RegexTarget)
	}
	w.list("targetRules", a.TargetRules)
	w.list("regexes", a.Regexes)
	w.list("paths", a.Paths)
	w.list("commits", a.Commits)
	w.list("stopwords", a.StopWords)
}

// rule writes the keys that other tools have for a rule.
func (w *tomlWriter) rule(r *rules.Rule) {
	w.WriteString("\n[[rules]]\n")
	w.text("id", r.ID)
	w.text("description", r.Description)
	w.text("regex", r.Regex)
	w.text("path", r.Path)
	w.number("secretGroup", r.SecretGroup)
	if r.Entropy != 0 {
		w.key("entropy", strings.TrimSuffix(fmt.Sprintf("%.4g", r.Entropy), ".0"))
	}
	w.list("keywords", r.Keywords)
	w.list("tags", r.Tags)
	w.text("confidence", string(r.Confidence))
	w.text("severity", string(r.Severity))
	w.yes("skipReport", r.SkipReport)
	w.yes("likeGitleaks", r.LikeGitleaks)
	w.yes("filesOnly", r.FilesOnly)
	for i := range r.Allowlists {
		w.allowlist("rules.allowlists", &r.Allowlists[i])
	}
	for _, p := range r.Parts {
		w.WriteString("\n[[rules.parts]]\n")
		w.text("id", p.ID)
		w.number("withinLines", p.WithinLines)
		w.number("withinColumns", p.WithinColumns)
		w.yes("required", p.Required)
	}
}

// An edit puts a text in the place of another.
type edit struct {
	start, end int
	text       string
}

// apply makes edits that do not overlap. Of two that do, the longer one counts.
func apply(text string, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue
		}
		b.WriteString(text[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.WriteString(text[at:])
	return b.String()
}

// element widens the span of an element of an array to the comma behind it, and to its
// whole line with a comment, if it has one to itself.
func element(text string, start, end int) edit {
	end += len(text[end:]) - len(strings.TrimLeft(text[end:], " \t"))
	if end < len(text) && text[end] == ',' {
		end++
	}
	return ownLine(text, start, end)
}

// ownLine widens a span to its whole line, if there is nothing else on it but a comment.
// Otherwise it takes the space behind it.
func ownLine(text string, start, end int) edit {
	begin := start
	for begin > 0 && (text[begin-1] == ' ' || text[begin-1] == '\t') {
		begin--
	}
	rest := text[end:]
	line, _, more := strings.Cut(rest, "\n")
	tail := strings.TrimSpace(line)
	if (begin == 0 || text[begin-1] == '\n') && (tail == "" || tail[0] == '#') {
		end += len(line)
		if more {
			end++
		}
		return edit{start: begin, end: end}
	}
	for end < len(text) && (text[end] == ' ' || text[end] == '\t') {
		end++
	}
	return edit{start: start, end: end}
}
