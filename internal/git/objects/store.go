package objects

import (
	"errors"
	"fmt"
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

// Options says what Open cannot read off the repository itself.
type Options struct {
	// ObjectDir takes the place of the repository's own object directory, as
	// GIT_OBJECT_DIRECTORY does (in a pre-receive hook: the quarantine).
	ObjectDir string

	// Alternates is a list of further object directories, as
	// GIT_ALTERNATE_OBJECT_DIRECTORIES holds it.
	Alternates string

	// Format is "sha1" or "sha256"; "" reads the repository's config.
	Format string

	// MaxObject is the most bytes of one object that are held in memory. Larger
	// objects are shown as streams, or are a Problem if they are stored as
	// deltas. 0 means 512 MiB, from which size git itself makes no deltas
	// (core.bigFileThreshold in git-config(1)). More than 256 GiB means 256 GiB.
	MaxObject int64

	// VerifyIDs makes Walk hash every object and compare the result with its id.
	// Loose objects are always verified.
	VerifyIDs bool
}

const defaultMaxObject = 512 << 20

// A Store is an open object database. It is safe for concurrent use.
type Store struct {
	options  Options
	format   format
	dirs     []string
	packs    []*pack.Pack
	late     latePacks
	problems []Problem

	catalog  func() *catalog
	forest   func() *forest
	bases    baseCache
	decoders sync.Pool // of *inflate.Decoder
}

// Open opens the object database of the repository whose git directory is
// gitDir: its packs, its loose objects, and those of its alternates. What is
// broken in it does not stop Open; see Problems.
//
// Open reads little: it neither lists loose objects nor reads indexes whole,
// so that reading a few objects stays cheap in a repository of any size. Len,
// Find and Walk do so when first called.
func Open(gitDir string, opts Options) (*Store, error) {
	common, err := commonDir(gitDir)
	if err != nil {
		return nil, err
	}
	if opts.MaxObject <= 0 {
		opts.MaxObject = defaultMaxObject
	}
	opts.MaxObject = min(opts.MaxObject, 256<<30)
	s := &Store{options: opts}
	if opts.Format != "" {
		s.format, err = formatNamed(opts.Format)
	} else {
		s.format, err = formatOf(common)
	}
	if err != nil {
		return nil, err
	}
	dir := opts.ObjectDir
	if dir == "" {
		dir = filepath.Join(common, "objects")
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open object database: %w", err)
	}
	s.dirs, s.problems = objectDirs(dir, opts.Alternates)
	s.late.asOf = map[string]time.Time{}
	for _, dir := range s.dirs {
		s.openPacks(filepath.Join(dir, "pack"))
	}
	s.catalog = sync.OnceValue(s.makeCatalog)
	s.forest = sync.OnceValue(s.plant)
	s.decoders.New = func() any { return new(inflate.Decoder) }
	s.bases.limit = baseCacheLimit
	return s, nil
}

// maxLooks is how often a directory of packs is looked at in which files come
// and go, before what is missing is a problem.
const maxLooks = 3

// openPacks opens the packs in a directory, in the order of their names. When a
// file is not there, a repack may be at work, which moves and deletes a pack
// and its index one after the other: then it looks again.
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
			p, err := pack.Open(path, filepath.Join(dir, name+".idx"), s.format.size)
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

// errNoIndex says what to do about a pack that is of no use to git either. A
// multi-pack-index does not help: git too wants the index of each pack.
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

// Close lets go of the store's files.
func (s *Store) Close() error {
	var errs []error
	for _, p := range s.allPacks() {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// Problems returns what Open met. What is wrong with single objects, and with
// the parts of the store that Open leaves alone, comes from Walk.
func (s *Store) Problems() []Problem { return s.problems }

// IDSize returns the number of bytes in an id: 20 or 32.
func (s *Store) IDSize() int { return s.format.size }

// Len returns how many objects the store holds. An object stored several times counts once.
func (s *Store) Len() int { return s.catalog().len() }

// Find returns the number of the object with this id.
func (s *Store) Find(id oid.ID) (Index, bool) {
	if id.Len() != s.format.size {
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
// Unlike Find it does not number the objects first, which takes its time in a
// large repository.
func (s *Store) Has(id oid.ID) bool {
	if id.Len() != s.format.size {
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
	_, _, ok := findPacked(s.lookAgain(), id.Bytes())
	return ok
}

// ID returns the id of object i. It panics if i is not below Len.
func (s *Store) ID(i Index) oid.ID {
	c := s.catalog()
	return oid.Make(c.slotID(c.slot(i)))
}

// Hash returns the id that an object with this type and content has.
func (s *Store) Hash(t Type, content []byte) oid.ID {
	h := s.format.hash(t, int64(len(content)))
	h.Write(content)
	return oid.Make(h.Sum(nil))
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
