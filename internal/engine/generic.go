package engine

import (
	"bytes"
	"fmt"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/model"
	"github.com/sluicesec/sluice/rules"
)

// ignoredName is what Match.Allowed says of a match under a name that the rule file
// ignores.
const ignoredName = "allowlist generic.ignore_names"

// A generic is what a rule file says of the generic rules, see [rules.Generic]. Nil
// says nothing.
type generic struct {
	ignored   map[string]bool // names as nameKey gives them
	threshold *float32        // least score of a medium confidence; nil for the model's
}

func newGeneric(g *rules.Generic) *generic {
	if len(g.IgnoreNames) == 0 && g.Threshold == nil {
		return nil
	}
	made := &generic{ignored: make(map[string]bool, len(g.IgnoreNames))}
	for _, name := range g.IgnoreNames {
		made.ignored[nameKey([]byte(name))] = true
	}
	if g.Threshold != nil {
		made.threshold = new(float32(*g.Threshold))
	}
	return made
}

// ignores reports whether a name is ignored: as a whole, or without the object or the
// words before it, as in self.cache_key and "private cacheKey".
func (g *generic) ignores(name []byte) bool {
	for g != nil && len(g.ignored) > 0 {
		if g.ignored[nameKey(name)] {
			return true
		}
		i := bytes.IndexAny(name, ". ")
		if i < 0 {
			break
		}
		name = name[i+1:]
	}
	return false
}

// nameKey returns a name without what does not matter: case, and all ASCII signs.
func nameKey(name []byte) string {
	key := make([]byte, 0, len(name))
	for _, b := range bytes.ToLower(name) {
		if 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b >= 0x80 {
			key = append(key, b)
		}
	}
	return string(key)
}

// level is [model.Level], with the threshold of the rule file if it has one.
func (g *generic) level(score float32) finding.Confidence {
	level := model.Level(score)
	switch {
	case g == nil || g.threshold == nil || level == "":
		return level
	case score < *g.threshold:
		return finding.ConfidenceLow
	case level == finding.ConfidenceLow:
		return finding.ConfidenceMedium
	}
	return level
}

// bounds says, for an explanation, what a rule file changes in the score and in the
// confidence that it stands for. It is "" for nothing.
func (m *Match) bounds() string {
	c, text := m.rule, ""
	if m.scored.own {
		text += `; its name counts as "secret"`
	}
	if c.generic != nil && c.generic.threshold != nil {
		text += fmt.Sprintf("; generic.threshold is %.1f", *c.generic.threshold)
	}
	if c.rule.Confidence != "" {
		text += fmt.Sprintf("; the rule's confidence is at most %s", c.rule.Confidence)
	}
	return text
}
