package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// An Imported is a finding that another tool knows.
type Imported struct {
	Tool  string // "gitleaks", "detect-secrets" or "trufflehog"
	Rule  string // as the tool calls it
	State State

	Path, Commit string // "" for unknown
	Line         int    // 0 for unknown
	At           int    // the line of the tool's file that says so
	Note         string // for the baseline, in place of "imported from TOOL"; "" for that

	secrets []string // what the tool took for the secret, in clear; empty if it does not say
	sha1    string   // of the secret, in hexadecimal; "" if the tool does not say
}

// String says where the finding is, for people. It does not show the secret.
func (im Imported) String() string {
	s := im.Path
	if im.Line > 0 {
		s += ":" + strconv.Itoa(im.Line)
	}
	if im.Commit != "" {
		s += " of commit " + im.Commit[:min(len(im.Commit), 10)]
	}
	return strings.TrimSpace(s + " (" + im.Rule + ")")
}

// ReadImport reads what another tool knows: a JSON report or baseline of gitleaks, a
// baseline of detect-secrets, or the JSON lines of trufflehog. Their formats are in
//
//	https://github.com/gitleaks/gitleaks/blob/master/README.md
//	https://github.com/Yelp/detect-secrets/blob/master/docs/design.md
//	https://github.com/trufflesecurity/trufflehog/blob/main/README.md
func ReadImport(text []byte) ([]Imported, error) {
	r := importReader{text: bytes.TrimPrefix(text, []byte("\ufeff"))}
	r.d = json.NewDecoder(bytes.NewReader(r.text))
	begin := bytes.TrimSpace(r.text)
	var first struct {
		Results        json.RawMessage `json:"results"`
		SourceMetadata json.RawMessage `json:"SourceMetadata"`
	}
	switch {
	case string(begin) == "null":
		return nil, nil
	case len(begin) > 0 && begin[0] == '[':
		return r.gitleaks()
	case len(begin) > 0 && begin[0] == '{':
		if err := json.NewDecoder(bytes.NewReader(begin)).Decode(&first); err != nil {
			return nil, fmt.Errorf("it is no whole JSON: %w", err)
		}
		if first.Results != nil {
			return r.detectSecrets()
		}
		return r.trufflehog()
	}
	return nil, errors.New("it is no JSON: " + known)
}

const known = "give a JSON report or baseline of gitleaks, a .secrets.baseline of detect-secrets, or the JSON lines of trufflehog"

// An importReader reads the file of another tool and counts its lines.
type importReader struct {
	text []byte
	d    *json.Decoder

	counted, newlines int // newlines before text[counted]
}

// line returns the line on which the next value begins.
func (r *importReader) line() int {
	at := int(r.d.InputOffset())
	for at < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	r.newlines += bytes.Count(r.text[r.counted:at], []byte("\n"))
	r.counted = at
	return r.newlines + 1
}

// list reads an array, whose elements read reads.
func (r *importReader) list(read func() error) error { return r.within('[', read) }

// table reads an object, whose values read reads.
func (r *importReader) table(read func(key string) error) error {
	return r.within('{', func() error {
		key, err := r.d.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		return read(name)
	})
}

func (r *importReader) within(open json.Delim, read func() error) error {
	t, err := r.d.Token()
	switch {
	case err != nil:
		return err
	case t == nil: // null
		return nil
	case t != open:
		return fmt.Errorf("line %d: %q was expected there", r.line(), open.String())
	}
	for r.d.More() {
		if err := read(); err != nil {
			return err
		}
	}
	_, err = r.d.Token()
	return err
}

func (r *importReader) gitleaks() (all []Imported, err error) {
	err = r.list(func() error {
		line := r.line()
		var l struct {
			RuleID, Secret, File, Commit string
			StartLine                    int
		}
		if err := r.d.Decode(&l); err != nil {
			return err
		}
		im := Imported{At: line, Tool: "gitleaks", Rule: l.RuleID, State: Known, Path: clean(l.File), Commit: l.Commit, Line: l.StartLine}
		// --redact writes REDACTED, or some of the secret and "..."
		if l.Secret != "REDACTED" && !strings.HasSuffix(l.Secret, "...") && l.Secret != "" {
			im.secrets = []string{l.Secret}
		}
		all = append(all, im)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("it is no report of gitleaks: %w", err)
	}
	return all, nil
}

func (r *importReader) detectSecrets() (all []Imported, err error) {
	entry := func(file string) error {
		line := r.line()
		var e struct {
			Type   string `json:"type"`
			Hash   string `json:"hashed_secret"`
			Line   int    `json:"line_number"`
			Secret *bool  `json:"is_secret"` // set by an audit
		}
		if err := r.d.Decode(&e); err != nil {
			return err
		}
		im := Imported{At: line, Tool: "detect-secrets", Rule: e.Type, State: Known, Path: clean(file), Line: e.Line, sha1: strings.ToLower(e.Hash)}
		if e.Secret != nil && !*e.Secret {
			im.State = False
		}
		all = append(all, im)
		return nil
	}
	err = r.table(func(key string) error {
		if key != "results" {
			var other json.RawMessage
			return r.d.Decode(&other)
		}
		return r.table(func(file string) error {
			return r.list(func() error { return entry(file) })
		})
	})
	if err != nil {
		return nil, fmt.Errorf("it is no baseline of detect-secrets: %w", err)
	}
	return all, nil
}

func (r *importReader) trufflehog() ([]Imported, error) {
	var all []Imported
	for {
		at := r.line()
		var line struct {
			SourceMetadata *struct {
				Data map[string]json.RawMessage
			}
			DetectorName, Raw, RawV2 string
			Level                    string `json:"level"` // of its log, which may be among the lines
		}
		err := r.d.Decode(&line)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("they are no JSON lines of trufflehog: %w", err)
		}
		if line.SourceMetadata == nil {
			if line.Level == "" {
				return nil, errors.New("it is JSON of another kind: " + known)
			}
			continue
		}
		im := Imported{At: at, Tool: "trufflehog", Rule: line.DetectorName, State: Known}
		for _, source := range slices.Sorted(maps.Keys(line.SourceMetadata.Data)) { // there is one
			var at struct {
				File   string `json:"file"`
				Commit string `json:"commit"`
				Line   int    `json:"line"`
			}
			if json.Unmarshal(line.SourceMetadata.Data[source], &at) == nil {
				im.Path, im.Commit, im.Line = clean(at.File), at.Commit, at.Line
			}
		}
		for _, secret := range []string{line.Raw, line.RawV2} {
			if secret != "" {
				im.secrets = append(im.secrets, secret)
			}
		}
		all = append(all, im)
	}
}

// clean writes a path as a repository does.
func clean(p string) string {
	if p == "" {
		return ""
	}
	return path.Clean(strings.ReplaceAll(p, `\`, "/"))
}

// leastShared is the least number of bytes that the secrets of two tools must share if one
// is a part of the other.
const leastShared = 8

// is reports whether an import is about a finding whose secret has the SHA-1 sum.
//
// The secret decides, as far as the tool gives it; tools do not agree on where a secret
// begins and ends, so at the same path one may hold the other. Where a tool gives a hash
// or nothing, the same line of the same file in the same commit does. But that a person
// has called something no secret counts for that secret alone.
func (im Imported) is(f *Found, sum string) bool {
	if im.sha1 == sum || slices.Contains(im.secrets, f.Secret) {
		return true
	}
	if len(im.secrets) == 0 {
		return im.State != False && im.Line > 0 && slices.ContainsFunc(f.places, func(p place) bool {
			isNow := p.inHead || p.commit == "" // what is gone since is not what an entry without a commit is about
			return p.path == im.Path && p.line == im.Line && (im.Commit == p.commit || im.Commit == "" && isNow)
		})
	}
	return slices.ContainsFunc(im.secrets, func(s string) bool {
		return min(len(s), len(f.Secret)) >= leastShared && (strings.Contains(s, f.Secret) || strings.Contains(f.Secret, s))
	}) && slices.ContainsFunc(f.places, func(p place) bool { return p.path == im.Path })
}

// Match returns for each import the findings that it is about, as indices.
func Match(imports []Imported, all []Found) [][]int {
	at := newFoundIndex(all)
	matches := make([][]int, len(imports))
	for n, im := range imports {
		for _, i := range at.candidates(im) {
			if im.is(&all[i], at.sums[i]) {
				matches[n] = append(matches[n], i)
			}
		}
	}
	return matches
}

// Import adds the findings that imports are about, and returns the imports that are about
// none. A finding that the file names already, or that several imports are about, is known
// as all of them say, see [Join].
func (f *File) Import(imports []Imported, all []Found) (unmatched []Imported) {
	matches := Match(imports, all)
	for n, im := range imports {
		if len(matches[n]) == 0 {
			unmatched = append(unmatched, im)
		}
	}
	f.ImportMatched(imports, matches, all)
	return unmatched
}

// ImportMatched is Import for those who know which findings each import is about, as
// [Match] returns it.
func (f *File) ImportMatched(imports []Imported, matches [][]int, all []Found) {
	entries := map[int]Entry{} // by the index of the finding
	for n, im := range imports {
		for _, i := range matches[n] {
			e := all[i].entry(Entry{State: im.State, Note: cmp.Or(im.Note, "imported from "+im.Tool)})
			if old, ok := entries[i]; ok {
				e = Join(e, old)
			} else if old, ok := f.Entry(all[i]); ok {
				e = Join(e, all[i].entry(old))
			}
			entries[i] = e
		}
	}
	var findings []Found
	for i := range entries {
		findings = append(findings, all[i])
	}
	f.replace(findings, slices.Collect(maps.Values(entries)))
}
