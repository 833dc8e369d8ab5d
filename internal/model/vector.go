package model

// A Vector is the features of a candidate, in the order of the constants.
type Vector [count]float32

func (x *Vector) is(f feature, yes bool) {
	if yes {
		x[f] = 1
	}
}

// A feature is the index of a number in a Vector.
type feature uint16

// Names returns the names of all features, as the fit calls them.
func Names() []string {
	names := make([]string, count)
	for f := range count {
		names[f] = f.name()
	}
	return names
}

func (f feature) name() string {
	if f < firstWord {
		return plain[f].name
	}
	list, word := f.word()
	return list + " " + word
}

// word returns the list that a feature from firstWord on is in, and its word.
func (f feature) word() (list, word string) {
	switch {
	case f < lastWord:
		return "name", nameWords[f-nameWord]
	case f < aroundWord:
		return "last", lastWords[f-lastWord]
	case f < pathWord:
		return "around", aroundWords[f-aroundWord]
	case f < pathEnd:
		return "path", pathWords[f-pathWord]
	case f < pathKnown:
		return "file", pathEnds[f-pathEnd]
	case f == pathKnown:
		return "path", "known"
	}
	return "path", "depth"
}
