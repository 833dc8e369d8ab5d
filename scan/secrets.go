package scan

import (
	"maps"
	"slices"

	"github.com/sluicesec/sluice/source"
)

// identity is what makes two hits the same secret. Whether something in the
// file allows it is part of it: the edit that drops an allow comment brings
// the secret to light, and must not pass as an old one.
type identity struct {
	rule    string
	secret  string
	allowed bool
}

func identify(h *hit) identity {
	return identity{rule: h.Rule.ID, secret: h.Secret, allowed: h.Allowed != ""}
}

// secrets numbers the secrets of all blobs.
type secrets struct {
	keys   map[identity]source.SecretKey
	byBlob map[source.ID][]source.SecretKey
}

func newSecrets(blobs map[source.ID]*found) *secrets {
	s := &secrets{keys: map[identity]source.SecretKey{}, byBlob: map[source.ID][]source.SecretKey{}}
	for _, id := range slices.SortedFunc(maps.Keys(blobs), source.ID.Compare) { // in order: the numbers depend on nothing else
		var keys []source.SecretKey
		for h := range blobs[id].hits() {
			keys = append(keys, s.key(h))
		}
		slices.Sort(keys)
		s.byBlob[id] = slices.Compact(keys)
	}
	return s
}

func (s *secrets) key(h *hit) source.SecretKey {
	who := identify(h)
	key, ok := s.keys[who]
	if !ok {
		key = source.SecretKey(len(s.keys))
		s.keys[who] = key
	}
	return key
}
