package rules

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// useDefault reports whether the built-in rules are below those of a chain of
// files: one of them asks for them, or the last one has a name of our own and
// does not say that it wants none. A file of another name may have been written
// for another scanner, where not to ask means not to have them.
func useDefault(files []*file) bool {
	if slices.ContainsFunc(files, func(f *file) bool { return f.Extend.UseDefault != nil && *f.Extend.UseDefault }) {
		return true
	}
	top := files[len(files)-1]
	return top.Extend.UseDefault == nil && isOwnName(top.name)
}

// from says where the rules of c come from: the file called source, applied on top
// of the built-in rules whose ids are in below. all is the number of built-in rules
// that there are.
func from(source string, c *Config, below map[string]bool, all int) finding.Rules {
	f := finding.Rules{Source: source, Count: len(c.Rules)}
	for i := range c.Rules {
		if r := &c.Rules[i]; below[r.ID] {
			f.Builtin++
			if !r.Origin.builtin {
				f.BuiltinChanged++
			}
		}
	}
	f.BuiltinOff = all - f.Builtin
	return f
}
