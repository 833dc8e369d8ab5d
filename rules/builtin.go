package rules

import (
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

// Builtin returns the rules that come with this package. The lists within
// them share memory: extend them, but do not write to them.
//
// They are written as TOML in the folder builtin. To read a thousand rules from
// TOML takes longer than many a scan, so what they say is embedded as data, see
// package prebuilt.
func Builtin() (*Config, error) {
	c, err := readConfig(prebuilt.Rules(), prebuilt.Patterns())
	if err != nil {
		return nil, err
	}
	c.From = finding.Rules{Source: finding.BuiltinRules, Count: len(c.Rules), Builtin: len(c.Rules)}
	return c, nil
}

// builtinCount returns the number of the built-in rules, without reading them.
func builtinCount() (int, error) {
	c, err := Unread()
	if err != nil {
		return 0, err
	}
	return c.unread.count, nil
}
