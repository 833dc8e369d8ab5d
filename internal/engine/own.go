package engine

import (
	"fmt"

	"github.com/sluicesec/sluice/internal/prebuilt"
	"github.com/sluicesec/sluice/rules"
)

// Rules that a file adds to built-in rules that are not read: they are searched for beside
// the stored search, and the numbers of their anchors, literals and sets of bytes come
// after the stored ones.

// addOwn compiles such rules and adds them.
func (d *Detector) addOwn(list []rules.Rule) error {
	if len(list) == 0 {
		return nil
	}
	u := d.unread
	own := &Detector{rules: list, compiled: make([]*compiledRule, len(list))}
	stored := d.size() - len(list)
	for i := range list {
		c, err := compileRule(0, &list[i], u.shared, known{of: []*prebuilt.Pattern{nil}})
		if err != nil {
			return err
		}
		c.index = int32(stored + i)
		own.compiled[i] = c
		u.compiled[stored+i].Store(c)
		d.reachParts(&list[i])
	}
	if err := own.addAnchors(); err != nil {
		return err
	}
	if len(own.unanchored)+len(own.whole)+len(own.pathRules) > 0 {
		return fmt.Errorf("some of %d rules have no literal", len(list))
	}
	d.keywords = joinKeywords(own.compiled)
	d.join(own)
	return nil
}

// join adds the anchors of another detector, and how they are searched for.
func (d *Detector) join(own *Detector) {
	anchor, set, sorted := int32(len(d.anchors)), uint16(len(d.sets)-1), int32(len(d.sorted))
	for _, a := range own.anchors {
		for _, n := range []*uint16{&a.prev, &a.next} {
			if *n > 0 { // 0 is of any byte in both
				*n += set
			}
		}
		d.anchors = append(d.anchors, a)
	}
	d.sets = append(d.sets, own.sets[1:]...)
	d.own, d.ownFrom = own.literals, len(d.starts)-1
	for _, i := range own.sorted {
		d.sorted = append(d.sorted, anchor+i)
	}
	for _, at := range own.starts[1:] {
		d.starts = append(d.starts, sorted+at)
	}
	for to, n := range map[*int]int{&d.reachBefore: own.reachBefore, &d.reachAfter: own.reachAfter, &d.literalReach: own.literalReach, &d.matchReach: own.matchReach} {
		*to = max(*to, n)
	}
}

// present leaves out of a list those built-in rules that a file takes out.
func (u *unread) present(list []int32) []int32 {
	kept := list[:0]
	for _, rule := range list {
		if !u.cfg.IsOff(int(rule)) {
			kept = append(kept, rule)
		}
	}
	return kept
}

// leaveOff leaves the anchors of rules that a file takes out, out of those that literals
// stand for. The literals are still found, and stand for nothing.
func (d *Detector) leaveOff() {
	u := d.unread
	if !u.cfg.AnyOff() {
		return
	}
	kept := d.sorted[:0]
	begin := int32(0)
	for id := range len(d.starts) - 1 {
		end := d.starts[id+1]
		for _, i := range d.sorted[begin:end] {
			if !u.cfg.IsOff(int(prebuilt.Uint16(u.anchors, int(i)*anchorSize))) {
				kept = append(kept, i)
			}
		}
		begin, d.starts[id+1] = end, int32(len(kept))
	}
	d.sorted = kept
}
