package measure

import (
	"fmt"
	"slices"
)

// A Spread is the middle of some figures: their median, and the quartiles, between which
// half of them are.
type Spread struct {
	Low, Median, High float64
}

// SpreadOf returns the spread of figures in any order; that of none is zero. Between two
// figures it is interpolated.
func SpreadOf(figures []float64) Spread {
	if len(figures) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(figures))
	at := func(share float64) float64 {
		place := share * float64(len(sorted)-1)
		i := int(place)
		if i+1 == len(sorted) {
			return sorted[i]
		}
		return sorted[i] + (place-float64(i))*(sorted[i+1]-sorted[i])
	}
	return Spread{at(0.25), at(0.5), at(0.75)}
}

// Ratios returns the spread of figures over those of a base, round by round.
func Ratios(figures, base []float64) Spread {
	var ratios []float64
	for i := range min(len(figures), len(base)) {
		if base[i] > 0 {
			ratios = append(ratios, figures[i]/base[i])
		}
	}
	return SpreadOf(ratios)
}

// String shows the median with the quartiles behind it. Without a spread, and without
// a figure, less is said.
func (s Spread) String() string {
	switch {
	case s == Spread{}:
		return ""
	case s.Low == s.High:
		return digits(s.Median)
	}
	return fmt.Sprintf("%s (%s..%s)", digits(s.Median), digits(s.Low), digits(s.High))
}

// digits shows a figure with two places after the point, or with three where it is small.
func digits(f float64) string {
	if f < 0.1 {
		return fmt.Sprintf("%.3f", f)
	}
	return fmt.Sprintf("%.2f", f)
}
