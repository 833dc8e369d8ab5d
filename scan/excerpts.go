package scan

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// excerpts are the lines of the locations that share a line of a file with many others, as
// in minified code. Each shows a few hundred bytes around its secret, so that each byte of
// the file is in as many lines of the report as there are secrets near it. What the rules
// find is asked of the line of the file, and not of each excerpt of it.
type excerpts map[*finding.Location]*excerpt

// An excerpt is the line of a location before anything is hidden in it.
type excerpt struct {
	before, secret, after string
	column                int  // of the first character
	row                   *row // nil for none
	at                    int  // the offset of the first byte in the row
}

// A row is a part of a line that overlapping excerpts cover.
type row struct {
	text    string
	known   bool     // whether the rules were asked
	tokens  []hidden // what they found, sorted
	longest int      // of them, in bytes
}

const (
	fewestExcerpts = 8   // excerpts of a line that are worth their row
	leastExcerpt   = 128 // bytes of them; lines that are shorter hold few secrets

	mostRow = 32 << 10 // bytes of a row, roughly; what is found in it is in memory at once
)

// A lineID is a line of a text.
type lineID struct {
	path, layers string
	blob         oid.ID
	kind         finding.Kind
	number       int
}

// excerptsOf returns the excerpts of a report in which nothing is hidden yet.
func excerptsOf(r *finding.Report) excerpts {
	type place struct {
		*finding.Location
		secret string
	}
	places := map[lineID][]place{}
	for f := range everyFinding(r) {
		for l := range everywhere(f) {
			if len(l.Line) < leastExcerpt || l.StartLine != l.EndLine {
				continue
			}
			id := lineID{l.Path, strings.Join(l.Layers, "\x00"), l.Blob, l.Kind, l.StartLine}
			places[id] = append(places[id], place{l, f.Secret})
		}
	}
	all := excerpts{}
	for _, list := range places {
		if len(list) < fewestExcerpts {
			continue
		}
		var on []*excerpt
		for _, p := range list {
			if e := newExcerpt(p.Location, p.secret); e != nil {
				all[p.Location] = e
				on = append(on, e)
			}
		}
		join(on)
	}
	return all
}

// newExcerpt returns the excerpt at a place, nil if it is not as the file has it.
func newExcerpt(l *finding.Location, secret string) *excerpt {
	before, after, ok := strings.Cut(l.Line, secretMark)
	if !ok || utf8.RuneCountInString(secret) != l.EndColumn-l.StartColumn {
		return nil
	}
	return &excerpt{before: before, secret: secret, after: after, column: l.StartColumn - utf8.RuneCountInString(before)}
}

// join makes rows of the excerpts of one line. An excerpt has none if it is not what the
// others say that the file has there.
func join(on []*excerpt) {
	slices.SortStableFunc(on, func(a, b *excerpt) int { return cmp.Compare(a.column, b.column) })
	var text []byte
	var last *row
	at, column := 0, 0 // a place in the text, as offset and as column
	end := func() {
		if last != nil {
			last.text = string(text)
		}
	}
	for _, e := range on {
		for at < len(text) && column < e.column {
			_, n := utf8.DecodeRune(text[at:])
			at, column = at+n, column+1
		}
		own := e.before + e.secret + e.after
		if last == nil || column < e.column || len(text) > mostRow {
			end()
			last, text, at, column = new(row), append(text[:0], own...), 0, e.column
		} else if both := min(len(own), len(text)-at); string(text[at:at+both]) != own[:both] {
			continue
		} else {
			text = append(text, own[both:]...)
		}
		e.row, e.at = last, at
	}
	end()
}

// tokens returns what the rules find in the line of an excerpt in which the secret is
// replaced by a mask, wherever it is. ok is false if the row does not say that.
func (e *excerpt) tokens(r *redactor, line, masked string) (all []hidden, ok bool) {
	if e == nil || e.row == nil || e.secret == "" || strings.ReplaceAll(e.before+secretMark+e.after, e.secret, masked) != line {
		return nil, false
	}
	e.row.ask(r)
	size := len(e.before) + len(e.secret) + len(e.after)
	replaced := e.replaced(len(masked))
	first, _ := slices.BinarySearchFunc(e.row.tokens, e.at-e.row.longest, func(h hidden, at int) int { return cmp.Compare(h.start, at) })
	for _, h := range e.row.tokens[first:] {
		if h.start >= e.at+size {
			break
		}
		if h.end <= e.at {
			continue
		}
		h.start, h.end = max(h.start-e.at, 0), min(h.end-e.at, size)
		by := 0
		for _, p := range replaced {
			if p.end <= h.start {
				by = p.by
			} else if p.start < h.end {
				if h.start < p.start || h.end > p.end {
					return nil, false // without the secret it may be something else
				}
				h.start = h.end // a part of the secret is gone with it
			}
		}
		if h.start < h.end {
			all = append(all, hidden{h.start + by, h.end + by, h.mask})
		}
	}
	return all, true
}

// A replacement is a place of a secret that is replaced, and by how much this moves what is
// behind it.
type replacement struct{ start, end, by int }

// replaced returns the places of the secret in the excerpt, for a mask of some bytes.
func (e *excerpt) replaced(masked int) (all []replacement) {
	by := 0
	add := func(start, size int) {
		by += size - len(e.secret)
		all = append(all, replacement{start, start + len(e.secret), by})
	}
	in := func(text string, from int) {
		for at := 0; ; at += len(e.secret) {
			i := strings.Index(text[at:], e.secret)
			if i < 0 {
				return
			}
			at += i
			add(from+at, masked)
		}
	}
	in(e.before, 0)
	add(len(e.before), len(secretMark))
	in(e.after, len(e.before)+len(e.secret))
	return all
}

// ask asks the rules about the row, once.
func (w *row) ask(r *redactor) {
	if w.known {
		return
	}
	w.known = true
	f := &finder{redactor: r, known: true}
	f.scan(w.text, nestedReadings)
	w.tokens = f.spans
	slices.SortFunc(w.tokens, func(a, b hidden) int { return cmp.Compare(a.start, b.start) })
	for _, h := range w.tokens {
		w.longest = max(w.longest, h.end-h.start)
	}
}
