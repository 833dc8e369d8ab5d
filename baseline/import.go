package baseline

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
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
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	var first struct {
		Results        json.RawMessage `json:"results"`
		SourceMetadata json.RawMessage `json:"SourceMetadata"`
	}
	switch {
	case len(text) > 0 && text[0] == '[', string(text) == "null":
		return readGitleaks(text)
	case len(text) > 0 && text[0] == '{':
		if err := json.NewDecoder(bytes.NewReader(text)).Decode(&first); err != nil {
			return nil, fmt.Errorf("it is no whole JSON: %w", err)
		}
		if first.Results != nil {
			return readDetectSecrets(first.Results)
		}
		return readTrufflehog(text)
	}
	return nil, errors.New("it is no JSON: " + known)
}

const known = "give a JSON report or baseline of gitleaks, a .secrets.baseline of detect-secrets, or the JSON lines of trufflehog"

func readGitleaks(text []byte) ([]Imported, error) {
	var list []struct {
		RuleID, Secret, File, Commit string
		StartLine                    int
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("it is no report of gitleaks: %w", err)
	}
	var all []Imported
	for _, l := range list {
		im := Imported{Tool: "gitleaks", Rule: l.RuleID, State: Known, Path: clean(l.File), Commit: l.Commit, Line: l.StartLine}
		// --redact writes REDACTED, or some of the secret and "..."
		if l.Secret != "REDACTED" && !strings.HasSuffix(l.Secret, "...") && l.Secret != "" {
			im.secrets = []string{l.Secret}
		}
		all = append(all, im)
	}
	return all, nil
}

func readDetectSecrets(results []byte) ([]Imported, error) {
	var files map[string][]struct {
		Type   string `json:"type"`
		Hash   string `json:"hashed_secret"`
		Line   int    `json:"line_number"`
		Secret *bool  `json:"is_secret"` // set by an audit
	}
	if err := json.Unmarshal(results, &files); err != nil {
		return nil, fmt.Errorf("it is no baseline of detect-secrets: %w", err)
	}
	var all []Imported
	for _, file := range slices.Sorted(maps.Keys(files)) {
		for _, r := range files[file] {
			im := Imported{Tool: "detect-secrets", Rule: r.Type, State: Known, Path: clean(file), Line: r.Line, sha1: strings.ToLower(r.Hash)}
			if r.Secret != nil && !*r.Secret {
				im.State = False
			}
			all = append(all, im)
		}
	}
	return all, nil
}

func readTrufflehog(text []byte) ([]Imported, error) {
	var all []Imported
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var line struct {
			SourceMetadata *struct {
				Data map[string]json.RawMessage
			}
			DetectorName, Raw, RawV2 string
			Level                    string `json:"level"` // of its log, which may be among the lines
		}
		err := d.Decode(&line)
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
		im := Imported{Tool: "trufflehog", Rule: line.DetectorName, State: Known}
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
			return p.path == im.Path && p.line == im.Line && (im.Commit == "" || im.Commit == p.commit)
		})
	}
	return slices.ContainsFunc(im.secrets, func(s string) bool {
		return min(len(s), len(f.Secret)) >= leastShared && (strings.Contains(s, f.Secret) || strings.Contains(f.Secret, s))
	}) && slices.ContainsFunc(f.places, func(p place) bool { return p.path == im.Path })
}

// Import adds the findings that imports are about, and returns the imports that are about
// none. A finding that the file names already, or that several imports are about, is known
// as all of them say, see [Join].
func (f *File) Import(imports []Imported, all []Found) (unmatched []Imported) {
	at := newFoundIndex(all)
	entries := map[int]Entry{} // by the index of the finding
	for _, im := range imports {
		matched := false
		for _, i := range at.candidates(im) {
			if !im.is(&all[i], at.sums[i]) {
				continue
			}
			matched = true
			e := all[i].entry(Entry{State: im.State, Note: "imported from " + im.Tool})
			if old, ok := entries[i]; ok {
				e = Join(e, old)
			} else if old, ok := f.Entry(all[i]); ok {
				e = Join(e, all[i].entry(old))
			}
			entries[i] = e
		}
		if !matched {
			unmatched = append(unmatched, im)
		}
	}
	var findings []Found
	for i := range entries {
		findings = append(findings, all[i])
	}
	f.replace(findings, slices.Collect(maps.Values(entries)))
	return unmatched
}

// A foundIndex finds findings by what imports say of them. Its lists hold indices.
type foundIndex struct {
	sums     []string // the SHA-1 sums of the secrets
	bySum    map[string][]int
	bySecret map[string][]int
	byPath   map[string][]int
}

func newFoundIndex(all []Found) foundIndex {
	at := foundIndex{bySum: map[string][]int{}, bySecret: map[string][]int{}, byPath: map[string][]int{}}
	for i := range all {
		sum := sha1.Sum([]byte(all[i].Secret))
		at.sums = append(at.sums, hex.EncodeToString(sum[:]))
		at.bySum[at.sums[i]] = append(at.bySum[at.sums[i]], i)
		at.bySecret[all[i].Secret] = append(at.bySecret[all[i].Secret], i)
		for _, p := range all[i].places {
			at.byPath[p.path] = append(at.byPath[p.path], i)
		}
	}
	return at
}

// candidates returns the findings that an import may be about, in their order.
func (at foundIndex) candidates(im Imported) []int {
	list := slices.Concat(at.bySum[im.sha1], at.byPath[im.Path])
	for _, s := range im.secrets {
		list = append(list, at.bySecret[s]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
