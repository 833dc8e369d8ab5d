package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// A Member is something inside a container: a file, a folder, a link, the content of a
// compressed stream, or something that should be there and cannot be read.
type Member struct {
	// Path is what the container says, byte by byte. It may be absolute, hold "..", be
	// no UTF-8 or contain control characters. The path of a folder ends in a slash. It is ""
	// for the content of a stream without a name, and for a Miss of the container as
	// a whole.
	Path string

	// Data is the content. It is valid during the visit only, and must not be changed.
	// It is nil if Reader is not.
	Data []byte

	// Reader has the content of a member that is too large to be held. It is
	// valid during the visit only. What cannot be read is an error that wraps a *Miss.
	Reader io.Reader

	// Link is where a link leads. It has no other content here.
	Link string

	// Offset is where the content, or what is left of it, begins in the container. If
	// Verbatim, the content lies there as it is: byte i of it is at Offset+i.
	// If not, byte i is made of bytes at Offset or after it.
	Offset   int64
	Verbatim bool

	// Hidden says that a usual reader does not show this member.
	Hidden bool

	// Miss says why some or all of the content is missing; nil if nothing is.
	Miss *Miss

	// Budget is for a Walk through the member.
	Budget *Budget
}

// A Reason says why something in a container was not read, in words for the ledger.
type Reason string

const (
	Encrypted      Reason = "encrypted in an archive"
	ExpandsTooMuch Reason = "archive that expands too much"
	TooManyBytes   Reason = "archive that holds too many bytes"
	TooManyEntries Reason = "archive with too many entries"
	TooDeep        Reason = "archive nested too deep"
	TooLarge       Reason = "archive that takes too much memory to open"
	UnknownMethod  Reason = "unknown compression in an archive"
	NotOpened      Reason = "kind of archive that cannot be opened"
	Damaged        Reason = "damaged archive"
	Truncated      Reason = "truncated archive"
	Absent         Reason = "part of an image that is not in it"
)

// Reasons returns all reasons.
func Reasons() []Reason {
	return []Reason{
		Encrypted, ExpandsTooMuch, TooManyBytes, TooManyEntries, TooDeep, TooLarge, UnknownMethod, NotOpened, Damaged, Truncated, Absent,
	}
}

// A Miss is content that was not read.
type Miss struct {
	Reason Reason
	Bytes  int64 // how many bytes of content are missing, as the container says; 0 if it does not
	Err    error // more about it; may be nil
}

func (m *Miss) Error() string {
	if m.Err == nil {
		return string(m.Reason)
	}
	return fmt.Sprintf("%s: %v", m.Reason, m.Err)
}

func (m *Miss) Unwrap() error { return m.Err }

// A File is a container of which any part can be read, such as a *bytes.Reader or an
// *io.SectionReader.
type File interface {
	io.Reader
	io.ReaderAt
	Size() int64
}

// Walk calls visit for each member of a container of some kind, in the order of the
// container. r may be a File. Zip and 7z need one; of another reader they are a Miss.
//
// What cannot be read is passed to visit as a Member with a Miss. The error is that of
// ctx or of visit, at which Walk stops.
func Walk(ctx context.Context, kind Kind, r io.Reader, b *Budget, visit func(*Member) error) error {
	w := &walker{ctx: ctx, kind: kind, visit: visit, budget: b.enter(kind)}
	if w.budget == nil {
		return w.missed(b, &Miss{Reason: TooDeep})
	}
	defer w.release()
	open := formats[kind].walk
	file, isFile := r.(File)
	var err error
	switch {
	case open == nil:
		err = &Miss{Reason: NotOpened, Err: fmt.Errorf("%s", kind)}
	case formats[kind].random && !isFile:
		err = &Miss{Reason: TooLarge, Err: errors.New("its parts cannot be read in any order")}
	default:
		if isFile {
			w.budget.in = file.Size()
		}
		w.file = file
		err = open(w, &input{ctx: ctx, r: r, budget: w.budget, count: !isFile})
		if (w.broken && kind.compression() || formats[kind].tail) && isFile && w.budget.exhausted() == nil {
			err = errors.Join(err, w.zipBehind())
		}
	}
	if stopped := (*stop)(nil); errors.As(err, &stopped) {
		return stopped.err
	}
	if err != nil {
		return w.missed(w.budget, missOf(err))
	}
	return nil
}

// A stop is an error at which Walk stops and which it returns.
type stop struct{ err error }

func (s *stop) Error() string { return s.err.Error() }
func (s *stop) Unwrap() error { return s.err }

// missOf makes a Miss of an error that reading gave.
func missOf(err error) *Miss {
	miss := (*Miss)(nil)
	switch {
	case errors.As(err, &miss):
		copied := *miss
		return &copied
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &Miss{Reason: Truncated, Err: err}
	}
	return &Miss{Reason: Damaged, Err: err}
}

// A walker walks through one container.
type walker struct {
	ctx      context.Context
	kind     Kind
	file     File // nil if the container is a stream
	budget   *Budget
	visit    func(*Member) error
	buf      []byte // content of the member that is visited
	unpacked []byte // see block
	broken   bool   // the content of a member could not be read to its end
	failed   bool   // a decoder panicked

	xzDecoder *xzDecoder
	inflater  io.Reader // see inflate
	image     image     // in a tar
}

// whole reads all of a file, which counts as held until release is called. What could be
// read of it comes with the error.
func (w *walker) whole(in *input) (data []byte, release func(), err error) {
	if size := w.file.Size(); size > int64(w.budget.whole()) {
		return nil, func() {}, &Miss{Reason: TooLarge, Bytes: size}
	}
	data = make([]byte, w.file.Size())
	held := len(data)
	w.budget.total.held += held
	n, err := io.ReadFull(in, data)
	return data[:n], func() { w.budget.total.held -= held }, truncated(err)
}

// zipBehind goes through the zip that a damaged stream or another file ends as: unzip
// opens a file whatever it begins with.
func (w *walker) zipBehind() error {
	if w.file == nil {
		return nil
	}
	n := min(w.file.Size(), TailLen)
	tail := make([]byte, n)
	if _, err := w.file.ReadAt(tail, w.file.Size()-n); err != nil && err != io.EOF || !endsAsZip(tail) {
		return nil
	}
	return w.zip(nil)
}

// missed tells the visitor what is missing of the container as a whole.
func (w *walker) missed(b *Budget, miss *Miss) error {
	return w.visit(&Member{Miss: miss, Budget: b})
}

// name visits a member that has no content here.
func (w *walker) name(m *Member) error {
	if err := w.ctx.Err(); err != nil {
		return &stop{err}
	}
	if miss := w.budget.entry(); miss != nil {
		return miss
	}
	m.Budget = w.budget
	if err := w.visit(m); err != nil {
		return &stop{err}
	}
	return nil
}

// content visits a member whose content r gives. size is how large it says to be, or
// -1. all reports whether all of it was read.
func (w *walker) content(m *Member, r io.Reader, size int64) (all bool, err error) {
	c := &contentReader{walker: w, r: r, size: size}
	m.Data, err = w.read(c, size)
	switch miss := (*Miss)(nil); {
	case err == nil:
		m.Reader = io.MultiReader(newBytes(m.Data), c)
		m.Data = nil
	case err == io.EOF:
	case errors.As(err, &miss):
		m.Miss, w.broken = miss, true
	default:
		return false, err
	}
	if err := w.name(m); err != nil {
		return false, err
	}
	if miss := w.budget.exhausted(); miss != nil {
		return false, miss
	}
	return c.err == io.EOF, nil
}

// read reads all of r into the walker's buffer, or as much as may be held, and then
// returns no error.
func (w *walker) read(r io.Reader, size int64) ([]byte, error) {
	w.budget.total.held -= cap(w.buf)
	defer func() { w.budget.total.held += cap(w.buf) }()
	most := max(1, w.budget.whole())
	buf := w.buf[:0:min(cap(w.buf), most)]
	for {
		if len(buf) == cap(buf) {
			if len(buf) >= most {
				w.buf = buf
				return buf, nil
			}
			grown := max(4<<10, 2*cap(buf))
			if int64(grown) > size && size > int64(cap(buf)) {
				grown = int(size) + 1 // the end is seen without another step
			}
			larger := make([]byte, len(buf), min(grown, most))
			copy(larger, buf)
			buf = larger
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil {
			w.buf = buf
			return buf, err
		}
	}
}

// allocate charges for the dictionary or the window of a decoder, of n bytes. It takes
// time to clear them, and a small stream may ask for large ones.
func (w *walker) allocate(n int64) *Miss {
	if n > maxDictionary {
		return &Miss{Reason: TooLarge, Err: fmt.Errorf("it asks for a dictionary of %d bytes", n)}
	}
	return w.budget.take(int(n / 32))
}

// release says that what the walker holds is not in use any more.
func (w *walker) release() {
	w.budget.total.held -= cap(w.buf) + cap(w.unpacked)
	w.buf, w.unpacked = nil, nil
	if w.xzDecoder != nil && !w.failed {
		w.budget.total.xz = append(w.budget.total.xz, w.xzDecoder)
	}
	if w.inflater != nil && !w.failed {
		w.budget.total.inflaters = append(w.budget.total.inflaters, w.inflater)
	}
}
