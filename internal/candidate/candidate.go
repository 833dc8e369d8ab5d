package candidate

import "bytes"

// How many bytes around the start of a keyword a candidate depends on, and all that
// is judged of it: whichever keyword of a name it was found by, it is the same.
const (
	Before = 384
	After  = 1408
)

// Limits of a name and a value, in bytes.
const (
	maxNameSide = 48 // of a name, before its keyword
	maxNameTail = 80 // of a name, behind its keyword
	MinValue    = 4
	MaxValue    = 512
	MaxKeyword  = 48 // of a keyword that a user has chosen
)

// How far the words before a name are looked for, and code behind a value, in bytes;
// and how far around a candidate the model looks.
const (
	wordsBehind   = 32
	codeAhead     = 64
	contextBefore = 310
	contextAfter  = 170
)

// A Span is a part of some text, in bytes.
type Span struct{ Start, End int }

// Of returns the bytes of the span.
func (s Span) Of(text []byte) []byte { return text[s.Start:s.End] }

// A Candidate is a name and a value. Its spans are parts of the text that it was
// found in.
type Candidate struct {
	Keyword Span // in the name
	Name    Span
	Value   Span // without quotes
	Sep     Sep  // what stands between them
	Quote   Quote
	Form    Form
	Wrapped bool // a call or an index is around the value, as in []byte("...")
	Quoted  bool // the name is in quotes
	Own     bool // the keyword is none of Keywords: it stands for the word that Meaning says

	// Seen is the part of the text that decided, and that model.Vector.Read looks
	// at. It may begin before the text and end behind it. It is set even if there is
	// no candidate.
	Seen Span

	dashed bool // a dash is right before the keyword, as in --password
}

// A Sep is the operator between a name and its value.
type Sep uint8

const (
	NoSep   Sep = iota // white space alone
	Equals             // =
	Colon              // :
	Arrow              // =>
	Define             // := and its longer kin
	Compare            // == != === !==
	Default            // ?= || ?? ?: :- or
	Append             // += .= ||=
	Pointer            // -> <-
	Scope              // ::
	Comma              // ,
	Call               // (
	Element            // > of an XML tag
	Percent            // %3D
	Pipe               // | of a table
)

// A Quote is what stands around a value.
type Quote uint8

const (
	Bare Quote = iota
	Single
	Double
	Backtick
	Escaped // \" or \\"
	Entity  // &quot;
)

// A Form is how a name and its value are put together.
type Form uint8

const (
	Pair      Form = iota // name, operator, value
	Text                  // <name>value</name>
	Attribute             // <x name="value"
	Sibling               // name: NAME and value: VALUE
	Block                 // a YAML block scalar on the next line
	Fallback              // ${NAME:-value}
	Option                // --name value
)

// At returns the candidate whose name holds the keyword in text[at:end], one of
// [Keywords].
func At(text []byte, at, end int) (c Candidate, ok bool) {
	return find(text, at, end, false)
}

// AtOwn is At for a keyword that a user has chosen, and that is none of [Keywords].
// It has a letter or a digit, and at most [MaxKeyword] bytes.
func AtOwn(text []byte, at, end int) (c Candidate, ok bool) {
	return find(text, at, end, true)
}

func find(text []byte, at, end int, own bool) (c Candidate, ok bool) {
	for !own && at+1 < end && !isLetter(text[at]) {
		at++ // _pw and its kin
	}
	c.Keyword, c.Own, c.dashed = Span{at, end}, own, at > 0 && text[at-1] == '-'
	c.Seen = Span{at - maxNameSide - wordsBehind, end + maxNameTail + wideLen}
	if c.Name, ok = nameAround(text, at, end, own); !ok {
		return c, false
	}
	s := scanner{text: text, at: c.Name.End, c: &c, seen: Span{c.Name.Start - wordsBehind, c.Name.End + 1}}
	for s.seen.End <= len(text) && isNameByte(text[s.seen.End-1]) {
		s.seen.End++ // what looked like a part of the name
	}
	ok = s.gap()
	c.Seen = s.seen
	if !ok {
		return c, false
	}
	if c.Value.End == 0 && !s.value() {
		c.Seen.End = at + After
		return c, false
	}
	value := c.Value.Of(text)
	s.see(c.Value.End + 4)
	if c.Quote == Bare && bytes.ContainsAny(value, "([.") {
		s.see(c.Value.End + codeAhead)
	}
	c.Seen = s.seen
	if c.Name.Start >= 4 && foldPrefix(text[c.Name.Start-4:], "enc:") {
		return c, false // a part of an encrypted value
	}
	if len(value) < MinValue || boring(value) || c.isVariable(value) || isMode(c.Name.Of(text), value) ||
		c.Quote == Backtick && bytes.IndexByte(value, ' ') >= 0 || bytes.HasPrefix(value, []byte("-----")) {
		return c, false
	}
	if c.Quote == Bare && (c.Sep == Colon || c.Sep == Equals) && (c.Form == Pair || c.Form == Option) && isCode(text[c.Value.Start:], isBlank(text[c.Value.Start-1])) {
		return c, false
	}
	c.Seen = Span{min(s.seen.Start, c.Name.Start-contextBefore), max(s.seen.End, c.Value.End+contextAfter, c.Name.Start+blockAhead)}
	return c, !c.isOther(text) && !inBlock(text, c.Name.Start)
}

// isVariable reports whether a bare value stands where only a variable does: as
// the next argument of a call, in a comparison, behind a name and no operator.
func (c *Candidate) isVariable(value []byte) bool {
	if c.Quote != Bare {
		return false
	}
	if c.Sep == NoSep && bytes.HasPrefix(value, []byte("%(")) {
		return true // of the formats of Python
	}
	if value[0] == ')' && (c.Sep == NoSep || c.Sep == Comma || c.Sep == Call || c.Sep == Compare) {
		return true
	}
	if bytes.ContainsAny(value, "0123456789") {
		return false
	}
	switch c.Sep {
	case NoSep:
		return c.Form != Option || !c.dashed
	case Comma, Call, Scope, Pointer, Compare, Pipe, Default:
		return c.Form == Pair || c.Form == Option
	}
	return false
}
