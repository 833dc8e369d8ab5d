package objects

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sluicesec/sluice/internal/git/objects/pack"
	"github.com/sluicesec/sluice/internal/oid"
)

// latePacks are the packs that came to be after Open. A repack takes objects
// out of the files in which they were seen, and puts them into a new pack; so
// what is gone is looked for there, as git does it. (Packs that are deleted stay
// readable as long as they are mapped.)
type latePacks struct {
	mu    sync.Mutex
	asOf  map[string]time.Time // when a directory was last changed, as far as known
	packs []*pack.Pack
}

// lookAgain returns the late packs, with those that came since it was last asked.
func (s *Store) lookAgain() []*pack.Pack {
	s.late.mu.Lock()
	defer s.late.mu.Unlock()
	for _, dir := range s.dirs {
		dir = filepath.Join(dir, "pack")
		info, err := os.Stat(dir)
		if err != nil || info.ModTime().Equal(s.late.asOf[dir]) {
			continue
		}
		s.late.asOf[dir] = info.ModTime()
		files, err := os.ReadDir(dir)
		if err != nil {
			continue // what is missed is told by whoever misses it
		}
		known := map[string]bool{}
		for _, p := range slices.Concat(s.packs, s.late.packs) {
			known[p.Path] = true
		}
		for _, f := range files {
			name, ok := strings.CutSuffix(f.Name(), ".pack")
			path := filepath.Join(dir, f.Name())
			if !ok || known[path] {
				continue
			}
			p, err := pack.Open(path, filepath.Join(dir, name+".idx"), s.format.size)
			if err == nil {
				s.late.packs = append(s.late.packs, p)
			} else if p != nil {
				_ = p.Close() // it was only read
			}
		}
	}
	return slices.Clone(s.late.packs)
}

// allPacks returns every pack that is open.
func (s *Store) allPacks() []*pack.Pack {
	s.late.mu.Lock()
	defer s.late.mu.Unlock()
	return slices.Concat(s.packs, s.late.packs)
}

// Late returns how many objects are in packs that came after Open and nowhere
// else: they have no Index, and Walk does not visit them.
func (s *Store) Late() int {
	late := map[oid.ID]bool{}
	for _, p := range s.lookAgain() {
		for i := range p.Index.Len() {
			id := oid.Make(p.Index.ID(i))
			if _, ok := s.Find(id); !ok {
				late[id] = true
			}
		}
	}
	return len(late)
}
