package scan

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/spool"
	"github.com/sluicesec/sluice/source"
)

// stream scans a blob that is too large to hold.
func (c *collector) stream(worker int, b *source.Blob) (any bool, err error) {
	opened, err := b.Open()
	if err != nil {
		c.ledger.Error(fmt.Errorf("cannot read %s: %w", name(b), err))
		return false, nil
	}
	defer opened.Close()
	c.isWhole(b) // it never is, which the ledger says
	l := large{collector: c, worker: worker, blob: b, ledger: c.ledgerOf(b)}
	if file, ok := opened.(io.ReaderAt); ok && inFile(b.Kind) {
		err = l.inFile(io.NewSectionReader(file, 0, b.Size))
	} else if inFile(b.Kind) {
		err = l.inOrder(opened)
	} else {
		l.bytes(opened)
	}
	if err != nil {
		return false, err
	}
	texts := append([]text{c.pathText(b)}, l.own...)
	return c.keep(b.ID, once(append(texts, l.inside...))...), c.ctx.Err()
}

// A large is the scan of a blob that is too large to hold.
//
// What is in a container can be found only where any part of it can be read. Of most
// large blobs this is not so, because they are stored compressed. If such a blob is a
// container, it is written to a temporary file. All others are read once, from their
// beginning to their end.
type large struct {
	*collector
	worker int
	blob   *source.Blob
	ledger *source.Ledger // for what is in a container
	own    []text         // of the blob itself
	inside []text         // of what it contains
}

// inFile scans a blob of which any part can be read.
func (l *large) inFile(all *io.SectionReader) error {
	if err := l.members(detect(all), all); err != nil {
		return err
	}
	l.bytes(io.NewSectionReader(all, 0, all.Size()))
	return nil
}

// members scans what is in a container; no kind means that the blob is none.
func (l *large) members(kind archive.Kind, r io.Reader) (err error) {
	if kind != "" && l.opens(kind, l.blob, l.blob.Size) {
		l.inside, err = l.collector.members(l.worker, l.blob, kind, r)
	}
	return err
}

// bytes scans the bytes of the blob itself.
func (l *large) bytes(r io.Reader) {
	hits, err := l.streamed(l.worker, r, l.blob.Kind)
	if err != nil && l.ctx.Err() == nil {
		l.unread(err)
	}
	l.undecodedIn(l.worker, l.blob)
	l.own = append(l.own, text{textName: textName{kind: l.blob.Kind, lfs: l.blob.LFS}, hits: hits})
}

// unread writes into the ledger that the blob could not be read to its end.
func (l *large) unread(err error) {
	l.collector.ledger.Error(fmt.Errorf("cannot read %s to its end: %w", name(l.blob), err))
}

// inOrder scans a blob that can be read from its beginning to its end only. A zip archive
// names itself at its end.
func (l *large) inOrder(r io.Reader) error {
	ends := &ends{r: bufio.NewReaderSize(r, archive.HeadLen)}
	ends.head, _ = ends.r.Peek(archive.HeadLen) // an error comes again when the rest is read
	ends.head = append([]byte(nil), ends.head...)
	kind := archive.Detect(ends.head, nil)
	if l.closed(kind) {
		return l.spooled(ends, kind)
	}
	l.bytes(ends)
	if kind = archive.Detect(ends.head, ends.tail()); !l.closed(kind) || l.ctx.Err() != nil || ends.failed {
		return nil
	}
	again, err := l.blob.Open()
	if err != nil { // such as standard input
		missed(l.ledger, name(l.blob), &archive.Miss{Reason: archive.TooLarge, Bytes: l.blob.Size})
		return nil
	}
	defer again.Close()
	l.own = nil // it comes again
	return l.spooled(again, kind)
}

// closed reports whether a blob is a container that is to be opened.
func (l *large) closed(kind archive.Kind) bool {
	return kind != "" && !(l.archives.Closed && kind.IsArchive())
}

// spooled scans a container that is written to a temporary file. Without one, only a
// container that can be read in order is opened.
func (l *large) spooled(r io.Reader, kind archive.Kind) error {
	var broken error // of r; what comes before is scanned
	isRead := false
	file, err := spool.Write(func(w io.Writer) error {
		isRead = true
		_, err := io.Copy(w, &contextReader{l, r})
		if no := (*spool.Error)(nil); errors.As(err, &no) {
			return err
		}
		broken = err
		return nil
	})
	switch {
	case err != nil && !isRead:
		return l.withoutFile(kind, r, err)
	case err != nil:
		again, reopened := l.blob.Open()
		if reopened != nil {
			l.unread(err)
			return nil
		}
		defer again.Close()
		return l.withoutFile(kind, again, err)
	case l.ctx.Err() != nil:
		return errors.Join(l.ctx.Err(), file.Close())
	}
	defer file.Close()
	if broken != nil {
		l.unread(broken)
	}
	return l.inFile(io.NewSectionReader(file, 0, file.Size()))
}

// withoutFile scans a container for which there is no temporary file.
func (l *large) withoutFile(kind archive.Kind, r io.Reader, cause error) error {
	if !kind.InOrder() {
		missed(l.ledger, name(l.blob), &archive.Miss{Reason: archive.TooLarge, Bytes: l.blob.Size})
		l.collector.ledger.Error(fmt.Errorf("cannot open %s: %w", name(l.blob), cause))
		l.bytes(r)
		return nil
	}
	failing := &failing{r: r}
	err := l.members(kind, bufio.NewReaderSize(failing, archive.HeadLen))
	if failing.err != nil && l.ctx.Err() == nil {
		l.unread(failing.err)
	}
	return err
}

// detect returns which container a file is.
func detect(file *io.SectionReader) archive.Kind {
	head := make([]byte, min(file.Size(), archive.HeadLen))
	tail := make([]byte, min(file.Size(), archive.TailLen))
	n, _ := file.ReadAt(head, 0) // who reads on gets the error
	m, _ := file.ReadAt(tail, file.Size()-int64(len(tail)))
	return archive.Detect(head[:n], tail[:m])
}

// ends keeps the first and the last bytes of what is read through it.
type ends struct {
	r      *bufio.Reader
	head   []byte
	last   []byte // up to twice TailLen bytes
	failed bool
}

func (e *ends) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.failed = e.failed || err != nil && err != io.EOF
	if n > archive.TailLen {
		e.last = append(e.last[:0], p[n-archive.TailLen:n]...)
		return n, err
	}
	if len(e.last)+n > 2*archive.TailLen {
		e.last = append(e.last[:0], e.tail()...)
	}
	e.last = append(e.last, p[:n]...)
	return n, err
}

// tail returns the last bytes that were read.
func (e *ends) tail() []byte { return e.last[max(0, len(e.last)-archive.TailLen):] }

// A contextReader ends when the scan does.
type contextReader struct {
	l *large
	r io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.l.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// A failing reader keeps the error of another one: what opens a container takes it
// for damage.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return n, err
}
