package engine

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/content/decode"
	"github.com/sluicesec/sluice/internal/lines"
	"github.com/sluicesec/sluice/internal/pattern"
)

// DecodeDepth is how many encodings around each other are undone, unless something else
// is asked for.
const DecodeDepth = 4

// A Hidden is what the runs of encoded text in some data hold.
type Hidden struct {
	Matches []Match      // their places are those in the data, and Layers say what was undone
	Runs    []decode.Run // those that have matches, or something that was missed
}

// A decoded says where a match is in the text that was decoded. Of matches that were
// decompressed, the places in the data do not say which are the same secret.
type decoded struct {
	run    int // offset of the run in the data, from 1; 0 for a match in the data itself
	text   int // number of the text, among those that were decoded from the run
	secret pattern.Span
	before int  // bytes of the match before the secret
	word   bool // what was decoded is a word, see decode.Run, and not only places in it
	length int  // of the run, in bytes, if it is a word
}

// Hidden decodes runs of data, and what is encoded in them, to a depth, and returns what
// the rules say of it. What the bytes of the data say by themselves, at the same
// place and by the same rule, is not repeated: own are these matches.
func (s *Scanner) Hidden(data []byte, runs []decode.Run, own []Match, depth int) Hidden {
	h := s.hiddenAt(data, lines.Position{}, runs, own, depth)
	s.d.lookForKeywords(data, h.Matches)
	h.Matches = withKeywords(h.Matches)
	return h
}

// hiddenAt is Hidden for data that begins at a position. It leaves in the matches that lack
// a keyword.
func (s *Scanner) hiddenAt(data []byte, begin lines.Position, runs []decode.Run, own []Match, depth int) (h Hidden) {
	if depth <= 0 {
		return h
	}
	for _, r := range runs {
		found, missed := s.inRun(data, r, depth)
		if len(found) > 0 || missed != 0 {
			h.Runs = append(h.Runs, r)
			h.Matches = append(h.Matches, found...)
			s.missed |= missed
		}
	}
	if len(h.Matches) == 0 {
		return h
	}
	h.Matches = unrepeated(own, h.Matches)
	s.place(data, begin, h.Matches)
	return h
}

// An inRun is what was found in a run of encoded text, with offsets in the run.
type inRun struct {
	matches []Match
	missed  Missed
}

// inRun returns the matches in a run of data, with offsets in the data.
func (s *Scanner) inRun(data []byte, r decode.Run, depth int) ([]Match, Missed) {
	run := data[r.Start:r.End]
	name := nameOf(data, r)
	key := runKey{r.Kinds, depth, name, [2]uint64{maphash.Bytes(s.d.seeds[0], run), maphash.Bytes(s.d.seeds[1], run)}}
	known, ok := s.runs[key]
	if !ok {
		d := decoder{s: s, name: name, left: decodedBytes*len(run) + 1<<20}
		known.matches = d.run(run, decode.Run{Kinds: r.Kinds, End: len(run)}, depth)
		known.missed = d.missed
		if s.runs == nil || len(s.runs) >= knownRuns {
			s.runs = map[runKey]inRun{}
		}
		s.runs[key] = known
	}
	found := slices.Clone(known.matches)
	for i := range found {
		found[i].Parts = slices.Clone(found[i].Parts)
		found[i].decoded.run = 1
		if r.IsWord() {
			found[i].decoded.length = len(run)
		}
		found[i].shift(r.Start)
	}
	return found, known.missed
}

// A runKey identifies the bytes of a run. In a history, the same run is in many versions
// of a file, near edits.
type runKey struct {
	kinds decode.Kinds
	depth int
	name  string
	bytes [2]uint64 // hashes, with seeds that nobody knows
}

// knownRuns is how many runs are remembered.
const knownRuns = 1 << 14

// decodedBytes bounds what one run is decoded to, in all depths: this many bytes for each
// of its own, and 1 MiB. Encodings in each other can make much of little.
const decodedBytes = 64

// A decoder finds the matches in one run.
type decoder struct {
	s      *Scanner
	name   string // of the run, see nameOf
	left   int    // bytes that may still be decoded
	texts  int
	missed Missed
}

// run returns the matches in a run of data, and in what is encoded in it.
func (d *decoder) run(data []byte, r decode.Run, depth int) []Match {
	if d.left < 0 {
		d.missed |= ExpandsTooMuch
		return nil
	}
	text, ok := r.Decode(data, d.left)
	d.left -= len(text.Data)
	if !ok {
		return nil
	}
	if text.Cut || d.left < 0 {
		d.missed |= ExpandsTooMuch
	}
	d.texts++
	d.s.decoding = true
	raw := d.s.RawLast(text.Data, content.Text, nil, nil)
	d.s.decoding = false
	found := d.s.finish(text.Data, raw)
	kept := found[:0]
	for _, m := range found {
		if m.Layers = text.Layers(m.Start, m.End); len(m.Layers) > 0 && !cutOff(&m, r, data, &text) {
			if r.Kinds == decode.Bytes && len(m.Layers) > 1 { // a file that was built into a program
				m.doubt()
			}
			m.decoded = decoded{text: d.texts, secret: m.secretSpan(), before: m.SecretStart - m.Start, word: r.IsWord()}
			kept = append(kept, m)
		}
	}
	found = append(kept, d.named(d.name, &text, r)...)
	d.name = "" // what is in it has other names
	if depth == 1 && isEncoded(&text, r.IsWord()) {
		d.missed |= TooDeep
	}
	if depth > 1 {
		for _, inner := range decode.Find(nil, text.Data, 0, len(text.Data)) {
			if !r.IsWord() && len(text.Layers(inner.Start, inner.End)) == 0 {
				continue // it is a run of data, too
			}
			if !r.IsWord() && bytes.Equal(text.Data, data) {
				continue
			}
			within := d.run(text.Data, inner, depth-1)
			d.s.d.lookForKeywords(text.Data, within)
			for _, m := range within {
				m.Layers = append(text.Layers(m.Start, m.End), m.Layers...)
				m.decoded.word = m.decoded.word || r.IsWord()
				found = append(found, m)
			}
		}
	}
	for i := range found {
		found[i].move(func(at int) int { return int(text.At[at]) })
	}
	return unrepeated(nil, found)
}

// cutOff reports whether a match ends where the text around marks was cut, so that it may
// be longer.
func cutOff(m *Match, r decode.Run, data []byte, text *decode.Text) bool {
	return !r.IsWord() && (m.End == len(text.Data) && r.End < len(data) && data[r.End] != '\n' ||
		m.Start == 0 && r.Start > 0 && data[r.Start-1] != '\n')
}

// unrepeated removes the matches that say no more than one with fewer layers, or one of
// the data itself.
func unrepeated(own, matches []Match) []Match {
	if len(matches) == 0 {
		return nil
	}
	type secretOf struct{ rule, secret string }
	seen := map[secretOf][]*Match{}
	for i := range own {
		k := secretOf{own[i].Rule.ID, own[i].Secret}
		seen[k] = append(seen[k], &own[i])
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(len(a.Layers), len(b.Layers)), byOffset(a, b))
	})
	return slices.DeleteFunc(matches, func(m Match) bool {
		k := secretOf{m.Rule.ID, m.Secret}
		if slices.ContainsFunc(seen[k], m.overlaps) {
			return true
		}
		seen[k] = append(seen[k], &m)
		return false
	})
}

// overlaps reports whether two secrets overlap in the data.
func (m *Match) overlaps(o *Match) bool {
	return m.SecretStart < o.SecretEnd && o.SecretStart < m.SecretEnd
}

// place gives matches that were moved into data their lines, and sorts them. Comments on
// these lines allow them, like any match. begin is the position of data.
func (s *Scanner) place(data []byte, begin lines.Position, matches []Match) {
	slices.SortStableFunc(matches, byOffset)
	around, counter := surroundings{data: data, inline: !s.noInline, today: s.today, isRule: s.d.isRule}, lines.New(data, begin)
	runs, lastBreak := lines.New(data, begin), bytes.LastIndexByte(data, '\n')
	for i := range matches {
		m := &matches[i]
		m.Where = m.encodedWhere(data, runs, lastBreak)
		m.from = counter.Position(m.Start)
		ahead := *counter
		m.Span = ahead.Span(m.SecretStart, m.SecretEnd)
		m.Quote = quote(data, m.SecretStart, m.SecretEnd)
		m.lastLine = ahead.Position(m.End).Line
		for k := range m.Parts {
			p := &m.Parts[k]
			p.Span = lines.New(data, begin).Span(p.Start, p.End)
		}
		if m.Allowed == "" && around.inline && around.allow(m) {
			m.Allowed = Inline
		}
	}
}

// encodedWhere returns where in the data the word is that was decoded to get the match, or
// the places in the data that it was decoded from.
func (m *Match) encodedWhere(data []byte, counter *lines.Counter, lastBreak int) finding.Where {
	start, end := m.Start, m.End
	if m.decoded.length > 0 {
		start = m.decoded.run - 1
		end = start + m.decoded.length
		for end < len(data) && data[end] == '=' { // base64 is padded with it, which says nothing
			end++
		}
	}
	w := finding.Where{Line: counter.Position(start).Line + 1, Byte: counter.InLine(start), Unended: end > lastBreak}
	ahead := *counter
	w.EndLine, w.EndByte = ahead.Position(end).Line+1, ahead.InLine(end)
	return w
}
