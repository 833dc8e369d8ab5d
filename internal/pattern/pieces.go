package pattern

// pieces returns the pieces of a concatenation, as flatten does, and takes one
// byte off a repeat of few different bytes behind two known bytes: SK[0-9a-f]{32}
// is searched for as SK0 to SKf, because a literal of two bytes is everywhere.
func (n *node) pieces() []*node {
	const few = 22 // [0-9A-Fa-f]
	var pieces []*node
	known := 0 // how many of the last pieces are one known byte each
	for _, p := range n.flatten(nil) {
		switch {
		case p.op == opRepeat && p.subs[0].op == opSet && known == 2 && p.min > 1 && p.subs[0].set.Len() <= few:
			rest := *p
			rest.min--
			if rest.max > 0 {
				rest.max--
			}
			pieces = append(pieces, p.subs[0])
			p = &rest
			known = 0
		case p.op == opSet && isOneByte(p.set):
			known++
		case p.op != opGroup && p.op != opAssert:
			known = 0
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// flatten appends the pieces of a node that follow one another, looking into
// groups. A group appears as two opGroup nodes without subs: one where the group
// begins, and one with min 1 where it ends.
func (n *node) flatten(pieces []*node) []*node {
	switch n.op {
	case opCat:
		for _, sub := range n.subs {
			pieces = sub.flatten(pieces)
		}
		return pieces
	case opGroup:
		pieces = append(pieces, &node{op: opGroup, group: n.group})
		pieces = n.subs[0].flatten(pieces)
		return append(pieces, &node{op: opGroup, group: n.group, min: 1})
	case opRepeat:
		// The bytes that a repeat must have may be part of a literal.
		if n.min > 0 && n.min <= maxSpelled && n.subs[0].op == opSet && (n.min < n.max || n.max < 0) {
			if spellings, ok := spell(n.subs[0]); ok && len(spellings) == 1 {
				for range n.min {
					pieces = append(pieces, n.subs[0])
				}
				rest := &node{op: opRepeat, subs: n.subs, max: n.max, lazy: n.lazy}
				if n.max > 0 {
					rest.max -= n.min
				}
				return append(pieces, rest)
			}
		}
	}
	return append(pieces, n)
}
