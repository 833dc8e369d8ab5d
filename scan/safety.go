package scan

import (
	"sync"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// safety returns a function that gives the detectors which redaction needs
// besides d: that of the built-in rules, unless d has them. A set of rules that
// looks for one kind of token must not let the report show the others, which
// may be in the name of a branch.
func safety(d *engine.Detector) func() []*engine.Detector {
	return sync.OnceValue(func() []*engine.Detector {
		for r := range d.Rules() {
			if r.Origin.Builtin() {
				return nil
			}
		}
		if b := builtin(); b != nil {
			return []*engine.Detector{b}
		}
		return nil
	})
}

// builtin returns a detector of the built-in rules. They are checked when the
// program is tested, so nil is for a program that is broken.
func builtin() *engine.Detector {
	cfg, err := rules.Builtin()
	if err != nil {
		return nil
	}
	d, err := engine.New(cfg)
	if err != nil {
		return nil
	}
	return d
}

// Hide hides the secrets that the built-in rules find in a text, such as the
// message of an error that quotes a file. It compiles the rules each time.
func Hide(text string) string {
	if d := builtin(); d != nil {
		return newRedactor(d).text(text)
	}
	return mask
}
