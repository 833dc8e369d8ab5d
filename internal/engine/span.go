package engine

// A span is a range of offsets, in bytes.
type span struct{ start, end int }

func (s span) len() int { return s.end - s.start }

func (s span) covers(t span) bool { return s.start <= t.start && t.end <= s.end }

func (s span) overlaps(t span) bool { return s.start < t.end && t.start < s.end }
