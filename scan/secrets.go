package scan

import (
	"cmp"
	"maps"
	"slices"

	"github.com/sluicesec/sluice/source"
)

// Two hits with the same identity are the same secret of the same rule. An identity
// also says whether something in the file allows the hit. An edit that
// removes an allow comment makes the secret a new one, which must be reported.
type identity struct {
	rule    string
	secret  string
	allowed bool
}

func identify(h *hit) identity {
	return identity{rule: h.Rule.ID, secret: h.Secret, allowed: h.Allowed != ""}
}

// secrets gives the secrets of all blobs the numbers that a source knows them by.
type secrets struct {
	keys    map[identity]source.SecretKey
	ofModel map[*hit]source.SecretKey // by hits of which others are copies
	byBlob  map[source.ID][]source.SecretKey
}

func newSecrets(blobs map[source.ID]*found) *secrets {
	s := &secrets{keys: map[identity]source.SecretKey{}, ofModel: map[*hit]source.SecretKey{}, byBlob: make(map[source.ID][]source.SecretKey, len(blobs))}
	for _, id := range slices.SortedFunc(maps.Keys(blobs), source.ID.Compare) { // sorted, so that the numbers are the same every time
		var keys []source.SecretKey
		for h := range blobs[id].anywhere() {
			keys = append(keys, s.key(h))
		}
		slices.Sort(keys)
		s.byBlob[id] = slices.Compact(keys)
	}
	return s
}

func (s *secrets) key(h *hit) source.SecretKey {
	model := cmp.Or(h.model, h)
	key, ok := s.ofModel[model]
	if !ok {
		key = s.find(h)
		s.ofModel[model] = key
	}
	return key
}

// find is key by the values of a hit. A private key takes long to hash.
func (s *secrets) find(h *hit) source.SecretKey {
	who := identify(h)
	key, ok := s.keys[who]
	if !ok {
		key = source.SecretKey(len(s.keys))
		s.keys[who] = key
	}
	return key
}
