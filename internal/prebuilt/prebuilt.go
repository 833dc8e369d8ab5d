// Package prebuilt holds what a program that scans must know before it reads
// its first byte: the built-in rules, and what the engine derives from their
// patterns, in two files that go:embed puts into the program.
//
// A hook is done in less time than it takes to read a thousand rules from TOML,
// or to derive from their patterns where to look. So both are done when the
// rules change, by go generate, and tests hold the files to the rules.
//
// The files are data, not Go source: they are not compiled. To read them is to slice them: a
// string is a view of the data and copies nothing. A [Writer] puts all strings behind all
// numbers.
//
// Both files are packed with S2, a form of Snappy: that makes the program a twelfth smaller,
// and unpacking takes a millisecond for each two megabytes. A section of the first file is
// unpacked when something of it is asked for, so that a scan without hits does without most.
//
// The first file, rules.bin, is written by package rules. It has eight sections:
//
//   - what a scan asks for before there is a hit: the number of the rules, and the
//     allowlists that count for all of them;
//   - what patterns share: sets of bytes, automata and parts of regexes ([Shared]);
//   - the text that automata, parts, regexes and outlines are pieces of;
//   - patterns in the order of the rules ([Pattern]), each with its outline, the
//     matchers of its hits, and its parsed regex. They are decoded when a hit of that very pattern asks for
//     them, and package pattern says how they are written;
//   - the rules, less their patterns. Package rules says how a rule is written;
//   - where each pattern begins, and where each rule does, so that one of them can be read
//     without the others: a scan of a few files asks for few of the rules;
//   - what the rules are called and the names of their parts, so that those that a rule
//     file names are found without reading the rules.
//
// The second, search.bin, is written by package engine. It holds what follows from all
// rules together: the set of all literals, laid out as package literal searches it, and
// for each literal the rules that it stands for. It counts for the built-in rules and no
// others; the rules that a repository adds to them are searched for beside them. Where a
// repository changes what a rule looks for, all is derived when the program starts, which
// gives the same.
package prebuilt

import (
	_ "embed"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

//go:generate go test ../../rules -run ^TestPrebuilt$ -update
//go:generate go test ../engine -run ^TestPrebuilt$ -update
//go:generate go -C ../../cmd/sluice/docs run .

//go:embed rules.bin
var file string

//go:embed search.bin
var search string

// magic is what the first file begins with. Its number changes with the layout.
const magic = "sluice.prebuilt/10\n"

// A Set is a set of bytes, 64 to a word.
type Set = [4]uint64

// Shared is what patterns have in common: sets of bytes, the automata that judge what
// follows a literal, and the large parts of their parsed regexes.
type Shared struct {
	Sets     []Set
	Automata Texts
	Parts    Texts // of parsed regexes, each for a Reader
}

// A Pattern is a regex of a rule, and what is derived from it and from all else
// that it depends on.
type Pattern struct {
	Expr        string
	SecretGroup int
	Multiline   bool
	Outline     string // for a Reader; what to search for
	Matchers    string // for a Reader; what judges a hit
	Tree        string // for a Reader; the parsed regex, "" if nobody needs it
}

// The sections of the first file.
const (
	topSection = iota
	sharedSection
	commonSection
	patternSection
	ruleSection
	patternPlaces
	rulePlaces
	ruleNames
	sections
)

// A section is a part of the first file. It is unpacked when it is first asked for.
type section struct {
	packed string
	once   sync.Once
	text   string      // "" in a file that is broken
	ready  atomic.Bool // whether text can be read without once
}

func (s *section) unpack() string {
	s.once.Do(func() {
		s.text = unpack(s.packed)
		s.ready.Store(true)
	})
	return s.text
}

var readSections = sync.OnceValue(func() *[sections]section {
	list := new([sections]section)
	if packed, ok := strings.CutPrefix(file, magic); ok {
		r := NewReader(packed)
		for i := range list {
			list[i].packed = r.String()
		}
	}
	return list
})

func text(section int) string { return readSections()[section].unpack() }

// open returns a reader of one of the sections.
func open(section int) *Reader {
	r := NewReader(text(section))
	r.common = readSections()[commonSection].unpack
	return r
}

// ReadShared gives what the patterns share.
var ReadShared = sync.OnceValue(func() *Shared {
	r := open(sharedSection)
	s := &Shared{Sets: make([]Set, r.Len())}
	for i := range s.Sets {
		s.Sets[i] = Set{r.Word(), r.Word(), r.Word(), r.Word()}
	}
	s.Automata, s.Parts = r.readTexts(), r.readTexts()
	return s
})

// Patterns gives the patterns of the rules that have one, in the order of the
// rules. They must not be changed.
var Patterns = sync.OnceValue(func() []Pattern {
	r := open(patternSection)
	list := make([]Pattern, r.Len())
	for i := range list {
		list[i] = readPattern(r)
	}
	return list
})

func readPattern(r *Reader) Pattern {
	return Pattern{Expr: r.joined(), SecretGroup: r.Int(), Multiline: r.Bool(), Outline: r.joined(), Matchers: r.String(), Tree: r.String()}
}

// placeSize is the size in bytes of a place: two numbers of four bytes.
const placeSize = 8

// at returns a reader of a section that begins at one of the places in another.
func at(section, places, i int) *Reader {
	r, list := open(section), text(places)
	if (i+1)*placeSize > len(list) {
		r.fail()
		return r
	}
	r.skip(int(Uint32(list, i*placeSize)), int(Uint32(list, i*placeSize+4)))
	return r
}

// PatternAt returns one of the patterns.
func PatternAt(i int) *Pattern {
	p := readPattern(at(patternSection, patternPlaces, i))
	return &p
}

// Top returns a reader of what a scan asks for before there is a hit, which package rules
// writes and reads.
func Top() *Reader { return open(topSection) }

// RuleAt returns a reader of the rules that begins at one of them.
func RuleAt(i int) *Reader { return at(ruleSection, rulePlaces, i) }

// Rules returns a reader of the rules.
func Rules() *Reader { return open(ruleSection) }

// RuleNames returns a reader of the names of the rules, which package rules writes and
// reads.
func RuleNames() *Reader { return open(ruleNames) }

// Search returns a reader of how the built-in rules are searched for, which package
// engine writes and reads.
func Search() *Reader { return NewReader(searchText()) }

var searchText = sync.OnceValue(func() string { return unpack(search) })

// Join makes the first file of its parts. top is what Top reads, places are where the rules
// begin, and names what RuleNames reads.
func Join(top []byte, shared *Shared, patterns []Pattern, rules []byte, places []Place, names []byte) []byte {
	var first, second, all Writer
	common := new(cutter)
	var begin []Place
	first.Uint(uint64(len(shared.Sets)))
	for _, s := range shared.Sets {
		for _, word := range s {
			first.Word(word)
		}
	}
	shared.Automata.store(&first, common)
	shared.Parts.store(&first, common)
	second.Uint(uint64(len(patterns)))
	for _, p := range patterns {
		begin = append(begin, second.Place())
		second.cut(common, p.Expr)
		second.Int(p.SecretGroup)
		second.Bool(p.Multiline)
		second.cut(common, p.Outline)
		second.String(p.Matchers)
		second.String(p.Tree)
	}
	for _, section := range [][]byte{top, first.Bytes(), common.common, second.Bytes(), rules, placeBytes(begin), placeBytes(places), names} {
		all.String(string(Pack(section)))
	}
	return append([]byte(magic), all.Bytes()...)
}

// Holds reports whether a string is a view of the first file: what is in the file was
// checked when the file was made, and need not be checked again. An equal string
// from anywhere else is none.
func Holds(s string) bool {
	at := uintptr(unsafe.Pointer(unsafe.StringData(s)))
	for i := range readSections() {
		if section := &readSections()[i]; s != "" && section.ready.Load() {
			begin := uintptr(unsafe.Pointer(unsafe.StringData(section.text)))
			if begin <= at && at < begin+uintptr(len(section.text)) {
				return true
			}
		}
	}
	return false
}

// IsFile reports whether a file that Join has made holds what the first file holds. Another
// version of the packer may pack the same in other bytes.
func IsFile(joined []byte) bool {
	packed, ok := strings.CutPrefix(string(joined), magic)
	r := NewReader(packed)
	for section := range sections {
		ok = ok && unpack(r.String()) == text(section)
	}
	return ok
}

// IsSearch reports whether a text is what Search reads.
func IsSearch(stored []byte) bool { return string(stored) == searchText() }
