package scan

import (
	"slices"
	"strings"
	"unicode"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// A redactor hides secrets in text: the values that it was given, as they are
// and encoded, and what a rule finds in the text itself. The second is for
// tokens in places that are not scanned, such as the name of a branch. It keeps
// what it has done, because a report repeats its texts. It is for one goroutine.
type redactor struct {
	values   *values
	random   *values // those of values that nobody can guess
	scanners []*engine.Scanner
	masks    masks
	done     map[string]string
	given    map[string]string // as done, with the random values alone
	tokens   map[string]string // as done, without values
	lines    map[string]string // as done, of lines
}

func newRedactor(detectors ...*engine.Detector) *redactor {
	r := &redactor{
		values: newValues(), random: newValues(), masks: masks{},
		done: map[string]string{}, given: map[string]string{}, tokens: map[string]string{}, lines: map[string]string{},
	}
	for _, d := range detectors {
		s := d.NewScanner()
		s.IgnoreKeywords()
		r.scanners = append(r.scanners, s)
	}
	return r
}

// secret adds a secret that a rule found.
func (r *redactor) secret(rule *rules.Rule, secret string) {
	hidden := r.masks.of(rule, secret)
	r.values.secret(secret, hidden)
	if !guessable(secret) {
		r.random.secret(secret, hidden)
	}
}

// text hides all secrets in a text that comes from what was scanned.
func (r *redactor) text(s string) string { return r.replace(s, r.values, r.done) }

// line hides all secrets in a line of a text that was scanned. What the rules find in it,
// encoded or not, is known to be a value, so only the line itself is scanned once more.
// tokens says what the rules find in it, if that is known.
func (r *redactor) line(s string, tokens func() ([]hidden, bool)) string {
	if hidden, ok := r.lines[s]; ok {
		return hidden
	}
	f := &finder{redactor: r, values: r.values, known: true}
	f.spans, f.scanned = tokens()
	f.find(s, false, nestedReadings)
	hidden := cut(s, f.spans)
	r.lines[s] = hidden
	return hidden
}

// place hides secrets in the name of what was scanned. Whoever reads the report
// knows that name, so a mask over a word of it would say that the word is a
// password: a value that can be guessed stays.
func (r *redactor) place(s string) string { return r.replace(s, r.random, r.given) }

// words hides what rules find in a text that comes from the rules, such as an
// advice. Values stay: whoever writes a secret could choose which words of our
// own a report shows.
func (r *redactor) words(s string) string { return r.replace(s, nil, r.tokens) }

func (r *redactor) replace(s string, v *values, done map[string]string) string {
	if len(s) < gram {
		return s
	}
	if hidden, ok := done[s]; ok {
		return hidden
	}
	f := &finder{redactor: r, values: v}
	f.find(s, false, nestedReadings)
	hidden := cut(s, f.spans)
	done[s] = hidden
	return hidden
}

// A hidden is a part of a text that a mask replaces.
type hidden struct {
	start, end int
	mask       string
}

// cut replaces parts of a text. Of parts that overlap it makes one, which shows
// nothing unless it is the first and covers the others.
func cut(s string, spans []hidden) string {
	if len(spans) == 0 {
		return s
	}
	slices.SortFunc(spans, func(a, b hidden) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	var b strings.Builder
	at := 0
	for i := 0; i < len(spans); {
		span := spans[i]
		for i++; i < len(spans) && spans[i].start < span.end; i++ {
			if spans[i].end > span.end {
				span.end, span.mask = spans[i].end, mask
			} else if spans[i].start == span.start && spans[i].end == span.end && len(spans[i].mask) < len(span.mask) {
				span.mask = spans[i].mask
			}
		}
		b.WriteString(s[at:span.start])
		b.WriteString(span.mask)
		at = span.end
	}
	b.WriteString(s[at:])
	return b.String()
}

// nestedReadings is how many encodings around each other are undone.
const nestedReadings = 2

// minToken is the least length, in bytes, of a text in which rules look for
// tokens.
const minToken = 16

// A finder collects what is to be hidden in one text.
type finder struct {
	*redactor
	values  *values // nil for none
	known   bool    // the rules were asked about what the text is a line of
	scanned bool    // spans has what the rules find in the text itself
	spans   []hidden
}

// find looks into s, and into what it encodes, to a depth. See reading for code.
func (f *finder) find(s string, code bool, depth int) {
	if f.values != nil {
		f.values.find(s, code, func(start, end int, mask string) { f.spans = append(f.spans, hidden{start, end, mask}) })
	}
	if !f.scanned && (!f.known || depth == nestedReadings) {
		f.scan(s, depth)
	}
	if !f.known && depth == nestedReadings && len(s) <= maxName && strings.Contains(s, "_") {
		f.underscores(s)
	}
	if depth == 0 {
		return
	}
	for r := range readings(s) {
		inner := &finder{redactor: f.redactor, values: f.values, known: f.known}
		inner.find(r.text, code || r.code, depth-1)
		for _, span := range inner.spans {
			f.spans = append(f.spans, hidden{r.start(span.start), r.end(span.end), mask})
		}
	}
}

// scan finds what the rules say in a text, or in what is encoded in one.
func (f *finder) scan(s string, depth int) {
	if len(s) < minToken {
		return
	}
	class := content.Text
	if depth < nestedReadings && !printable(s) { // most readings are noise
		class = content.Binary
	}
	f.match(s, class)
}

// maxName is the most bytes of a text that is looked into as a name.
const maxName = 1 << 10

// wordsOfToken is the most underscores within a token, and one: github_pat_A_B.
const wordsOfToken = 4

// underscores finds tokens in a name whose words are joined by underscores. To the
// rules, an underscore is a part of a word, so that no token begins behind it or
// ends before it.
func (f *finder) underscores(s string) {
	starts := []int{0} // of the words, and one behind the last
	for i := range len(s) {
		if s[i] == '_' {
			starts = append(starts, i+1)
		}
	}
	starts = append(starts, len(s)+1)
	for i := range starts[:len(starts)-1] {
		for n := 1; n <= wordsOfToken && i+n < len(starts); n++ {
			start, end := starts[i], starts[i+n]-1
			if end-start < minToken {
				continue
			}
			inner := &finder{redactor: f.redactor}
			inner.match(s[start:end], content.Binary) // rules that need context would see noise
			for _, span := range inner.spans {
				f.spans = append(f.spans, hidden{start + span.start, start + span.end, span.mask})
			}
		}
	}
}

// match finds what the rules say is a secret, whether or not something allows it.
func (f *finder) match(s string, class content.Class) {
	data := []byte(s)
	for _, sc := range f.scanners {
		raw := sc.Raw(data, class)
		if raw.Len() == 0 {
			continue
		}
		for _, m := range sc.Finish(data, raw) {
			if m.Rule.Identifier || m.Rule.SkipReport {
				continue
			}
			f.spans = append(f.spans, hidden{m.SecretStart, m.SecretEnd, f.masks.of(m.Rule, s[m.SecretStart:m.SecretEnd])})
		}
	}
}

// printable reports whether a text is one, and not what random bytes decode to.
func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r == unicode.ReplacementChar || unicode.IsControl(r) && !unicode.IsSpace(r) })
}
