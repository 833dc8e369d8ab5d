package scan

import (
	"cmp"
	"maps"
	"slices"
	"strings"
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
		if d.HasBuiltin() {
			return nil
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
	cfg, err := rules.Unread()
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
// message of an error that quotes a file. It makes the detector each time.
func Hide(text string) string {
	if d := builtin(); d != nil {
		return newRedactor(d).text(text)
	}
	return mask
}

// Hider returns a function that hides in a text some secrets, each by its mask, and what
// the built-in rules find. Secrets are hidden as they are and encoded, and so is each line
// of a block, such as a private key of which a text holds only a part. The function is for
// one goroutine.
func Hider(masks map[string]string) func(text string) string {
	d := builtin()
	if d == nil {
		return func(string) string { return mask }
	}
	r := newRedactor(d)
	for secret, hidden := range masks {
		r.values.secret(secret, hidden)
	}
	// The redactor leaves short values and words in a text that is only about the code.
	// The longest comes first, because another may be its beginning.
	secrets := slices.SortedFunc(maps.Keys(masks), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	var pairs []string
	for _, secret := range secrets {
		if secret != "" {
			pairs = append(pairs, secret, masks[secret])
		}
	}
	rest := strings.NewReplacer(pairs...)
	return func(text string) string { return rest.Replace(r.text(text)) }
}
