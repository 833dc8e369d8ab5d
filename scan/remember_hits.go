package scan

import (
	"cmp"
	"slices"
	"sync"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// What a cache says of hits.
//
// No secret may be in a cache, and nothing by which one could be guessed. But a file with a
// secret often has hundreds of versions that hold it, and what distinguishes its hits is
// where they are. So the next scan visits only a few blobs again, the models, which between
// them have all hits that there are. Of each other blob the cache says which hits of which
// models it has, and where: numbers alone.

// A recalled is what is known of the blobs that are not visited again.
type recalled struct {
	models []modelBlob
	copies map[oid.ID][]byte // by blob: its hits as they were written, see next
}

// A copied says that a blob has a hit of a model at another place.
type copied struct {
	model *modelBlob
	hit   int // its number among those of the model
	at    engine.Place
}

// A modelBlob is a blob whose hits other blobs have.
type modelBlob struct {
	id   oid.ID
	hits int // if it has another number of them, it is not as it was

	once sync.Once
	text *keptText // see collector.model
}

// model returns the text of a model; nil if it is not as it was. It must not be called before
// all models were visited.
func (c *collector) model(m *modelBlob) *keptText {
	m.once.Do(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if t := plainText(c.found[source.Object(m.id)]); t != nil && len(t.hits) == m.hits {
			m.text = t
		}
	})
	return m.text
}

// recall keeps the hits of a blob that is not visited. It reports false if they are not
// known. It is safe for concurrent use.
func (c *collector) recall(id source.ID) bool {
	r := cache.NewReader(c.recalled.copies[id.Object])
	t := text{textName: textName{kind: finding.KindBlob}, hits: make([]hit, r.Len(2))}
	for i := range t.hits {
		copied, ok := c.recalled.next(r)
		if !ok {
			return false
		}
		model := c.model(copied.model)
		if model == nil {
			return false
		}
		was := model.hits[copied.hit].placed()
		m, ok := was.At(copied.at)
		if !ok {
			return false
		}
		t.hits[i] = hit{Match: m, kind: finding.KindBlob, model: was.model}
	}
	if len(t.hits) == 0 || !r.Done() {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.add(id, t)
}

// plainText returns the text of a blob with hits in nothing but itself; nil if there are
// others, or if it was visited with a path.
func plainText(f *found) *keptText {
	if f == nil || len(f.texts) != 1 || f.id.Object.IsZero() {
		return nil
	}
	t := &f.texts[0]
	if t.textName != (textName{kind: finding.KindBlob}) || t.inside != nil || t.whole {
		return nil
	}
	return t
}

// writeHits makes the section of what was found. Of what a comment allows nothing is
// copied: until when it does depends on the day.
func (c *collector) writeHits() []byte {
	var list []*found
	for id, f := range c.found {
		if !id.Object.IsZero() {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b *found) int { // with many hits first: they make few models do
		return cmp.Or(cmp.Compare(count(b), count(a)), a.id.Compare(b.id))
	})
	s := newModels()
	var again []*found
	var copies []*found
	var copiedHits [][]modelHit
	for _, f := range list {
		t := plainText(f)
		if t == nil {
			again = append(again, f)
		} else if hits := s.find(t); hits != nil {
			copies, copiedHits = append(copies, f), append(copiedHits, hits)
		} else {
			s.add(len(again), t)
			again = append(again, f)
		}
	}
	var w cache.Writer
	w.Uint(uint64(len(again)))
	for _, f := range again {
		w.Bytes(f.id.Object.Bytes())
		w.Uint(uint64(count(f)))
	}
	w.Uint(uint64(len(copies)))
	for i, f := range copies {
		var own cache.Writer
		own.Uint(uint64(len(copiedHits[i])))
		for k, m := range copiedHits[i] {
			own.Uint(uint64(m.model))
			own.Uint(uint64(m.hit))
			at := f.texts[0].hits[k].placed()
			writePlace(&own, at.Place())
		}
		w.Bytes(f.id.Object.Bytes())
		w.Bytes(own.Data())
	}
	return w.Data()
}

// count returns how many hits there are.
func count(f *found) (n int) {
	for _, t := range f.texts {
		n += len(t.hits)
	}
	return n
}

// models finds hits that are equal but for their places.
type models struct{ byKey map[modelKey][]modelHit }

// A modelKey is the same for hits that are equal but for their places. More hits have the
// same key.
type modelKey struct {
	rule         *rules.Rule
	secret, text string
}

// A modelHit is a hit of a model.
type modelHit struct {
	model, hit int
	of         *hit
}

func newModels() *models { return &models{map[modelKey][]modelHit{}} }

func keyOf(h *hit) modelKey { return modelKey{h.Rule, h.Secret, h.Text} }

// find returns the hits of models that are those of a text; nil if some are of none.
func (s *models) find(t *keptText) (list []modelHit) {
	for _, k := range t.hits {
		h := &k.of.hit // where it is makes no difference
		if h.Allowed == engine.Inline || h.Ended != "" {
			return nil
		}
		same := s.byKey[keyOf(h)]
		at := slices.IndexFunc(same, func(m modelHit) bool { return m.of.SameBut(&h.Match) })
		if at < 0 {
			return nil
		}
		list = append(list, same[at])
	}
	return list
}

// add adds a text as that of a model.
func (s *models) add(model int, t *keptText) {
	for i := range t.hits {
		h := &t.hits[i].of.hit
		key := keyOf(h)
		if !slices.ContainsFunc(s.byKey[key], func(m modelHit) bool { return m.of.SameBut(&h.Match) }) {
			s.byKey[key] = append(s.byKey[key], modelHit{model, i, h})
		}
	}
}

// readHits reads the section. Without one that is as expected, what it returns as recalled
// is nil. The hits of each blob are read when they are asked for.
func readHits(section []byte) (again []oid.ID, all *recalled) {
	r := cache.NewReader(section)
	all = &recalled{models: make([]modelBlob, r.Len(2))}
	for i := range all.models {
		id, ok := readID(r)
		if !ok {
			return nil, nil
		}
		all.models[i].id, all.models[i].hits = id, int(r.Uint())
		again = append(again, id)
	}
	n := r.Len(2)
	all.copies = make(map[oid.ID][]byte, n)
	for range n {
		id, ok := readID(r)
		if !ok {
			return nil, nil
		}
		all.copies[id] = r.Bytes()
	}
	if !r.Done() {
		return nil, nil
	}
	return again, all
}

// next reads the next of the hits of a blob. It reports false if there is none as expected.
func (all *recalled) next(r *cache.Reader) (copied, bool) {
	model, hit := r.Uint(), r.Uint()
	at := readPlace(r)
	if r.Bad() || model >= uint64(len(all.models)) || hit >= uint64(all.models[model].hits) {
		return copied{}, false
	}
	return copied{&all.models[model], int(hit), at}, true
}

func readID(r *cache.Reader) (oid.ID, bool) {
	b := r.Bytes()
	if len(b) != oid.SHA1.Size() && len(b) != oid.SHA256.Size() {
		return oid.ID{}, false
	}
	return oid.Make(b), true
}

func writePlace(w *cache.Writer, p engine.Place) {
	for _, n := range []int{
		p.Start, p.End - p.Start, p.SecretStart - p.Start, p.SecretEnd - p.SecretStart,
		p.Span.StartLine, p.Span.EndLine - p.Span.StartLine, p.Span.StartColumn, p.Span.EndColumn,
		p.Where.Line, p.Where.Byte, p.Where.EndLine, p.Where.EndByte, oneIf(p.Where.Unended),
		p.Run, p.Line, p.Column, p.LastLine, len(p.Parts),
	} {
		w.Int(n)
	}
	for _, part := range p.Parts {
		for _, n := range []int{part.Start, part.End, part.Span.StartLine, part.Span.EndLine, part.Span.StartColumn, part.Span.EndColumn} {
			w.Int(n)
		}
	}
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func readPlace(r *cache.Reader) (p engine.Place) {
	p.Start = r.Int()
	p.End = p.Start + r.Int()
	p.SecretStart = p.Start + r.Int()
	p.SecretEnd = p.SecretStart + r.Int()
	p.Span = finding.Span{StartLine: r.Int()}
	p.Span.EndLine = p.Span.StartLine + r.Int()
	p.Span.StartColumn, p.Span.EndColumn = r.Int(), r.Int()
	p.Where = finding.Where{Line: r.Int(), Byte: r.Int(), EndLine: r.Int(), EndByte: r.Int()}
	p.Where.Unended = r.Int() == 1
	p.Run, p.Line, p.Column, p.LastLine = r.Int(), r.Int(), r.Int(), r.Int()
	for range r.Int() {
		if r.Bad() {
			break
		}
		part := engine.PartPlace{Start: r.Int(), End: r.Int()}
		part.Span = finding.Span{StartLine: r.Int(), EndLine: r.Int(), StartColumn: r.Int(), EndColumn: r.Int()}
		p.Parts = append(p.Parts, part)
	}
	return p
}
