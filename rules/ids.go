package rules

import (
	"fmt"
	"strings"
)

// An ids makes ids for rules that have none. Two rules with one id would be one rule, so
// an id is neither that of another rule of the file nor that of a built-in rule.
type ids struct {
	taken map[string]bool
	times map[string]int // by the id without a number: the last number
}

// newIDs starts with the ids that some rules have.
func newIDs(rules []map[string]any) *ids {
	made := &ids{taken: map[string]bool{}, times: map[string]int{}}
	for _, rule := range rules {
		if id, ok := get(rule, "id"); ok {
			made.taken[fmt.Sprint(id)] = true
		}
	}
	return made
}

// next makes an id of a description. No built-in rule has an id that begins as it does.
func (made *ids) next(description string) string {
	words := strings.FieldsFunc(strings.ToLower(description), func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9')
	})
	base := strings.Join(append([]string{"own"}, words...), "-")
	if len(base) > maxName || len(words) == 0 {
		base = "own-rule"
	}
	id := base
	for made.taken[id] {
		made.times[base]++
		id = fmt.Sprintf("%s-%d", base, made.times[base]+1)
	}
	made.taken[id] = true
	return id
}
