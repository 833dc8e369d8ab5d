package gitdir

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/objects/remnant"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// content visits the content of a regular file as that of b. A large one is streamed.
func (d *Dir) content(path string, b *source.Blob, blankIDs bool) error {
	f, err := regular.Open(path)
	if err != nil {
		d.unreadable(path, err)
		return nil
	}
	defer f.Close()
	b.Data, err = io.ReadAll(io.LimitReader(f, source.MaxInMemory+1))
	if err != nil {
		d.unreadable(path, err)
		return nil
	}
	b.Size = int64(len(b.Data))
	if b.Size > source.MaxInMemory {
		info, err := f.Stat()
		if err != nil {
			d.unreadable(path, err)
			return nil
		}
		b.Data, b.Size = nil, info.Size()
		b.Open = func() (io.ReadCloser, error) {
			return section{io.NewSectionReader(f, 0, info.Size())}, nil
		}
	} else if blankIDs {
		b.Data = withoutIDs(b.Data)
	}
	if err := d.show(b, b.Path); err != nil {
		return err
	}
	d.ledger.Add(source.Counts{Files: 1, Bytes: b.Size})
	return nil
}

// A section is a file that its opener closes.
type section struct{ *io.SectionReader }

func (section) Close() error { return nil }

// otherLFS visits the content of Git LFS that no pointer file names, as when a commit
// was amended away and its objects are gone.
func (d *Dir) otherLFS(ctx context.Context) error {
	return d.walk(ctx, d.lfs.Dir(), func(path string, e fs.DirEntry) error {
		if !e.Type().IsRegular() || d.lfs.Visited(filepath.Base(path)) {
			return nil
		}
		name := d.name(path)
		return d.content(path, &source.Blob{ID: source.Named(name), Kind: finding.KindLFSObject, Path: name}, false)
	})
}

// inObjects visits a file below the object folder, if it is none of those in which the
// store keeps objects.
func (d *Dir) inObjects(path string, e fs.DirEntry) error {
	name := d.name(path)
	rel := strings.TrimPrefix(name, d.at+"objects/")
	switch {
	case e.IsDir():
		return nil
	case d.isStored(rel):
		return nil
	case e.Type()&fs.ModeSymlink != 0:
		return d.symlink(path, name)
	case !e.Type().IsRegular():
		d.ledger.Skip("not a regular file", name, 0)
		return nil
	}
	f, err := regular.Open(path)
	if err != nil {
		d.unreadable(path, err)
		return nil
	}
	defer f.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && err != io.EOF {
		d.unreadable(path, err)
		return nil
	}
	head = head[:n]
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		d.unreadable(path, err)
		return nil
	}
	isLeftover := false
	err = nil
	switch {
	case remnant.IsPack(head):
		isLeftover, err = d.pack(f, name)
	case remnant.IsLoose(head):
		isLeftover, err = d.loose(f, name)
	case isDerived(head):
		return nil
	}
	if err != nil {
		return err
	}
	if !isLeftover { // such as a text that begins like one
		return d.content(path, &source.Blob{ID: source.Named(name), Kind: finding.KindGitFile, Path: name}, true)
	}
	d.ledger.Add(source.Counts{Files: 1})
	return nil
}

// isStored reports whether a path in the object folder is one of those in which the
// store keeps objects, or what it has derived from them.
func (d *Dir) isStored(rel string) bool {
	digits := strings.ReplaceAll(rel, "/", "")
	if len(rel) > 2 && rel[2] == '/' && len(digits) == 2*d.store.IDSize() && strings.Trim(digits, "0123456789abcdef") == "" {
		return true
	}
	name, ok := strings.CutPrefix(rel, "pack/")
	if !ok || !strings.HasPrefix(name, "pack-") {
		return false
	}
	switch filepath.Ext(name) {
	case ".pack", ".idx", ".rev", ".bitmap", ".mtimes":
		return true
	}
	return false
}

// isDerived reports whether a file begins as one that git has made of others and that
// holds ids alone: an index of a pack, a commit graph and the like.
func isDerived(head []byte) bool {
	switch string(head) {
	case "\xfftOc", "RIDX", "BITM", "MIDX", "CGPH", "MTME":
		return true
	}
	return false
}

// What is cut off in a left-over file was never there, and what is damaged nobody can
// read: the scan is complete without it.
const (
	damagedLeftover = "damaged leftover"
	largeLeftover   = "end of a large leftover"
	deltaLeftover   = "delta of an absent object" // only what it adds was scanned
)

// pack visits the objects of a left-over pack. ok is false if the file is none.
func (d *Dir) pack(r io.Reader, name string) (ok bool, err error) {
	var stopped error
	err = remnant.Pack(r, d.store.IDSize(), func(id oid.ID) (objects.Type, []byte) {
		if !d.store.Has(id) {
			return 0, nil
		}
		t, data, err := d.store.Read(id)
		if err != nil {
			return 0, nil
		}
		return t, data
	}, func(o remnant.Object) error {
		ok, stopped = true, d.leftover(o, name)
		return stopped
	})
	if stopped != nil || err == nil {
		return true, stopped
	}
	if ok {
		d.ledger.Skip(damagedLeftover, name, 0)
	}
	return ok, nil
}

// loose visits a left-over loose object. ok is false if the file is none.
func (d *Dir) loose(r io.Reader, name string) (ok bool, err error) {
	o, err := remnant.Loose(r)
	if err != nil && o.Type == 0 {
		return false, nil
	}
	if err != nil {
		d.ledger.Skip(damagedLeftover, name, 0)
	}
	return true, d.leftover(o, name)
}

// leftover visits an object of a left-over file, unless the store has it as well.
func (d *Dir) leftover(o remnant.Object, name string) error {
	p := source.Place{Path: name, Provenance: finding.Provenance{Kind: finding.KindLeftover, Reachable: true}}
	if o.TooLarge {
		d.ledger.Skip(largeLeftover, name, 0)
	}
	if o.Delta {
		d.ledger.Skip(deltaLeftover, name, 0)
	}
	if o.Whole {
		id := d.store.Hash(o.Type, o.Data)
		if d.store.Has(id) {
			return nil
		}
		p.Blob, p.Reachable = id, false
	}
	visit := func(worker int, b *source.Blob, base any) (source.Result, error) {
		b.ID = source.Text(finding.KindLeftover, fmt.Sprintf("%s, byte %d, line %d", name, o.Offset, b.LinesAbove))
		b.Kind, b.Path = finding.KindLeftover, ""
		r, err := d.visit(worker, b, base)
		if r.Found {
			d.places[b.ID] = p
		}
		return r, err
	}
	text := gitwalk.Text{ID: p.Blob, Type: o.Type, Content: o.Data}
	switch {
	case o.Whole && o.Type == objects.Commit:
		if parsed, err := objects.ParseCommit(o.Data); err == nil {
			text.Header, text.Message = parsed.Header, parsed.Message
		}
	case o.Whole && o.Type == objects.Tag:
		if parsed, err := objects.ParseTag(o.Data); err == nil {
			text.Header, text.Message = parsed.Header, parsed.Message
		}
	}
	var err error
	if text.Message > 0 {
		_, err = text.Visit(0, &source.Ledger{}, visit)
	} else {
		_, err = visit(0, &source.Blob{Data: o.Data, Size: int64(len(o.Data))}, nil)
	}
	d.ledger.Add(source.Counts{Blobs: 1, Bytes: int64(len(o.Data))})
	return err
}
