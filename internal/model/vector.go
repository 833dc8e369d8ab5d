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
	for i := range names {
		names[i] = features[i].name
	}
	return names
}
