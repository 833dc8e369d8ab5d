package gitleaks

import (
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/substring"
)

// A knownOnLine holds the entries of a baseline for one line of a file. A line can have
// hundreds of thousands of them, such as that of a minified file; so an entry is looked up,
// and not compared with each of them.
type knownOnLine struct {
	shown  []shownSecret        // each once
	places map[shownSecret]bool // the same as a set, while they are added

	hidden  map[hiddenSecret]bool
	lengths []int // of what the hidden secrets show, each once, in bytes

	index *substring.Index // of shown
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

// ready ends the adding of entries.
func (k *knownOnLine) ready() {
	k.places = nil
	var secrets []string
	for _, s := range k.shown {
		secrets = append(secrets, s.secret)
	}
	k.index = substring.New(minShared, secrets)
}

// has reports whether an entry of the line is known.
func (k *knownOnLine) has(e *Entry) bool {
	if k == nil {
		return false
	}
	if k.hasHidden(e) {
		return true
	}
	for i := range k.index.Related(e.Secret) {
		if k.shown[i].is(e) {
			return true
		}
	}
	return false
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

// is reports whether an entry of the same line, one of whose secrets holds the other, is the
// same secret.
func (s shownSecret) is(e *Entry) bool {
	return e.Commit != "" || strings.Contains(s.match, e.Secret) && (strings.Contains(e.Match, s.secret) || strings.Contains(e.Line, s.secret))
}
