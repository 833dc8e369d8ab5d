package remedy

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
)

// A content is one version of a file, or a message, with the secrets in it.
type content struct {
	*text
	secrets []*secret
	matches []*detect.Match
	commit  oid.ID
	byPath  bool // the path says that it is a secret
	packed  bool // a secret is within a container, or is not text that can be replaced
}

// read reads a secret again at all its places, and notes what holds it. Files are those
// of the history; messages have the path "".
func (p *Plan) read(ctx context.Context, r *reader, s *secret, files map[string][]*content) error {
	var reasons []string
	for i := range s.places {
		at := &s.places[i]
		inName := at.Kind == finding.KindPath && !r.byPath(s.RuleID)
		if id := at.Blob; !id.IsZero() && !inName && !slices.Contains(s.blobs, id) {
			s.blobs = append(s.blobs, id)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		switch at.where {
		case inGitFile, inLFS, inRefName, inReflogText, outside:
			continue
		}
		if at.Kind == finding.KindLeftover {
			continue
		}
		if inName {
			p.inName(ctx, r, s, at)
			continue
		}
		name := p.realPath(at)
		p.shown[name] = at.Path
		c, err := p.content(ctx, r, at, name, files)
		if err != nil {
			reasons = append(reasons, report.Place(at.Location)+": "+err.Error())
			continue
		}
		c.secrets = append(c.secrets, s)
		switch {
		case at.Kind == finding.KindPath:
			c.byPath = true
			continue
		case at.InMember():
			c.packed = true
			continue
		}
		t, m, err := r.read(ctx, s.Finding, at.Location)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			reasons = append(reasons, report.Place(at.Location)+": "+err.Error())
			continue
		}
		c.matches = append(c.matches, m)
		s.value = m.Secret
		f := t.form(m)
		switch at.Kind {
		case finding.KindCommitHeader, finding.KindTagHeader:
			_, object, err := r.store.Read(t.object)
			if at.where == inHistory && (err != nil || !p.inHeader(object, m.Secret)) {
				p.manual = append(p.manual, fmt.Sprintf("%s holds %s in a name or an address that no mailmap can say: use --name-callback and --email-callback of git filter-repo.", report.Place(at.Location), what(s)))
			}
			continue
		case finding.KindCommitMessage, finding.KindTagMessage:
			p.messages = p.messages || at.where == inHistory
		default:
			if !editable(t.data) {
				c.packed = true
				continue
			}
		}
		if f.text != "" && !slices.Contains(s.forms, f) {
			s.forms = append(s.forms, f)
		}
	}
	if more := s.LocationCount - len(s.Locations); more > 0 {
		p.unread = append(p.unread, fmt.Sprintf("%s: the report does not list %d more places; --verify shows whether something is left there.", what(s), more))
	}
	for i, reason := range reasons {
		if i == 3 && len(reasons) > 4 {
			p.unread = append(p.unread, fmt.Sprintf("%s: and %d more places", what(s), len(reasons)-i))
			break
		}
		p.unread = append(p.unread, what(s)+", "+reason+".")
	}
	return nil
}

// content returns what holds a place.
func (p *Plan) content(ctx context.Context, r *reader, at *place, name string, files map[string][]*content) (*content, error) {
	l := *at.Location
	if l.Kind == finding.KindPath { // the file is meant, and not its name
		l.Kind = finding.KindBlob
	}
	t, err := r.text(ctx, &l)
	if err != nil {
		return nil, err
	}
	for _, c := range files[name] {
		if c.text == t {
			return c, nil
		}
	}
	c := &content{text: t, commit: l.Commit}
	files[name] = append(files[name], c)
	return c, nil
}

// realPath returns the path of a place as the repository has it. A report hides tokens in
// paths, and shows bytes that are not UTF-8 in another way. It is "" for what is in no
// file of the history.
func (p *Plan) realPath(at *place) string {
	if at.Path == "" || at.where != inHistory || !at.Kind.InFile() {
		return ""
	}
	i, ok := p.graph.index[at.Commit]
	if !ok {
		return at.Path
	}
	tree := p.graph.commits[i].tree
	if p.trees.find(tree, at.Path).IsZero() {
		if paths := p.trees.paths(tree, at.Blob); len(paths) == 1 {
			return paths[0]
		}
	}
	return at.Path
}

// inName plans to rename the files and folders that have a secret in their names.
func (p *Plan) inName(ctx context.Context, r *reader, s *secret, at *place) {
	found := false
	if i, ok := p.graph.index[at.Commit]; ok && at.where == inHistory {
		for path := range p.trees.like(p.graph.commits[i].tree, at.Path) {
			name := path[strings.LastIndexByte(path, '/')+1:]
			for m, err := range r.detector.Scan(ctx, "", []byte(name)) {
				if err != nil || scan.RandomFingerprint(m.Rule.ID, m.Secret) != s.Fingerprint || !plainPath(path) {
					continue
				}
				found, s.value = true, m.Secret
				change := rename{path, strings.TrimSuffix(path, name) + strings.ReplaceAll(name, m.Secret, "REMOVED")}
				if !slices.Contains(p.renames, change) {
					p.renames = append(p.renames, change)
				}
				if f := (form{text: m.Secret}); !slices.Contains(s.forms, f) {
					s.forms = append(s.forms, f)
				}
			}
		}
	}
	if !found {
		p.unread = append(p.unread, fmt.Sprintf("%s, %s: rename it with git filter-repo --path-rename OLD:NEW.", what(s), report.Place(at.Location)))
	}
}

// wholeFiles decides which files leave the history as a whole: those that are secrets by
// their names, those that git filter-repo cannot edit, and those that hold nothing but
// secrets in every version that the report names.
func (p *Plan) wholeFiles(files map[string][]*content) {
	for path, versions := range files {
		if path == "" {
			continue
		}
		packed, whole := false, true
		for _, c := range versions {
			packed = packed || c.packed
			block := slices.ContainsFunc(c.matches, func(m *detect.Match) bool { return bytes.Contains(c.data[m.SecretStart:m.SecretEnd], []byte("\n")) })
			whole = whole && (c.byPath || (block || ofSecrets(path)) && c.secretsOnly(c.matches))
		}
		if whole || packed {
			p.gone = append(p.gone, path)
		}
		if packed && !whole {
			p.binary = append(p.binary, path)
		}
	}
	slices.Sort(p.gone)
	slices.Sort(p.binary)
}

// try replaces all forms in all that holds secrets, and notes where one of the secrets is
// still found.
func (p *Plan) try(ctx context.Context, r *reader, files map[string][]*content) error {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		versions := files[path]
		if slices.Contains(p.gone, path) {
			continue
		}
		for _, c := range versions {
			if len(c.matches) == 0 || !c.kind.InFile() && c.kind != finding.KindCommitMessage && c.kind != finding.KindTagMessage && c.kind != finding.KindNote {
				continue
			}
			after := p.replacer.apply(c.data)
			left := map[string]bool{}
			for m, err := range r.detector.Scan(ctx, c.path, after) {
				if err != nil {
					return err
				}
				left[m.Secret] = true
			}
			for _, s := range c.secrets {
				if s.value != "" && left[s.value] {
					p.failed = append(p.failed, fmt.Sprintf("%s in object %s%s", what(s), abbreviate(c.object), in(c.path)))
				}
			}
		}
	}
	slices.Sort(p.failed)
	p.failed = slices.Compact(p.failed)
	return nil
}

func in(path string) string {
	if path == "" {
		return ""
	}
	return " (" + plain.Text(path) + ")"
}

// what names a secret for people.
func what(s *secret) string { return fmt.Sprintf("%s %s", s.RuleID, short(s.Fingerprint)) }

// short is the beginning of a fingerprint, which is enough to name it on a command line.
func short(fingerprint string) string { return fingerprint[:min(len(fingerprint), 12)] }

// abbreviate is an object id in short; "?" for none.
func abbreviate(id oid.ID) string {
	if id.IsZero() {
		return "?"
	}
	return id.String()[:10]
}
