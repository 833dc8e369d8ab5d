// Package prebuilt holds what a program that scans must know before it reads
// its first byte: the built-in rules, and what the engine derives from their
// patterns, in two files that go:embed puts into the program.
//
// A hook is done in less time than it takes to read a thousand rules from TOML,
// or to derive from their patterns where to look. So both are done when the
// rules change, by go generate, and tests hold the files to the rules.
//
// The files are data, not Go source: they are not compiled, and a change of one rule
// changes the bytes of that rule. To read them is to slice them: a string is a view
// of the file and copies nothing. A [Writer] puts all strings behind all numbers, so
// that what is never looked at, such as the examples of rules, is not even loaded from
// the disk.
//
// The first file, rules.bin, is written by package rules. It has three sections:
//
//   - what patterns share, sets of bytes and automata ([Shared]);
//   - patterns in the order of the rules ([Pattern]), each with its outline and the
//     matchers of its hits. They are decoded when a hit of that very pattern asks for
//     them, and package pattern says how they are written;
//   - the rules, less their patterns. Package rules says how a rule is written.
//
// The second, search.bin, is written by package engine. It holds what follows from all
// rules together: the set of all literals, laid out as package literal searches it, and
// for each literal the rules that it stands for. It counts for the built-in rules and no
// others; a repository that only adds allowlists to them uses it. Any other rules are
// derived when the program starts, which gives the same.
package prebuilt

import (
	_ "embed"
	"strings"
	"sync"
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
const magic = "sluice.prebuilt/6\n"

// A Set is a set of bytes, 64 to a word.
type Set = [4]uint64

// Shared is what patterns name by numbers: sets of bytes, and the automata that judge
// what follows a literal, each for a Reader.
type Shared struct {
	Sets     []Set
	Automata []string
}

// A Pattern is a regex of a rule, and what is derived from it and from all else
// that it depends on.
type Pattern struct {
	Expr        string
	SecretGroup int
	Multiline   bool
	Outline     string // for a Reader; what to search for
	Matchers    string // for a Reader; what judges a hit
}

// open returns a reader of one of the sections.
func open(section int) *Reader {
	text, ok := strings.CutPrefix(file, magic)
	if !ok {
		return &Reader{bad: true}
	}
	r := NewReader(text)
	var body string
	for range section + 1 {
		body = r.String()
	}
	return NewReader(body)
}

// ReadShared gives what the patterns share.
var ReadShared = sync.OnceValue(func() *Shared {
	r := open(0)
	s := &Shared{Sets: make([]Set, r.Len())}
	for i := range s.Sets {
		s.Sets[i] = Set{r.Word(), r.Word(), r.Word(), r.Word()}
	}
	s.Automata = r.Strings()
	return s
})

// Patterns gives the patterns of the rules that have one, in the order of the
// rules. They must not be changed.
var Patterns = sync.OnceValue(func() []Pattern {
	r := open(1)
	list := make([]Pattern, r.Len())
	for i := range list {
		list[i] = Pattern{Expr: r.String(), SecretGroup: r.Int(), Multiline: r.Bool(), Outline: r.String(), Matchers: r.String()}
	}
	return list
})

// Rules returns a reader of the rules.
func Rules() *Reader { return open(2) }

// Search returns a reader of how the built-in rules are searched for, which package
// engine writes and reads.
func Search() *Reader { return NewReader(search) }

// Join makes the first file of its parts.
func Join(shared *Shared, patterns []Pattern, rules []byte) []byte {
	var first, second, all Writer
	first.Uint(uint64(len(shared.Sets)))
	for _, s := range shared.Sets {
		for _, word := range s {
			first.Word(word)
		}
	}
	first.Strings(shared.Automata)
	second.Uint(uint64(len(patterns)))
	for _, p := range patterns {
		second.String(p.Expr)
		second.Int(p.SecretGroup)
		second.Bool(p.Multiline)
		second.String(p.Outline)
		second.String(p.Matchers)
	}
	for _, section := range [][]byte{first.Bytes(), second.Bytes(), rules} {
		all.String(string(section))
	}
	return append([]byte(magic), all.Bytes()...)
}

// Holds reports whether a string is a view of the first file: what is in the file was
// checked when the file was made, and need not be checked again. An equal string
// from anywhere else is none.
func Holds(s string) bool {
	at, begin := uintptr(unsafe.Pointer(unsafe.StringData(s))), uintptr(unsafe.Pointer(unsafe.StringData(file)))
	return s != "" && begin <= at && at < begin+uintptr(len(file))
}

// File is the first file as it is embedded.
func File() string { return file }
