package scan

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// fingerprints is the stage that gives each finding and each part its
// fingerprint, the lasting name of a secret: 32 hex digits.
//
// Reports are passed around, so a fingerprint must not give the secret away.
// There are three kinds:
//
//   - A random secret cannot be guessed. Its fingerprint is a hash of the rule and
//     the secret, and depends on nothing that moves, such as a line, a path or a
//     commit. A key of several lines has the same one whether they end in LF or CRLF,
//     as the work tree of Git for Windows has them.
//   - A guessable secret, such as a password, could be found by comparing the
//     hashes of guesses with its fingerprint, however slow the hash is. With a key
//     (Options.Key), which the readers of a report do not have, the hash is keyed.
//   - Without a key, the fingerprint of a guessable secret says nothing about its
//     value. It is a hash of the rule and of the place: the first path in byte
//     order that holds the secret, and the name before the value there, such as
//     db_password. Secrets for which all of this is equal are numbered in the order
//     of time, line and column; those in no commit come last. So another password at the same place may get the
//     fingerprint of the one before it.
//
// docs/adr/0007-fingerprints.md has the reasons.
type fingerprints struct {
	key    []byte
	places map[secretOf]place
}

// A secretOf is a secret as one rule sees it.
type secretOf struct{ rule, secret string }

// A place is where a guessable secret is. Places are ordered by their paths, and
// those of findings come before those of parts.
type place struct {
	path string // for a text that is in no file, its kind and its ref or object
	name string // of the field, "" for none
	at   finding.Location
	part bool // it is there only as a part of another secret
}

// newPlace is the place of a secret at a location. before is the text before the
// secret.
func newPlace(l finding.Location, before string) place {
	path := l.FullPath()
	if l.Ref != "" { // what it names now says nothing about its name or its past
		path = strings.Join([]string{string(l.Kind), l.Ref}, "\x00")
	} else if !l.Kind.InFile() || path == "" {
		path = strings.Join([]string{string(l.Kind), l.Blob.String(), l.Commit.String(), l.Path}, "\x00")
	}
	return place{path: path, name: fieldName(before), at: l}
}

func (p place) compare(q place) int {
	if p.part != q.part {
		if q.part {
			return -1
		}
		return 1
	}
	return cmp.Or(strings.Compare(p.path, q.path), compareAges(&p.at, &q.at), strings.Compare(q.name, p.name))
}

// compareAges is finding.CompareLocations, but what is in no commit comes last: it is the newest,
// and must not take over the fingerprint of what was there before.
func compareAges(a, b *finding.Location) int {
	return cmp.Or(
		strings.Compare(a.Path, b.Path),
		strings.Compare(a.Ref, b.Ref),
		-cmp.Compare(min(len(a.Date), 1), min(len(b.Date), 1)),
		finding.CompareLocations(*a, *b),
	)
}

// addPlace notes a place of a secret. The first place in order is kept.
func addPlace(places map[secretOf]place, rule, secret string, p place) {
	if !guessable(secret) {
		return
	}
	k := secretOf{rule, secret}
	if known, ok := places[k]; !ok || p.compare(known) < 0 {
		places[k] = p
	}
}

// maxFieldName bounds the name of a field, in bytes.
const maxFieldName = 64

// fieldName is the last word on the last line of the text before a value: that
// of "export DB_PASSWORD = '" is DB_PASSWORD.
func fieldName(before string) string {
	line := before[strings.LastIndexByte(before, '\n')+1:]
	inName := func(c byte) bool { return inBase64(c) && c != '/' && c != '+' || c == '.' }
	end := len(line)
	for end > 0 && !inName(line[end-1]) {
		end--
	}
	start := end
	for start > 0 && end-start < maxFieldName && inName(line[start-1]) {
		start--
	}
	return line[start:end]
}

func (st fingerprints) apply(ctx context.Context, r *finding.Report) error {
	numbers := st.numbers()
	each := func(rule, secret string) string { return st.names(numbers, secretOf{rule, secret})[0] }
	if len(st.key) > 0 {
		r.Scan.Key = fingerprint(st.key, "key")[:keyName]
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Fingerprint, f.PrintOf = each(f.RuleID, f.Secret), st.of(f.Secret)
		for _, l := range f.Locations {
			for j := range l.Parts {
				p := &l.Parts[j]
				p.Fingerprint = each(p.RuleID, p.Secret)
			}
		}
	}
	return ctx.Err()
}

// of says what the fingerprint that reports show of a secret is made of.
func (st fingerprints) of(secret string) finding.PrintOf {
	switch {
	case !guessable(secret):
		return finding.PrintOfSecret
	case len(st.key) > 0:
		return finding.PrintOfKeyedSecret
	}
	return finding.PrintOfPlace
}

// names returns the fingerprints that a secret may go by: the one that reports show, and
// then the one that reports without a key show, if that is another.
func (st fingerprints) names(numbers map[secretOf]int, s secretOf) []string {
	if !guessable(s.secret) {
		return []string{fingerprint(nil, "v1", s.rule, unixLines(s.secret))}
	}
	p := st.places[s]
	names := []string{fingerprint(nil, "v2/place", s.rule, p.path, p.name, strconv.Itoa(numbers[s]))}
	if len(st.key) > 0 {
		names = []string{fingerprint(st.key, "v2/keyed", s.rule, unixLines(s.secret)), names[0]}
	}
	return names
}

// unixLines returns a text with LF in place of CRLF.
func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// numbers tells secrets apart that have the same rule, path and name.
func (st fingerprints) numbers() map[secretOf]int {
	type field struct{ rule, path, name string }
	groups := map[field][]secretOf{}
	for k, p := range st.places {
		f := field{k.rule, p.path, p.name}
		groups[f] = append(groups[f], k)
	}
	numbers := map[secretOf]int{}
	for _, group := range groups {
		slices.SortFunc(group, func(a, b secretOf) int {
			p, q := st.places[a], st.places[b]
			return cmp.Or(compareAges(&p.at, &q.at), strings.Compare(a.secret, b.secret))
		})
		for i, k := range group {
			numbers[k] = i
		}
	}
	return numbers
}

// keyName is the number of hex digits by which a report names the key. They are a hash
// with the key, and too few to tell it.
const keyName = 8

// fingerprint hashes texts that have no zero byte within them, with a key unless
// that is nil.
func fingerprint(key []byte, version string, texts ...string) string {
	const size = 16
	h := sha256.New()
	if key != nil {
		h = hmac.New(sha256.New, key)
	}
	h.Write([]byte("sluice.fingerprint/" + version))
	for _, s := range texts {
		h.Write([]byte{0})
		h.Write([]byte(s))
	}
	return hex.EncodeToString(h.Sum(nil)[:size])
}
