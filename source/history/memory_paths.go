package history

import (
	"maps"
	"strings"

	"github.com/sluicesec/sluice/internal/cache"
)

// writePaths writes which blobs were visited with which paths, in which nothing was found. It
// leaves out paths in which a name may hold a secret.
func (h *History) writePaths() []byte {
	names := map[string]judgement{}
	for i := range h.trees.workers {
		maps.Copy(names, h.trees.workers[i].names)
	}
	blobs := map[string][]uint32{}
	for at := range h.record.paths {
		plain := true
		for name := range strings.SplitSeq(at.path, "/") {
			plain = plain && names[name] != 0 && names[name]&secretName == 0
		}
		if plain {
			blobs[at.path] = append(blobs[at.path], uint32(at.blob))
		}
	}
	var w cache.Writer
	w.Uint(uint64(len(blobs)))
	for path, list := range blobs {
		w.String(path)
		w.Words(list)
	}
	return w.Data()
}

// readPaths reads the section. Of one that is not as expected it returns nothing.
func readPaths(section []byte, k *keptObjects) map[pathOf]bool {
	r := cache.NewReader(section)
	paths := map[pathOf]bool{}
	for range r.Len(2) {
		path := r.String()
		for _, old := range r.Words() {
			if blob, ok := k.index(old); ok {
				paths[pathOf{path, blob}] = true
			}
		}
	}
	if !r.Done() {
		return nil
	}
	return paths
}
