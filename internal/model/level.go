package model

import "github.com/sluicesec/sluice/finding"

// LeastText is the least score of a text that is worth a look at its path. Less
// than one in a hundred candidates that the model would report are below it.
const LeastText = -0.4

// Scores from which on a candidate has a confidence. In repositories that the model
// was not fitted on, 95 of 100 candidates of the highest level are right, and 85 of
// 100 of medium from 1.5 on; docs/explain/model.md has the figures, and those of each level.
const (
	leastHigh   = 3.0
	leastMedium = 1.25
	Least       = 0.75 // of low
)

// Level returns the confidence that a score stands for, "" for none.
func Level(score float32) finding.Confidence {
	switch {
	case score >= leastHigh:
		return finding.ConfidenceHigh
	case score >= leastMedium:
		return finding.ConfidenceMedium
	case score >= Least:
		return finding.ConfidenceLow
	}
	return ""
}
