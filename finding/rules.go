package finding

import (
	"fmt"
	"strings"
)

// BuiltinRules is the source of the rules that come with the program.
const BuiltinRules = "built-in"

// Rules says by which rules a scan judged. A report of which the reader does
// not know the rules is no all-clear: one line in a configuration file is
// enough to switch off every built-in rule.
type Rules struct {
	// Source is BuiltinRules, or names the rule file: a path, or a path with the
	// commit that holds it.
	Source         string `json:"source"`
	Count          int    `json:"count"`           // rules in force
	Builtin        int    `json:"builtin"`         // of these, built-in rules
	BuiltinOff     int    `json:"builtin_off"`     // built-in rules that are disabled, or that the rule file does not ask for
	BuiltinChanged int    `json:"builtin_changed"` // of the built-in rules in force, those that the rule file changes
}

// AsBuilt reports whether the rules are the built-in ones and nothing else, all
// of them.
func (r Rules) AsBuilt() bool {
	return r.Source == BuiltinRules && r.BuiltinOff == 0 && r.BuiltinChanged == 0
}

// String returns where the rules come from and how many are in force, as part of
// a sentence. The source is as it is: it may be a path of what was scanned.
func (r Rules) String() string {
	s := ""
	switch {
	case r.Source == BuiltinRules:
		s = fmt.Sprintf("the built-in ones (%s)", number(r.Count, "rule"))
	case r.Builtin == 0:
		s = fmt.Sprintf("%s alone (%s)", r.Source, number(r.Count, "rule"))
	default:
		s = fmt.Sprintf("%s and the built-in ones (%s)", r.Source, number(r.Count, "rule"))
	}
	if r.Builtin == 0 && r.BuiltinOff > 0 {
		return s + fmt.Sprintf("; all %d built-in rules are off", r.BuiltinOff)
	}
	var other []string
	if r.BuiltinOff > 0 {
		other = append(other, fmt.Sprintf("off: %d", r.BuiltinOff))
	}
	if r.BuiltinChanged > 0 {
		other = append(other, fmt.Sprintf("changed: %d", r.BuiltinChanged))
	}
	if len(other) > 0 {
		s += "; built-in rules " + strings.Join(other, ", ")
	}
	return s
}

func number(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
