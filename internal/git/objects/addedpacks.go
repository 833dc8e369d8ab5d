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

// addedPacks are the packs that were added to the repository after Open. A
// repack writes objects into a new pack and then deletes the files in which they
// were before. So an object that is no longer where it was is looked for in the
// added packs, as git does it. (A deleted pack stays readable as long as it is
// mapped.)
type addedPacks struct {
	mu      sync.Mutex
	changed map[string]time.Time // modification time of each pack directory when it was last read
	packs   []*pack.Pack
}

// findAdded looks for packs that were added since its last call, and returns all
// that were added since Open. It leaves out a pack that it cannot open: an object
// that is only there is then reported as absent.
func (s *Store) findAdded() []*pack.Pack {
	s.added.mu.Lock()
	defer s.added.mu.Unlock()
	for _, dir := range s.dirs {
		dir = filepath.Join(dir, "pack")
		info, err := os.Stat(dir)
		if err != nil || info.ModTime().Equal(s.added.changed[dir]) {
			continue
		}
		s.added.changed[dir] = info.ModTime()
		files, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		known := map[string]bool{}
		for _, p := range slices.Concat(s.packs, s.added.packs) {
			known[p.Path] = true
		}
		for _, f := range files {
			name, ok := strings.CutSuffix(f.Name(), ".pack")
			path := filepath.Join(dir, f.Name())
			if !ok || known[path] {
				continue
			}
			p, err := pack.Open(path, filepath.Join(dir, name+".idx"), s.IDSize())
			if err == nil {
				s.added.packs = append(s.added.packs, p)
			} else if p != nil {
				_ = p.Close() // it was only read
			}
		}
	}
	return slices.Clone(s.added.packs)
}

// allPacks returns every pack that is open.
func (s *Store) allPacks() []*pack.Pack {
	s.added.mu.Lock()
	defer s.added.mu.Unlock()
	return slices.Concat(s.packs, s.added.packs)
}

// Added returns how many objects were added to the repository after Open, in
// packs: objects that the store did not hold before. They have no Index, and
// Walk does not visit them; Read and Has find them.
func (s *Store) Added() int {
	added := map[oid.ID]bool{}
	for _, p := range s.findAdded() {
		for i := range p.Index.Len() {
			id := oid.Make(p.Index.ID(i))
			if _, ok := s.Find(id); !ok {
				added[id] = true
			}
		}
	}
	return len(added)
}
