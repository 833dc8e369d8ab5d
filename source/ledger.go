package source

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/sluicesec/sluice/finding"
)

// A Ledger is the account of a scan: what was visited, what was not, and why.
// Its methods are safe for concurrent use, and its content does not depend on the
// order of the calls.
type Ledger struct {
	mu     sync.Mutex
	counts Counts
	skips  map[string]*finding.Skip
	errors map[string]bool
	notes  map[string]bool

	accepted map[string]bool // reasons for which nothing counts as missed

	remarks atomic.Uint64 // see Remarks
}

// Remarks returns how often something was recorded that is no count and no signature. If
// the number is the same before and after a visit, the ledger says nothing of the blob.
func (l *Ledger) Remarks() uint64 { return l.remarks.Load() }

// Signature records a signature, which is left out because it is random to anybody.
func (l *Ledger) Signature(of string, bytes int64) { l.skip("signature", of, bytes, false) }

// AbsentLFS is the reason for content that Git LFS keeps elsewhere.
const AbsentLFS = "absent Git LFS content"

// Counts is how much was visited.
type Counts struct {
	Commits int
	Blobs   int   // unique blobs, messages included
	Trees   int   // trees read to find out where blobs are
	Files   int   // files of a folder, or paths of an index
	Names   int   // different names of refs, files and folders, and targets of links
	Bytes   int64 // bytes of content
}

// maxExamples bounds the examples kept for each reason.
const maxExamples = 5

// Add adds to the counts.
func (l *Ledger) Add(c Counts) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts.Commits += c.Commits
	l.counts.Blobs += c.Blobs
	l.counts.Trees += c.Trees
	l.counts.Files += c.Files
	l.counts.Names += c.Names
	l.counts.Bytes += c.Bytes
}

// Skip records content that was left out on purpose, such as an archive.
func (l *Ledger) Skip(reason, example string, bytes int64) {
	l.remarks.Add(1)
	l.skip(reason, example, bytes, false)
}

// Accept says that the user knows of content that is not there for a reason: Miss
// then records it as Skip does.
func (l *Ledger) Accept(reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.accepted == nil {
		l.accepted = map[string]bool{}
	}
	l.accepted[reason] = true
}

// Miss records content that should have been scanned and could not be. It makes the
// scan incomplete, and reports true, unless the reason is accepted.
func (l *Ledger) Miss(reason, example string, bytes int64) bool {
	l.remarks.Add(1)
	l.mu.Lock()
	missed := !l.accepted[reason]
	l.mu.Unlock()
	l.skip(reason, example, bytes, missed)
	return missed
}

func (l *Ledger) skip(reason, example string, bytes int64, incomplete bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.skips == nil {
		l.skips = map[string]*finding.Skip{}
	}
	s := l.skips[reason]
	if s == nil {
		s = &finding.Skip{Reason: reason}
		l.skips[reason] = s
	}
	s.Count++
	s.Bytes += bytes
	s.Incomplete = s.Incomplete || incomplete
	if i, found := slices.BinarySearch(s.Examples, example); !found && i < maxExamples {
		s.Examples = slices.Insert(s.Examples, i, example)
		s.Examples = s.Examples[:min(len(s.Examples), maxExamples)]
	}
}

// Error records a failure that makes the scan incomplete. The same text is
// kept once.
func (l *Ledger) Error(err error) {
	l.remarks.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.errors == nil {
		l.errors = map[string]bool{}
	}
	l.errors[err.Error()] = true
}

// Note records a remark for the user. It does not make the scan incomplete.
func (l *Ledger) Note(text string) {
	l.remarks.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.notes == nil {
		l.notes = map[string]bool{}
	}
	l.notes[text] = true
}

// TooLarge notes that a file has too many bytes for the rules that its path calls for:
// more than most.
func (l *Ledger) TooLarge(most int64) {
	l.Note(fmt.Sprintf("a file has more than %d KiB and a name like that of a key file: the rules for such files did not judge it, all others did", most>>10))
}

// Counts returns how much was visited so far.
func (l *Ledger) Counts() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts
}

// Skips returns what was not scanned, in the order of the reasons.
func (l *Ledger) Skips() []finding.Skip {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]finding.Skip, 0, len(l.skips))
	for _, s := range l.skips {
		c := *s
		c.Examples = slices.Clone(s.Examples)
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b finding.Skip) int { return strings.Compare(a.Reason, b.Reason) })
	return out
}

// Errors returns the failures, sorted.
func (l *Ledger) Errors() []string { return l.sorted(func() map[string]bool { return l.errors }) }

// Notes returns the notes, sorted.
func (l *Ledger) Notes() []string { return l.sorted(func() map[string]bool { return l.notes }) }

func (l *Ledger) sorted(set func() map[string]bool) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]string, 0, len(set()))
	for s := range set() {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// Complete reports whether everything was scanned that should have been.
func (l *Ledger) Complete() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.skips {
		if s.Incomplete {
			return false
		}
	}
	return len(l.errors) == 0
}
