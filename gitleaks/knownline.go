package gitleaks

import (
	"index/suffixarray"
	"slices"
	"sort"
	"strings"
)

// A knownOnLine holds the entries of a baseline for one line of a file. A line can have
// hundreds of thousands of them, such as that of a minified file; so an entry is looked up,
// and not compared with each of them.
type knownOnLine struct {
	shown  []shownSecret        // each once
	places map[shownSecret]bool // the same as a set, while they are added

	hidden  map[hiddenSecret]bool
	lengths []int // of what the hidden secrets show, each once, in bytes

	index *secretIndex // of shown; nil if they are few
}

// A shownSecret is a secret in clear and the text around it.
type shownSecret struct{ secret, match string }

// A hiddenSecret is what a redacted entry says of its secret.
type hiddenSecret struct {
	rule    string
	entropy float32
	shown   string // the beginning of the secret
}

// minShared is the least number of bytes of a secret that is a part of another one.
const minShared = 8

func (k *knownOnLine) addShown(s shownSecret) {
	if len(s.secret) < minShared || k.places[s] {
		return // a short one is known by itself, and never as a part
	}
	if k.places == nil {
		k.places = map[shownSecret]bool{}
	}
	k.places[s] = true
	k.shown = append(k.shown, s)
}

func (k *knownOnLine) addHidden(h hiddenSecret) {
	if k.hidden == nil {
		k.hidden = map[hiddenSecret]bool{}
	}
	k.hidden[h] = true
	if n := len(h.shown); !slices.Contains(k.lengths, n) {
		k.lengths = append(k.lengths, n)
	}
}

// fewSecrets is the number up to which secrets are compared one by one.
const fewSecrets = 16

// ready ends the adding of entries.
func (k *knownOnLine) ready() {
	k.places = nil
	if len(k.shown) > fewSecrets {
		k.index = newSecretIndex(k.shown)
	}
}

// has reports whether an entry of the line is known.
func (k *knownOnLine) has(e *Entry) bool {
	switch {
	case k == nil:
		return false
	case k.hasHidden(e):
		return true
	case len(e.Secret) < minShared:
		return false
	case k.index != nil:
		return k.index.any(e.Secret, func(i int) bool { return k.shown[i].is(e) })
	}
	return slices.ContainsFunc(k.shown, func(s shownSecret) bool { return s.is(e) })
}

// hasHidden looks for an entry with the same entropy, whose secret begins as this one does.
func (k *knownOnLine) hasHidden(e *Entry) bool {
	if len(k.hidden) == 0 {
		return false
	}
	rules := rulesOf(e)
	if named(generic, rules) {
		rules = append(rules, generic)
	}
	for _, n := range k.lengths {
		if n >= len(e.Secret) {
			continue
		}
		for _, rule := range rules {
			if k.hidden[hiddenSecret{rule, e.Entropy, e.Secret[:n]}] {
				return true
			}
		}
	}
	return false
}

// is reports whether an entry of the same line is the same secret.
func (s shownSecret) is(e *Entry) bool {
	if e.Commit == "" && !(strings.Contains(s.match, e.Secret) && (strings.Contains(e.Match, s.secret) || strings.Contains(e.Line, s.secret))) {
		return false
	}
	return strings.Contains(s.secret, e.Secret) || strings.Contains(e.Secret, s.secret)
}

// A secretIndex finds those of many secrets that hold another one, or are a part of it. All
// have minShared bytes at least.
type secretIndex struct {
	bySecret map[string][]int // indices
	lengths  map[string][]int // by the first minShared bytes: the lengths of the secrets that begin so, each once

	all    *suffixarray.Index // of the secrets behind each other
	starts []int              // where each begins there, and where the last ends
}

func newSecretIndex(list []shownSecret) *secretIndex {
	x := &secretIndex{bySecret: map[string][]int{}, lengths: map[string][]int{}}
	var all []byte
	for i, s := range list {
		x.bySecret[s.secret] = append(x.bySecret[s.secret], i)
		head := s.secret[:minShared]
		if !slices.Contains(x.lengths[head], len(s.secret)) {
			x.lengths[head] = append(x.lengths[head], len(s.secret))
		}
		x.starts = append(x.starts, len(all))
		all = append(all, s.secret...)
	}
	x.starts = append(x.starts, len(all))
	x.all = suffixarray.New(all)
	return x
}

// any reports whether ok holds for a secret that holds another one or is a part of it.
func (x *secretIndex) any(secret string, ok func(i int) bool) bool {
	for at := range len(secret) - minShared + 1 {
		for _, n := range x.lengths[secret[at:at+minShared]] {
			if at+n <= len(secret) && slices.ContainsFunc(x.bySecret[secret[at:at+n]], ok) {
				return true
			}
		}
	}
	return slices.ContainsFunc(x.all.Lookup([]byte(secret), -1), func(at int) bool {
		i := sort.SearchInts(x.starts, at+1) - 1
		return at+len(secret) <= x.starts[i+1] && ok(i)
	})
}
