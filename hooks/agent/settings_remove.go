package agent

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/hooks"
)

// Uninstall takes the hook out of the settings. A file in which nothing is left is removed.
func (s Settings) Uninstall() (hooks.Outcome, error) {
	text, err := s.read()
	if err != nil {
		return "", err
	}
	root, ok := parseText(text)
	if len(text) == 0 || !strings.Contains(string(text), marker) {
		return hooks.Absent, nil
	}
	if !ok {
		return "", fmt.Errorf("%s was left as it is, because it is no plain JSON: take out the lines with %q yourself", s.Path, marker)
	}
	before := len(text)
	for removed := true; removed; {
		text, removed = withoutHook(text, root)
		root, _ = parseText(text)
	}
	switch {
	case len(text) == before:
		return hooks.Foreign, nil
	case len(root.items) == 0 || len(root.items) == 1 && root.items[0].key == "version":
		if info, err := os.Lstat(s.Path); err == nil && info.Mode().IsRegular() {
			return hooks.Removed, os.Remove(s.Path)
		}
	}
	return hooks.Removed, s.write(text)
}

// withoutHook removes one handler with the command of the hook, and what holds nothing else
// than it.
func withoutHook(text []byte, root *node) ([]byte, bool) {
	events := root.member("hooks")
	if events == nil || events.open != '{' {
		return text, false
	}
	for i, event := range events.items {
		for j, entry := range event.value.items {
			mine := isOurs(text, entry.value)
			if handlers := entry.value.member("hooks"); handlers != nil {
				k := slices.IndexFunc(handlers.items, func(h item) bool { return isOurs(text, h.value) })
				if mine = k >= 0; mine && len(handlers.items) > 1 {
					return remove(text, handlers, k), true
				}
			}
			if !mine {
				continue
			}
			switch {
			case len(event.value.items) > 1:
				return remove(text, event.value, j), true
			case len(events.items) > 1:
				return remove(text, events, i), true
			}
			return remove(text, root, slices.IndexFunc(root.items, func(it item) bool { return it.key == "hooks" })), true
		}
	}
	return text, false
}
