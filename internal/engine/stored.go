package engine

import (
	"encoding/binary"

	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/prebuilt"
	"github.com/sluicesec/sluice/rules"
)

// What addAnchors derives from the built-in rules together is stored, see package
// prebuilt: it is most of what New has to do. It counts for exactly these rules, in this
// order. Allowlists, ids and all that is asked of a match do not matter.

// store writes the rules as far as the search depends on them, and the search.
func (d *Detector) store(w *prebuilt.Writer) {
	var list prebuilt.Writer
	for i := range d.rules {
		storeRule(&list, &d.rules[i])
	}
	w.String(string(list.Bytes()))
	for _, n := range []int{d.reachBefore, d.reachAfter, d.literalReach, d.matchReach} {
		w.Uint(uint64(n))
	}
	index := make(map[*compiledRule]int, len(d.compiled))
	for i, c := range d.compiled {
		index[c] = i
	}
	var anchors []byte
	for i := range d.sorted {
		a := &d.anchors[i]
		for _, n := range [...]int{index[a.compiledRule], a.index, a.len, int(a.before), int(a.after), number(a.far)<<1 | number(a.inRuns), int(a.prev), int(a.next)} {
			anchors = binary.LittleEndian.AppendUint16(anchors, uint16(n))
		}
	}
	w.String(string(anchors))
	w.Uint(uint64(len(d.sets)))
	for i := range d.sets {
		for _, word := range d.sets[i] {
			w.Word(word)
		}
	}
	for _, list := range [][]int32{d.starts, d.sorted} {
		w.Uint(uint64(len(list)))
		for _, n := range list {
			w.Uint(uint64(n))
		}
	}
	for _, list := range [][]int32{d.unanchored, d.whole} {
		w.Uint(uint64(len(list)))
		for _, i := range list {
			w.Uint(uint64(index[d.anchors[i].compiledRule]))
		}
	}
	d.literals.Store(w)

	// The rest is for rules that are not read, see unread.go.
	var facts []byte
	patterns := 0
	for i, c := range d.compiled {
		facts = binary.LittleEndian.AppendUint16(facts, uint16(patterns))
		facts = binary.LittleEndian.AppendUint16(facts, uint16(c.literalLen))
		if d.rules[i].Regex != "" {
			patterns++
		}
	}
	w.String(string(facts))
	w.Uint(uint64(d.partReach))
	w.Uint(uint64(len(d.pathRules)))
	for _, i := range d.pathRules {
		w.Uint(uint64(i))
	}
	w.Strings(wordsOf(d.pathExprs()))
	w.Strings(wordsOf(d.wholeExprs()))
}

const anchorSize = 16 // bytes of a stored anchor: eight numbers of two bytes

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// storeRule writes what the search depends on besides the pattern.
func storeRule(w *prebuilt.Writer, r *rules.Rule) {
	w.Bool(r.Regex != "")
	w.Bool(r.WholeFile)
	w.String(r.Reader)
	w.Strings(r.Candidates)
}

// isBuiltin reports whether these are the rules of the stored search, if their patterns
// are those of the built-in rules.
func isBuiltin(list []rules.Rule) bool {
	r := prebuilt.NewReader(prebuilt.Search().String())
	for i := range list {
		if !isStored(r, &list[i]) {
			return false
		}
	}
	return !r.More() && r.Err() == nil
}

// isStored reads what storeRule wrote and compares a rule with it.
func isStored(r *prebuilt.Reader, rule *rules.Rule) bool {
	if r.Bool() != (rule.Regex != "") || r.Bool() != rule.WholeFile || r.String() != rule.Reader || r.Len() != len(rule.Candidates) {
		return false
	}
	for _, c := range rule.Candidates {
		if r.String() != c {
			return false
		}
	}
	return true
}

// readAnchors reads the search that is stored of the rules, which are the built-in ones.
func (d *Detector) readAnchors() error {
	r := prebuilt.Search()
	anchors := d.readStarts(r)
	d.anchors = make([]ruleAnchor, len(anchors)/anchorSize, len(anchors)/anchorSize+len(d.rules))
	for i := range d.anchors {
		a := &d.anchors[i]
		a.compiledRule, a.ready = d.compiled[readAnchor(anchors, i, a)], 1
	}
	for _, rule := range readList(r) {
		d.unanchored = append(d.unanchored, d.addRule(d.compiled[rule]))
	}
	readList(r) // addOthers finds the rules of whole files
	d.literals = literal.Read(r)
	d.addOthers()
	return r.Err()
}

// readSearch is readAnchors for rules that are not read.
func (d *Detector) readSearch() error {
	u, r := d.unread, prebuilt.Search()
	u.anchors = d.readStarts(r)
	next := int32(len(u.anchors) / anchorSize)
	for _, list := range []*[]int32{&d.unanchored, &d.whole} {
		for _, rule := range u.present(readList(r)) {
			u.others = append(u.others, rule)
			*list = append(*list, next)
			next++
		}
	}
	d.anchors = make([]ruleAnchor, next)
	d.literals = literal.Read(r)
	u.facts = r.String()
	d.leaveOff()
	d.partReach = int(r.Uint())
	d.pathRules = u.present(readList(r))
	d.pathNames, d.wholeNames = &nameTest{paths: d.pathExprs, words: r.Strings()}, &nameTest{paths: d.wholeExprs, words: r.Strings()}
	return r.Err()
}

// readStarts reads which anchors each literal stands for, and returns the anchors as they
// are stored.
func (d *Detector) readStarts(r *prebuilt.Reader) (anchors string) {
	_ = r.String() // the rules
	for _, n := range []*int{&d.reachBefore, &d.reachAfter, &d.literalReach, &d.matchReach} {
		*n = int(r.Uint())
	}
	anchors = r.String()
	d.sets = make([]literal.ByteSet, r.Len())
	for i := range d.sets {
		d.sets[i] = literal.ByteSet{r.Word(), r.Word(), r.Word(), r.Word()}
	}
	d.starts, d.sorted = readList(r), readList(r)
	return anchors
}

// readList reads a list of numbers after its length.
func readList(r *prebuilt.Reader) []int32 {
	n := r.Len()
	if n == 0 {
		return nil
	}
	list := make([]int32, n)
	for i := range list {
		list[i] = int32(r.Uint())
	}
	return list
}

// readAnchor reads one of the stored anchors, and returns the index of its rule.
func readAnchor(anchors string, i int, a *ruleAnchor) (rule int) {
	at := i * anchorSize
	flags := prebuilt.Uint16(anchors, at+10)
	a.index, a.len = int(prebuilt.Uint16(anchors, at+2)), int(prebuilt.Uint16(anchors, at+4))
	a.before, a.after = int32(prebuilt.Uint16(anchors, at+6)), int32(prebuilt.Uint16(anchors, at+8))
	a.far, a.inRuns = flags&2 != 0, flags&1 != 0
	a.prev, a.next = prebuilt.Uint16(anchors, at+12), prebuilt.Uint16(anchors, at+14)
	return int(prebuilt.Uint16(anchors, at))
}
