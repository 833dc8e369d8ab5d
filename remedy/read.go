package remedy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
)

// A reader reads secrets from the repository again, at the places that a report names.
type reader struct {
	store    *objects.Store
	detector *detect.Detector
	rules    map[string]*rules.Rule
	texts    map[textKey]*text
}

// A textKey names a text: an object may have several, and rules may ask for its path.
type textKey struct {
	object oid.ID
	path   string
	kind   finding.Kind
}

// A text is what holds secrets: a file, or a section of a commit or tag.
type text struct {
	textKey
	data    []byte
	above   int // lines of the object before data
	matches []detect.Match
}

func newReader(store *objects.Store, cfg *rules.Config) (*reader, error) {
	d, err := detect.New(cfg)
	if err != nil {
		return nil, err
	}
	r := &reader{store: store, detector: d, rules: map[string]*rules.Rule{}, texts: map[textKey]*text{}}
	for i := range cfg.Rules {
		r.rules[cfg.Rules[i].ID] = &cfg.Rules[i]
	}
	return r, nil
}

// byPath reports whether a rule judges the path of a file, and not what is in it.
func (r *reader) byPath(rule string) bool {
	known := r.rules[rule]
	return known != nil && known.Path != "" && known.Regex == "" && len(known.Candidates) == 0 && known.Reader == ""
}

// read returns the text of a location and the match of a finding in it. The error says,
// for a person, why it cannot be read again.
func (r *reader) read(ctx context.Context, f *finding.Finding, l *finding.Location) (*text, *detect.Match, error) {
	t, err := r.text(ctx, l)
	if err != nil {
		return nil, nil, err
	}
	var found *detect.Match
	for i := range t.matches {
		m := &t.matches[i]
		if m.Span.Below(t.above) != l.Span && !(l.Kind == finding.KindPath && m.InPath) {
			continue
		}
		if m.Rule.ID != f.RuleID && !slices.Contains(m.AlsoRules, f.RuleID) {
			continue
		}
		random := scan.RandomFingerprint(f.RuleID, m.Secret)
		if random != "" && random != f.Fingerprint {
			continue // another secret in the same encoded text
		}
		if found == nil || slices.Equal(m.Layers, l.Layers) && !slices.Equal(found.Layers, l.Layers) {
			found = m
		}
	}
	if found == nil {
		if r.rules[f.RuleID] == nil {
			return t, nil, fmt.Errorf("the rules in force have no rule %q: name the rule file of the report with --config", f.RuleID)
		}
		return t, nil, fmt.Errorf("the rules in force do not find it at this place")
	}
	return t, found, nil
}

// text reads the text of a location and everything that the rules find in it.
func (r *reader) text(ctx context.Context, l *finding.Location) (*text, error) {
	id := l.Blob
	if id.IsZero() {
		id = l.Commit
	}
	if id.IsZero() {
		return nil, fmt.Errorf("the report names no object of git that holds it")
	}
	key := textKey{id, l.Path, l.Kind}
	if t := r.texts[key]; t != nil {
		return t, nil
	}
	kind, content, err := r.store.Read(id)
	switch {
	case errors.Is(err, objects.ErrNotFound):
		return nil, fmt.Errorf("object %s is not in this repository any more", abbreviate(id))
	case err != nil:
		return nil, fmt.Errorf("object %s cannot be read: %w", abbreviate(id), err)
	}
	t := &text{textKey: key, data: content}
	switch {
	case l.Kind == finding.KindCommitMessage || l.Kind == finding.KindCommitHeader:
		info, err := objects.ParseCommit(content)
		if err != nil || kind != objects.Commit {
			return nil, fmt.Errorf("object %s is no commit", abbreviate(id))
		}
		t.section(content, info.Header, info.Message)
	case l.Kind == finding.KindTagMessage || l.Kind == finding.KindTagHeader:
		info, err := objects.ParseTag(content)
		if err != nil || kind != objects.Tag {
			return nil, fmt.Errorf("object %s is no annotated tag", abbreviate(id))
		}
		t.section(content, info.Header, info.Message)
	case kind != objects.Blob:
		return nil, fmt.Errorf("object %s is no file", abbreviate(id))
	}
	asked := l.Path
	if !l.Kind.InFile() {
		asked = ""
	}
	for m, err := range r.detector.Scan(ctx, asked, t.data) {
		if err != nil {
			return nil, err
		}
		t.matches = append(t.matches, m)
	}
	r.texts[key] = t
	return t, nil
}

// section makes the text that of a section of a commit or a tag.
func (t *text) section(content []byte, header, message int) {
	switch t.kind {
	case finding.KindCommitMessage, finding.KindTagMessage:
		t.data = content[message:]
	default:
		t.data, t.above = content[header:message], bytes.Count(content[:header], []byte("\n"))
	}
}

// form returns how a match is written in the text. It is empty if there is no way to
// replace it without harm to other text.
func (t *text) form(m *detect.Match) form {
	f := form{text: string(t.data[m.SecretStart:m.SecretEnd])}
	if f.text != m.Secret || !scan.IsOrdinary(m.Secret) {
		return f
	}
	if f.before = nameBefore(t.data[:m.SecretStart]); f.before == "" {
		return form{}
	}
	return f
}

// maxBefore bounds what has to be before a text, in bytes.
const maxBefore = 48

// nameBefore returns what is before a value on its line, from the beginning of a word on:
// the name of the value, and what joins the two, such as ":-" in a shell script.
func nameBefore(text []byte) string {
	line := text[bytes.LastIndexByte(text, '\n')+1:]
	start, named := len(line), false
	for start > 0 && len(line)-start < maxBefore {
		c := line[start-1]
		if named && !inWord(c) && c != '-' && c != '.' {
			break
		}
		named = named || inWord(c)
		start--
	}
	if !named {
		return ""
	}
	return string(line[start:])
}

// secretsOnly reports whether a text holds nothing but secrets: each line is empty, a
// comment, or holds a part of a match.
func (t *text) secretsOnly(matches []*detect.Match) bool {
	rest := slices.Clone(t.data)
	for _, m := range matches {
		if m.SecretEnd <= m.SecretStart {
			continue
		}
		for i := bytes.LastIndexByte(t.data[:m.SecretStart], '\n') + 1; i < len(rest) && (i < m.SecretEnd || rest[i] != '\n'); i++ {
			rest[i] = ' '
		}
	}
	for line := range bytes.Lines(rest) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' && line[0] != ';' && !bytes.HasPrefix(line, []byte("-----")) {
			return false
		}
	}
	return len(matches) > 0
}

// ofSecrets reports whether a file of this path usually holds secrets: such a file goes
// as a whole if it holds nothing else. A key file of several lines does so by any name.
func ofSecrets(name string) bool {
	base := strings.ToLower(path.Base(name))
	for _, sample := range []string{"example", "sample", "template", "dist"} {
		if strings.Contains(base, sample) {
			return false
		}
	}
	return strings.HasPrefix(base, ".env") || strings.HasSuffix(base, ".env")
}
