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

// Unread returns what [Builtin] returns, but reads none of the rules and providers, which
// takes longer than a scan of a few files: Rules and Providers are nil until [Config.Read]
// is called. A scanner takes such a configuration, and reads the rules that it needs.
func Unread() (*Config, error) {
	r := prebuilt.Rules()
	c, n := readTop(r)
	c.From = finding.Rules{Source: finding.BuiltinRules, Count: n, Builtin: n}
	c.unread = n
	return c, r.Err()
}

// Read reads the rules and providers of what [Unread] has returned. It does nothing to any
// other configuration.
func (c *Config) Read() error {
	if c.unread == 0 {
		return nil
	}
	all, err := Builtin()
	if err == nil {
		c.Rules, c.Providers, c.unread = all.Rules, all.Providers, 0
	}
	return err
}

// Unread is the number of the rules that are to be read: 0, or that of all built-in ones.
func (c *Config) Unread() int { return c.unread }

// ReadRule reads one of the built-in rules into a zero Rule, by its index in Rules of what
// [Builtin] returns.
func ReadRule(i int, rule *Rule) {
	if k, ok := readRule(prebuilt.RuleAt(i), rule); ok {
		rule.Regex = prebuilt.PatternAt(k).Expr
	}
}

// builtinCount returns the number of the built-in rules, without reading them.
func builtinCount() (int, error) {
	c, err := Unread()
	if err != nil {
		return 0, err
	}
	return c.unread, nil
}
