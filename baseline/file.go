package baseline

import (
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"strings"
)

// A File is what a baseline says. Its entries are sorted by fingerprint, one for each:
// Set and Parse keep it so.
type File struct {
	Key      []byte   // for the fingerprints of secrets that can be guessed, KeyLen bytes; nil for none
	Comments []string // lines that people have added, each with its "#"
	Entries  []Entry
}

// Get returns the entry of a fingerprint.
func (f *File) Get(fingerprint string) (Entry, bool) {
	i, ok := f.find(fingerprint)
	if !ok {
		return Entry{}, false
	}
	return f.Entries[i], true
}

// Set adds an entry, or puts it in the place of the one with the same fingerprint. Its
// error is that of [Entry.Check].
func (f *File) Set(e Entry) error {
	if err := e.Check(); err != nil {
		return err
	}
	f.insert(e)
	return nil
}

func (f *File) insert(e Entry) {
	i, ok := f.find(e.Fingerprint)
	if ok {
		f.Entries[i] = e
	} else {
		f.Entries = slices.Insert(f.Entries, i, e)
	}
}

// Remove removes the entry of a fingerprint, and reports whether there was one.
func (f *File) Remove(fingerprint string) bool {
	i, ok := f.find(fingerprint)
	if ok {
		f.Entries = slices.Delete(f.Entries, i, i+1)
	}
	return ok
}

func (f *File) find(fingerprint string) (int, bool) {
	return slices.BinarySearchFunc(f.Entries, fingerprint, func(e Entry, s string) int { return strings.Compare(e.Fingerprint, s) })
}

// tidy sorts entries, and joins those about the same finding.
func tidy(entries []Entry) []Entry {
	byFingerprint := func(a, b Entry) int { return strings.Compare(a.Fingerprint, b.Fingerprint) }
	if !slices.IsSortedFunc(entries, byFingerprint) {
		slices.SortStableFunc(entries, byFingerprint)
	}
	n := 0
	for _, e := range entries {
		if n > 0 && entries[n-1].Fingerprint == e.Fingerprint {
			entries[n-1] = Join(entries[n-1], e)
			continue
		}
		entries[n] = e
		n++
	}
	return slices.Clip(entries[:n])
}

// KeyLen is the length of a key, in bytes.
const KeyLen = 32

// NewKey returns the key of a new baseline. tree is the id of the tree of HEAD: every
// clone makes the same key of it, and a report does not show it. Without a tree, which
// is "", the key is random.
func NewKey(tree string) []byte {
	if tree == "" {
		key := make([]byte, KeyLen)
		rand.Read(key) // it never fails
		return key
	}
	key := sha256.Sum256([]byte("sluice.baseline/v1 key of tree " + tree))
	return key[:]
}
