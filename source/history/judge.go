package history

import (
	"hash/maphash"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

// A judgement says what is known of the name of a tree entry.
type judgement uint8

const (
	judgedName judgement = 1 << iota
	askedName            // the content or the path of such a blob is asked for, see WantPaths
	secretName           // something was found in the name itself
)

// judge returns the judgement of a name, and visits the name unless this worker has
// done so. Names are remembered by their hashes: a history has far fewer names than
// entries, and yet there can be millions.
func (t *trees) judge(w *treesWorker, name []byte) judgement {
	hash := maphash.Bytes(t.seed, name)
	if j := w.judged[hash]; j != 0 {
		return j
	}
	j := judgedName
	if t.wanted != nil && t.wanted(name) {
		j |= askedName
	}
	r, err := t.visitor(w.number, &source.Blob{
		ID: source.Text(finding.KindPath, string(name)), Kind: finding.KindPath, Path: string(name), Data: name, Size: int64(len(name)),
	}, nil)
	if err != nil {
		w.err = err
	}
	if r.Found {
		j |= secretName
	}
	w.judged[hash] = j
	if t.record != nil {
		w.names[string(name)] = j
	}
	return j
}

// isJudged reports whether some worker has visited a name.
func (t *trees) isJudged(name string) bool {
	hash := maphash.String(t.seed, name)
	for i := range t.workers {
		if t.workers[i].judged[hash] != 0 {
			return true
		}
	}
	return false
}

// judgedNames returns how many different names were visited.
func (t *trees) judgedNames() int {
	all := t.workers[0].judged
	n := len(all)
	for i := 1; i < len(t.workers); i++ {
		for hash := range t.workers[i].judged {
			known := false
			for k := range i {
				known = known || t.workers[k].judged[hash] != 0
			}
			if !known {
				n++
			}
		}
	}
	return n
}
