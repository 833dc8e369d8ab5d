package objects

import (
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
	"github.com/sluicesec/sluice/internal/git/objects/pack"
	"github.com/sluicesec/sluice/internal/oid"
)

// Options says what Open cannot read in the object directory itself.
type Options struct {
	// Format says how the objects are named. Only the configuration of the
	// repository knows it, which this package does not read: gitrepo does. The zero
	// value means SHA-1.
	Format oid.Format

	// Alternates is a list of further object directories, as
	// GIT_ALTERNATE_OBJECT_DIRECTORIES holds it. Those that the files
	// info/alternates name are added to it.
	Alternates string

	// MaxObject is the most bytes of one object that are held in memory. Larger
	// objects are shown as streams. One that is stored as a delta, or of which there
	// are deltas, is made in a temporary file, of up to spool.Max bytes. 0 means
	// 64 MiB. More than 256 GiB means 256 GiB.
	//
	// A walk holds the objects of which deltas are yet to come, three times
	// MaxObject for each goroutine at most, and others in temporary files.
	MaxObject int64

	// VerifyIDs makes Walk hash every object and compare the result with its id.
	// Loose objects are always verified.
	VerifyIDs bool
}

const defaultMaxObject = 64 << 20

// A Store is an open object database. It is safe for concurrent use.
type Store struct {
	options  Options
	dirs     []string
	packs    []*pack.Pack // as they were at Open
	added    addedPacks
	problems []Problem

	catalog  func() *catalog
	prepared sync.WaitGroup // see Prepare
	forest   onceForest
	bases    baseCache
	decoders sync.Pool // of *inflate.Decoder
	work     counter
}

// Open opens the object database in the directory dir, which is .git/objects in
// most repositories: its packs, its loose objects, and those of its alternates.
// Damage in it does not stop Open; see Problems. gitrepo.Repo.OpenObjects opens
// the objects of a repository.
//
// Open reads little: it neither lists loose objects nor reads whole indexes, so
// that reading a few objects stays cheap in a repository of any size. Len, Find
// and Walk do so when they are first called.
func Open(dir string, opts Options) (*Store, error) {
	if opts.MaxObject <= 0 {
		opts.MaxObject = defaultMaxObject
	}
	opts.MaxObject = min(opts.MaxObject, 256<<30)
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open object database: %w", err)
	}
	s := &Store{options: opts}
	s.dirs, s.problems = objectDirs(dir, opts.Alternates)
	s.added.changed = map[string]time.Time{}
	for _, dir := range s.dirs {
		s.openPacks(filepath.Join(dir, "pack"))
	}
	s.catalog = sync.OnceValue(s.makeCatalog)
	s.decoders.New = func() any { return new(inflate.Decoder) }
	s.bases.limit = baseCacheLimit
	return s, nil
}

// maxLooks is how often a pack directory is read, before a file that is missing
// is a problem.
const maxLooks = 3

// openPacks opens the packs in a directory, in the order of their names. When a
// file is missing, a repack may be running, which moves and deletes a pack and
// its index one after the other: then openPacks reads the directory again.
func (s *Store) openPacks(dir string) {
	opened := map[string]bool{}
	for look := 1; ; look++ {
		files, err := os.ReadDir(dir)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				s.problems = append(s.problems, Problem{Reason: BadDirectory, Path: dir, Err: err})
			}
			return
		}
		missing := false
		for _, f := range files {
			name, ok := strings.CutSuffix(f.Name(), ".pack")
			if !ok || opened[name] {
				continue
			}
			path := filepath.Join(dir, f.Name())
			p, err := pack.Open(path, filepath.Join(dir, name+".idx"), s.IDSize())
			if errors.Is(err, fs.ErrNotExist) && look < maxLooks {
				missing = true
				continue
			}
			opened[name] = true
			if p != nil {
				s.packs = append(s.packs, p)
			}
			if err != nil {
				reason := packReason(err)
				if reason == NoIndex {
					err = errNoIndex
				}
				s.problems = append(s.problems, Problem{Reason: reason, Path: path, Err: err})
			}
		}
		if !missing {
			return
		}
	}
}

// errNoIndex says what to do about a pack without an index, which git cannot use
// either. A multi-pack-index does not help: git too needs the index of each pack.
var errNoIndex = errors.New("what is in it was not scanned; make its index with `git index-pack`, then scan again")

func packReason(err error) Reason {
	switch {
	case errors.Is(err, pack.ErrIndex):
		return BadIndex
	case errors.Is(err, fs.ErrNotExist):
		return NoIndex
	default:
		return BadPack
	}
}

// Prepare begins to number the objects in the background, which Len, Find and Walk need.
func (s *Store) Prepare() {
	s.prepared.Go(func() {
		_ = s.Guard(func() error { // whoever needs the numbers gets the error
			s.catalog()
			return nil
		})
	})
}

// Close closes the store's files.
func (s *Store) Close() error {
	s.prepared.Wait()
	var errs []error
	for _, p := range s.allPacks() {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// Problems returns what is wrong with the files that Open read. Walk reports what
// is wrong with single objects, and with the files that Open does not read.
func (s *Store) Problems() []Problem { return s.problems }

// IDSize returns the number of bytes in an id: 20 or 32.
func (s *Store) IDSize() int { return s.options.Format.Size() }

// Len returns how many objects the store holds. An object stored several times counts once.
func (s *Store) Len() int { return s.catalog().len() }

// Find returns the number of the object with this id.
func (s *Store) Find(id oid.ID) (Index, bool) {
	if id.Len() != s.IDSize() {
		return 0, false
	}
	c := s.catalog()
	if p, i, ok := findPacked(c.packs, id.Bytes()); ok {
		return c.index(c.first[p] + uint32(i)), true
	}
	if i, ok := c.loose.find(id.Bytes()); ok {
		return c.index(c.packed() + uint32(i)), true
	}
	return 0, false
}

// Has reports whether the store holds the object with this id, sound or not.
// Unlike Find it does not number the objects first, which takes long in a large
// repository.
func (s *Store) Has(id oid.ID) bool {
	if id.Len() != s.IDSize() {
		return false
	}
	if _, _, ok := findPacked(s.packs, id.Bytes()); ok {
		return true
	}
	for _, dir := range s.dirs {
		if _, err := os.Lstat(loosePath(dir, id.Bytes())); err == nil {
			return true
		}
	}
	_, _, ok := findPacked(s.findAdded(), id.Bytes())
	return ok
}

// ID returns the id of object i. It panics if i is not below Len.
func (s *Store) ID(i Index) oid.ID {
	c := s.catalog()
	return oid.Make(c.slotID(c.slot(i)))
}

// IDBytes returns the bytes of the id of object i, which must not be changed.
func (s *Store) IDBytes(i Index) []byte {
	c := s.catalog()
	return c.slotID(c.slot(i))
}

// Hash returns the id that an object with this type and content has.
func (s *Store) Hash(t Type, content []byte) oid.ID {
	h := s.newHash(t, int64(len(content)))
	h.Write(content)
	return oid.Make(h.Sum(nil))
}

// newHash starts the hash of an object: over its header, to be followed by its content.
func (s *Store) newHash(t Type, size int64) hash.Hash {
	h := s.options.Format.New()
	fmt.Fprintf(h, "%s %d\x00", t, size)
	return h
}

// findPacked returns the first pack that holds an object, and its number there.
func findPacked(packs []*pack.Pack, id []byte) (p, i int, ok bool) {
	for p, pk := range packs {
		if i, ok := pk.Index.Find(id); ok {
			return p, i, true
		}
	}
	return 0, 0, false
}

// copies returns how often an object is stored.
func (s *Store) copies(id []byte) (n int) {
	for _, p := range s.packs {
		if _, ok := p.Index.Find(id); ok {
			n++
		}
	}
	for _, dir := range s.dirs {
		if _, err := os.Lstat(loosePath(dir, id)); err == nil {
			n++
		}
	}
	return n
}
