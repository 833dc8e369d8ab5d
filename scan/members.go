package scan

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"html"
	"io"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/source"
)

// Archives says how far containers are opened: archives, compressed files and packed
// documents. The zero value opens them within the limits of archive.Defaults.
type Archives struct {
	Closed bool // open none
	OK     bool // a scan is complete without what could not be opened
	Limits archive.Limits
}

// limits returns the limits that hold.
func (a Archives) limits() archive.Limits {
	if a.Limits == (archive.Limits{}) {
		return archive.Defaults()
	}
	return a.Limits
}

// leftClosed is the reason for containers that the user does not want to be opened.
const leftClosed = "archive not opened (--no-archives)"

// notOpened says what to do where an archive was not opened.
const notOpened = "some archives were not opened, or not to their end: open them by hand and scan what is in them, or raise a limit (--archive-depth, --max-archive-bytes, --max-archive-entries, --max-archive-ratio); with --archives-ok (on a server: `git config sluice.archivesOK true`) the scan is complete without them"

// An inside says where in a container a text is.
type inside struct {
	layers []string // see content.View.Layers
	path   string   // see content.Member.Path; "" for a text that is decoded and in no container
}

// in returns the text with the place of a view.
func (t text) in(v *content.View) text {
	if len(v.Layers) > 0 {
		t.inside = &inside{layers: v.Layers}
	}
	return t
}

// at returns the path by which rules judge a text at a place, and the paths of the
// containers around it.
func (in *inside) at(place string) (path string, containers []string) {
	if in == nil || in.path == "" {
		return place, nil
	}
	path = place + in.path
	for i := len(place); ; {
		containers = append(containers, path[:i])
		next := strings.Index(path[i+1:], "!/")
		if next < 0 {
			return path, containers
		}
		i += 1 + next
	}
}

// inFile reports whether a text of this kind is the content of a file, which may be a
// container.
func inFile(k finding.Kind) bool {
	switch k {
	case finding.KindBlob, finding.KindNote, finding.KindGitFile, finding.KindLFSObject, finding.KindLeftover:
		return true
	}
	return false
}

// opened returns the texts in a blob that is a container.
func (c *collector) opened(worker int, b *source.Blob) ([]text, error) {
	if !inFile(b.Kind) {
		return nil, nil
	}
	kind := archive.Detect(b.Data, b.Data)
	if kind == "" || !c.opens(kind, b, int64(len(b.Data))) {
		return nil, nil
	}
	return c.members(worker, b, kind, bytes.NewReader(b.Data))
}

// opens reports whether containers of a kind are to be opened.
func (c *collector) opens(kind archive.Kind, b *source.Blob, size int64) bool {
	if c.archives.Closed && kind.IsArchive() {
		c.ledgerOf(b).Skip(leftClosed, name(b), size)
		return false
	}
	return true
}

// ledgerOf returns the ledger for what is in a container. A blob may be visited again,
// with a path; what is missing in it then counts no second time.
func (c *collector) ledgerOf(b *source.Blob) *source.Ledger {
	return c.once(contentID{blob: b.ID, lfs: b.LFS})
}

// once returns the ledger if it has not returned it before for the same content.
func (c *collector) once(id contentID) *source.Ledger {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.accounted[id] {
		return &source.Ledger{}
	}
	c.accounted[id] = true
	return c.ledger
}

// A contentID identifies the content of a blob, or that which Git LFS keeps for it.
type contentID struct {
	blob source.ID
	lfs  bool
	text bool // what is encoded in it, and not what is in a container

	packed bool // containers that are encoded in it
}

// members returns the texts in a container, and notes in the ledger what of it could not
// be read.
func (c *collector) members(worker int, b *source.Blob, kind archive.Kind, r io.Reader) (texts []text, err error) {
	o := opening{worker: worker, blob: b, budget: archive.NewBudget(c.archives.limits()), ledger: c.ledgerOf(b), number: new(int)}
	o.missed = func(name string, m *archive.Miss) { missed(o.ledger, name, m) }
	return c.membersIn(o, kind, r, &content.Member{View: &content.View{}})
}

// An opening is what the opening of a container in a blob needs.
type opening struct {
	worker int
	blob   *source.Blob
	budget *archive.Budget
	ledger *source.Ledger
	missed func(name string, m *archive.Miss)
	number *int // of members that were visited
}

// membersIn returns the texts in a container, which is in another member.
func (c *collector) membersIn(o opening, kind archive.Kind, r io.Reader, in *content.Member) (texts []text, err error) {
	worker, b, ledger := o.worker, o.blob, o.ledger
	folders := map[string]bool{}
	err = content.MembersIn(c.ctx, kind, r, in, o.budget, func(m *content.Member) error {
		*o.number++
		number := *o.number
		where := finding.Location{Path: name(b), Layers: m.View.Layers}
		if m.Miss != nil {
			o.missed(where.FullPath(), m.Miss)
		}
		add := func(t text, v *content.View) {
			if len(t.hits) == 0 {
				return
			}
			t.lfs, t.layer, t.member = b.LFS, cmp.Or(t.layer, v.Layer), number
			t.inside = &inside{v.Layers, m.Path}
			texts = append(texts, t)
		}
		if m.Name != "" {
			named := &source.Blob{Kind: finding.KindPath, Data: newNames(folders, m.View.Layers, m.Name)}
			add(text{textName: textName{kind: finding.KindPath}, hits: c.inName(worker, named)}, m.View)
			add(c.pathText(&source.Blob{Path: strings.TrimPrefix(m.Path, "!/")}), m.View)
		}
		if m.Link != "" {
			link := &source.Blob{Kind: finding.KindSymlink, Data: []byte(m.Link)}
			add(text{textName: textName{kind: finding.KindSymlink}, hits: c.inName(worker, link)}, m.View)
		}
		if m.Reader != nil {
			return c.largeMember(worker, b, m, ledger, where.FullPath(), add)
		}
		if len(m.View.Data) == 0 {
			return nil
		}
		whole := b.Kind == finding.KindBlob && c.detector.IsWhole(m.Path, int64(len(m.View.Data)))
		for v := range m.Views() {
			scanner := c.scanners[worker]
			raw := scanner.Raw(v.Data, v.Class)
			if whole {
				raw, _ = scanner.RawFile(context.Background(), v.Data, v.Class) // it is too small to be interrupted
			}
			matches := scanner.Finish(v.Data, raw)
			hidden, _, packed := c.hidden(worker, v, nil, nil, matches)
			add(text{textName: textName{kind: b.Kind}, whole: whole, hits: hits(b, append(matches, hidden.Matches...))}, v)
			if len(packed) > 0 {
				nested := o
				nested.budget = m.Budget
				inside, _, err := c.packed(nested, m, v, packed)
				texts = append(texts, inside...)
				if err != nil {
					return err
				}
			}
		}
		undecoded(c.scanners[worker].Missed(), ledger, where.FullPath(), int64(len(m.View.Data)))
		return nil
	})
	return texts, err
}

// largeMember scans a member that is too large to hold.
func (c *collector) largeMember(worker int, b *source.Blob, m *content.Member, ledger *source.Ledger, name string, add func(text, *content.View)) error {
	hits, err := c.streamed(worker, m.Reader, b.Kind)
	add(text{textName: textName{kind: b.Kind}, hits: hits}, m.View)
	undecoded(c.scanners[worker].Missed(), ledger, name, 0)
	if miss := (*archive.Miss)(nil); errors.As(err, &miss) {
		missed(ledger, name, miss)
		return nil
	}
	return err
}

// missed notes in the ledger what of a container was not read, which makes the scan
// incomplete. That holds for a damaged archive, too: other programs show what comes
// before the damage, of which a decoder may have held back some, and one wrong byte must
// not be a way past a server's gate. Who keeps such files for tests says --archives-ok.
func missed(ledger *source.Ledger, name string, miss *archive.Miss) {
	if ledger.Miss(string(miss.Reason), name, miss.Bytes) {
		ledger.Note(notOpened)
	}
}

// newNames returns those last elements of a member's path that no member before it had:
// a folder's name is scanned once.
func newNames(folders map[string]bool, layers []string, path string) []byte {
	container := strings.Join(layers[:len(layers)-1], "/")
	for end := len(path); ; {
		slash := strings.LastIndexByte(path[:end], '/')
		if slash < 0 {
			return []byte(path)
		}
		folder := container + "\x00" + path[:slash]
		if folders[folder] {
			return []byte(path[slash+1:])
		}
		folders[folder] = true
		end = slash
	}
}

// depth is how many layers there are around a text.
func (in *inside) depth() int {
	if in == nil {
		return 0
	}
	return len(in.layers)
}

// holds returns what says whether a text has a hit of the same secret.
func (t *text) holds() func(*hit) bool {
	seen := map[identity]bool{}
	for i := range t.hits {
		seen[identify(&t.hits[i])] = true
	}
	return func(h *hit) bool { return seen[identify(h)] }
}

// holdsMore reports whether a secret, or what of it another one shows, is in a text.
func (t *text) holdsMore(h *hit) bool {
	return slices.ContainsFunc(t.hits, func(own hit) bool { return strings.Contains(own.Secret, h.Secret) })
}

// holdsUnescaped reports whether a secret is in a text, without the entities of XML.
func (t *text) holdsUnescaped(h *hit) bool {
	plain := html.UnescapeString(h.Secret)
	return plain != h.Secret && slices.ContainsFunc(t.hits, func(own hit) bool { return strings.Contains(own.Secret, plain) })
}

// holdsBegin reports whether a secret is in a text, or begins with one that is.
func (t *text) holdsBegin(h *hit) bool {
	return slices.ContainsFunc(t.hits, func(own hit) bool { return strings.HasPrefix(h.Secret, own.Secret) })
}

// without removes hits from a text.
func (t *text) without(drop func(*hit) bool) {
	t.hits = slices.DeleteFunc(t.hits, func(h hit) bool { return drop(&h) })
}

// contains reports whether a text was unpacked from another one.
func contains(outer, inner *text) bool {
	if inner.member == 0 || outer.member != 0 && outer.inside.depth() >= inner.inside.depth() {
		return false
	}
	return outer.member == 0 || slices.Equal(outer.inside.layers, inner.inside.layers[:len(outer.inside.layers)])
}

// once removes the hits that the same secret has twice, in a container and in what was
// unpacked from it: a tar shows the bytes of its members, too. Of a notebook, which is a
// text that people read, the place in it is kept, and of all others that in the
// member. texts are in the order in which they were unpacked.
func once(texts []text) []text {
	var around []int // indexes of the texts that the current one was unpacked from
	for i := range texts {
		t := &texts[i]
		for len(around) > 0 && t.member != 0 && !contains(&texts[around[len(around)-1]], t) {
			around = around[:len(around)-1]
		}
		for _, j := range around {
			outer := &texts[j]
			if !contains(outer, t) {
				continue
			}
			depth := 0 // of the container that is the outer text; what is decoded from it is in no container
			if outer.member != 0 {
				depth = outer.inside.depth()
			}
			kind, _, _ := strings.Cut(t.inside.layers[depth], "!")
			switch archive.Kind(kind) {
			case archive.Notebook: // an attachment is in base64 there
				inMember := t.holds()
				outer.without(func(h *hit) bool { return len(h.Layers) > 0 && inMember(h) })
				t.without(outer.holds())
			case archive.Class, archive.Pyc, archive.Plist, archive.Pickle, archive.JavaObject, archive.MessagePack, archive.CBOR, archive.BSON,
				archive.SSTable, archive.LevelLog, archive.Avro, archive.Parquet, archive.ORC, archive.Hive, archive.Redis: // what is behind a text in such a file may look like more of it
				outer.without(t.holdsBegin)
			case archive.Office, archive.GIF: // an editor cuts a secret into runs, and a GIF into blocks; a run may look like a secret, too
				outer.without(t.holdsMore)
				outer.without(t.holdsUnescaped)
			default:
				outer.without(t.holds())
			}
		}
		if t.kind != finding.KindPath && t.kind != finding.KindSymlink { // a name has nothing in it
			around = append(around, i)
		}
	}
	return texts
}
