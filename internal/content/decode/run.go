package decode

import (
	"bytes"
	"cmp"
	"slices"
)

// Kinds is a set of ways to encode text.
type Kinds uint32

// The kinds. Those up to Reversed are words: a run has one of them. The others are marks.
const (
	Base64    Kinds = 1 << iota
	Base32          // RFC 4648, section 6
	Hex             // 6768
	Bytes           // 0x67, 0x68 or 103, 104 or 67:68
	Base32Hex       // RFC 4648, section 7
	Base36
	Base58 // that of Bitcoin, perhaps with its check
	Base62
	Base85   // ASCII85, Z85, and that of RFC 1924
	Uuencode // lines of it
	Rot13
	Reversed
	Escapes   // \u0041, \x41, \101 and similar
	Percent   // %41
	Entities  // &#65;
	Quoted    // =41, and lines that end with =
	UTF7      // +AEE-
	Invisible // characters that are not seen, or that look like others
	Joined    // "A" + "B"
	Tags      // A<b>B</b>
	MailWord  // =?utf-8?Q?=41?=

	words = Escapes - 1
)

var names = [...]string{"base64", "base32", "hex", "bytes",
	"base32hex", "base36", "base58", "base62", "base85", "uuencode", "rot13", "reversed", "escapes", "percent", "entities", "quoted-printable", "utf-7", "invisible", "joined", "tags", "encoded-word"}

// Names returns the names of the kinds, which are those of layers in reports.
func (k Kinds) Names() (all []string) {
	for i, name := range names {
		if k&(1<<i) != 0 {
			all = append(all, name)
		}
	}
	return all
}

// A Run is a part of a text, text[Start:End], in which something is encoded.
type Run struct {
	Kinds      Kinds
	Start, End int
}

// IsWord reports whether all of the run is encoded, and not only places in it.
func (r Run) IsWord() bool { return r.Kinds&words != 0 }

// Find adds to dst the runs in the paragraphs data[from:to], see Paragraphs, sorted.
func Find(dst []Run, data []byte, from, to int) []Run {
	known := len(dst)
	s := search{data: data, to: to, runs: dst, joined: -1, wordEnd: from, listEnd: from, nextEscape: from, softEnd: from}
	s.blocks(from)
	s.frames(from)
	s.softBreaks(from)
	s.rare(from)
	dst = s.cluster()
	if added := dst[known:]; len(added) > 1 {
		slices.SortFunc(added, Compare)
		dst = dst[:known+len(slices.Compact(added))]
	}
	return dst
}

// leastBinaryWord is how many bytes a word in binary content has, at least: symbols of
// programs are shorter.
const leastBinaryWord = 32

// FindWords is Find for words of a length alone. It is for binary content, where marks are
// accidents.
func FindWords(dst []Run, data []byte, from, to int) []Run {
	const step = leastBinaryWord / 2 // so that a word has such a block, wherever it begins
	known, done := len(dst), from
	s := search{data: data, to: to, runs: dst, joined: -1, wordsAlone: true}
	for i := from; i < to && i+step <= len(data); i += step {
		if inWord(data[i]) && i >= done && areWord(data[i:i+step]) {
			done = s.wordAt(i, done)
		}
	}
	dst = s.runs[:known]
	for _, r := range s.runs[known:] {
		if r.IsWord() && r.End-r.Start >= leastBinaryWord && isLong(data, r.Start) {
			dst = append(dst, r)
		}
	}
	return dst
}

// isLong reports whether the word around an offset is so long that a step cannot miss it. A word that
// is folded may have shorter parts.
func isLong(data []byte, at int) bool {
	start := at
	for start > 0 && at-start < leastBinaryWord && inWord(data[start-1]) {
		start--
	}
	return start+leastBinaryWord <= len(data) && areWord(data[start:start+leastBinaryWord])
}

// Compare orders runs by their places, then by their kinds.
func Compare(a, b Run) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Kinds, b.Kinds))
}

// A search finds runs and marks in data up to an offset. It looks further for where
// they end.
type search struct {
	data   []byte
	to     int
	runs   []Run
	marks  []mark
	joined int // where a word goes on that is in several literals

	// Where the last of a kind ended, or the next may be looked for.
	wordEnd, listEnd, nextEscape, softEnd, utf7End, charEnd, literalEnd int

	wordsAlone bool // no marks are looked for

	binary   int  // escapes of bytes that texts do not have, in the same literal
	framed   Run  // the last list of numbers in frames that was looked at
	searched int  // a line that was searched for joins, up to here
	joins    bool // whether there may be one
}

// A mark is a place in a text that stands for something else.
type mark struct {
	start, end int
	kind       Kinds
}

func (s *search) mark(kind Kinds, start, end int) { s.marks = append(s.marks, mark{start, end, kind}) }

const (
	around     = 128      // bytes of a line before and behind a mark that are read with it
	longWord   = 8 << 10  // bytes that a word at the end of them may have besides
	longestRun = 64 << 20 // bytes of a word, at most; sources hold no more of a blob
	mostMarks  = 64 << 10 // bytes of a run with marks, roughly; more are several runs
)

// cluster makes runs of marks that are near each other.
func (s *search) cluster() []Run {
	if len(s.marks) == 0 {
		return s.runs
	}
	slices.SortFunc(s.marks, func(a, b mark) int { return cmp.Compare(a.start, b.start) })
	first, last, kinds := s.marks[0].start, s.marks[0].end, Kinds(0)
	add := func() {
		s.runs = append(s.runs, Run{kinds, before(s.data, first), behind(s.data, last)})
	}
	for _, m := range s.marks {
		if m.start > last && !s.together(last, m.start) || m.start-first > mostMarks {
			add()
			first, last, kinds = m.start, m.end, 0
		}
		last, kinds = max(last, m.end), kinds|m.kind
	}
	add()
	return s.runs
}

// together reports whether two marks are read together that are this far from each other.
func (s *search) together(from, to int) bool {
	gap := s.data[from:to]
	if len(gap) <= around {
		return bytes.IndexByte(gap, '\n') < 0
	}
	for i, b := range gap {
		if i > longWord || !joinable(b) {
			return false
		}
	}
	return true
}

// before returns where the text begins that is read with a mark.
func before(data []byte, at int) int {
	start := max(0, at-around)
	if i := bytes.LastIndexByte(data[start:at], '\n'); i >= 0 {
		return start + i + 1
	}
	for least := max(0, start-longWord); start > least && joinable(data[start-1]); {
		start--
	}
	return start
}

// behind returns where the text ends that is read with a mark.
func behind(data []byte, at int) int {
	end := min(len(data), at+around)
	if i := bytes.IndexByte(data[at:end], '\n'); i >= 0 {
		return at + i
	}
	for most := min(len(data), end+longWord); end < most && joinable(data[end]); {
		end++
	}
	return end
}
