package compare

import "github.com/sluicesec/sluice/finding"

// A Change is a secret that both reports have, with what differs between them.
type Change struct {
	Old, New *finding.Finding
	Fields   []Field             // what else has changed
	Places   []*finding.Location // the places of New in files or texts that Old does not name
	Lost     int                 // how many files or texts Old names and New does not
}

// A Field is a value that has changed.
type Field struct {
	Name string `json:"name"` // as the json format has it
	Old  string `json:"old"`
	New  string `json:"new"`
}

func (c *Change) any() bool { return len(c.Fields)+len(c.Places)+c.Lost > 0 }

func change(before, after reader, old, now *finding.Finding) Change {
	c := Change{Old: old, New: now}
	add := func(name, a, b string) {
		if a != b {
			c.Fields = append(c.Fields, Field{name, a, b})
		}
	}
	add("severity", string(old.Severity), string(now.Severity))
	add("confidence", string(old.Confidence), string(now.Confidence))
	add("verification", string(old.Verification), string(now.Verification))
	add("in_head", yes(inHead(old)), yes(inHead(now)))
	if old.Exposure.Introduced != "" && now.Exposure.Introduced != "" {
		add("pushed", yes(old.Exposure.Pushed), yes(now.Exposure.Pushed))
	}
	had, has := before.textsOf(old), after.textsOf(now)
	if !cut(old) { // else what is not listed may have been there
		seen := map[inText]bool{}
		for i := range now.Locations {
			l := &now.Locations[i]
			if t := after.textOf(l); !had[t] && !seen[t] {
				seen[t] = true
				c.Places = append(c.Places, l)
			}
		}
	}
	if !cut(now) {
		for t := range had {
			if !has[t] {
				c.Lost++
			}
		}
	}
	return c
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// inHead reports whether HEAD has the secret. Older versions say so only of places.
func inHead(f *finding.Finding) bool {
	for i := range f.Locations {
		if f.Locations[i].InHead {
			return true
		}
	}
	return f.Exposure.InHead
}

// cut reports whether not all places are listed.
func cut(f *finding.Finding) bool { return f.LocationCount > len(f.Locations) }

// inText is the file or the text that a place is in, whatever commit brought it and
// whatever line it is on.
type inText struct {
	source, path, ref, object string
	kind                      finding.Kind
}

func (r reader) textOf(l *finding.Location) inText {
	t := inText{source: r.sourceOf(l), path: l.FullPath(), ref: l.Ref, kind: l.Kind}
	if l.Path == "" && l.Ref == "" {
		t.object = l.Commit.String() + l.Blob.String()
	}
	return t
}

func (r reader) textsOf(f *finding.Finding) map[inText]bool {
	all := make(map[inText]bool, len(f.Locations))
	for i := range f.Locations {
		all[r.textOf(&f.Locations[i])] = true
	}
	return all
}
