package manual

import (
	"fmt"
	"strings"
)

// roff collects a manual page in the man macros of roff (man(7) of groff and of mandoc).
type roff struct {
	b     strings.Builder
	begun bool // a section has text, so that the next paragraph needs a gap before it
}

// A Page is what stands at the top and the bottom of a manual page.
type Page struct {
	Section int    // 1 commands, 5 files, 7 the rest
	Date    string // "2026-01-02", or ""
	Source  string // program and version
}

func (r *roff) title(name string, p Page) {
	// Programs read the date, and take no escapes in it.
	fmt.Fprintf(&r.b, ".TH \"%s\" \"%d\" \"%s\" \"%s\" \"Sluice manual\"\n", strings.ToUpper(name), p.Section, p.Date, p.Source)
	r.b.WriteString(".nh\n.ad l\n") // no hyphens in names of flags, and no stretched lines
}

func (r *roff) section(name string) {
	r.b.WriteString(".SH " + escaped(capitals(name)) + "\n")
	r.begun = false
}

// capitals returns the heading of a section as manual pages have it. The name of a table in a
// file stays as it is.
func capitals(name string) string {
	if strings.HasPrefix(name, "[") {
		return name
	}
	return strings.ToUpper(name)
}

// paragraph begins one.
func (r *roff) paragraph() {
	if r.begun {
		r.b.WriteString(".PP\n")
	}
	r.begun = true
}

// text writes the words of a paragraph. The program that shows the page breaks the lines.
func (r *roff) text(s string) {
	for line := range strings.Lines(s) {
		r.line(inline(strings.TrimSpace(line)))
	}
}

// code writes lines as they are.
func (r *roff) code(lines string) {
	r.paragraph()
	r.b.WriteString(".RS 4\n.nf\n")
	for line := range strings.Lines(lines) {
		r.line(escaped(strings.TrimRight(line, "\n")))
	}
	r.b.WriteString(".fi\n.RE\n")
}

// item writes a term and what is said of it.
func (r *roff) item(term, text string) {
	r.b.WriteString(".TP\n")
	r.begun = true
	r.line(term)
	r.text(text)
}

// line writes a line that is text, even if it starts as a request does.
func (r *roff) line(s string) {
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	r.b.WriteString(s + "\n")
}

// escaped returns text so that roff shows it as it is. A plain - would become a hyphen,
// which cannot be copied into a shell.
func escaped(s string) string { return roffEscapes.Replace(s) }

var roffEscapes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`)

func bold(s string) string { return `\fB` + escaped(s) + `\fR` }

func italic(s string) string { return `\fI` + escaped(s) + `\fR` }

// inline returns text in which `code` is bold.
func inline(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 { // one has no end
		return escaped(s)
	}
	for i := range parts {
		if i%2 == 1 {
			parts[i] = bold(parts[i])
		} else {
			parts[i] = escaped(parts[i])
		}
	}
	return strings.Join(parts, "")
}
