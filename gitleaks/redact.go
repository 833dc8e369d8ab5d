package gitleaks

import (
	"math"
	"slices"
	"strings"
)

// Redact hides a part of every secret, in percent; from 100 on all of it.
//
// As in gitleaks, REDACTED stands in place of a secret that is hidden as a whole, and
// otherwise the first bytes of it are shown with "..." behind them. A rune is never cut
// apart, some of each secret is always hidden, and what is shown holds no other secret.
//
// gitleaks hides a secret in its own match and line. Here it is also hidden as a whole in
// the other texts of its entry, and in those of all entries if it is long enough to be no
// ordinary word. But in the name of a file, and so in fingerprint and link, only a secret is
// hidden that nobody can guess.
func Redact(entries []Entry, percent int) {
	if percent <= 0 {
		return
	}
	h := hider{percent: percent, all: map[gram][]string{}, random: map[gram][]string{}, masks: map[string]string{}, done: map[string]string{}}
	for i := range entries {
		h.add(&entries[i])
	}
	for i := range entries {
		h.hide(&entries[i])
	}
}

const (
	redacted  = "REDACTED" // stands in place of a secret
	redaction = "..."      // stands in place of its end

	minElsewhere  = 8  // bytes of a secret that is hidden in other entries
	guessableBits = 90 // the strength, in bits, below which a secret can be guessed
)

// A gram is the first bytes of a secret.
type gram [minElsewhere]byte

// A hider hides the secrets of a list of entries.
type hider struct {
	percent int
	all     map[gram][]string // the secrets that are hidden in all entries
	random  map[gram][]string // those of them that nobody can guess
	masks   map[string]string // what stands in place of each secret in its own entry
	done    map[string]string // texts that many entries share, and what they are without secrets
}

func (h *hider) add(e *Entry) {
	if len(e.Secret) < minElsewhere {
		return
	}
	key := gram([]byte(e.Secret))
	if slices.Contains(h.all[key], e.Secret) {
		return
	}
	h.all[key] = append(h.all[key], e.Secret)
	if float64(e.Entropy)*float64(len(e.Secret)) >= guessableBits {
		h.random[key] = append(h.random[key], e.Secret)
	}
}

func (h *hider) hide(e *Entry) {
	secret := e.Secret
	for _, text := range []*string{&e.Match, &e.Line} {
		*text = h.without(*text, secret, h.all)
	}
	for _, text := range []*string{&e.Message, &e.Author, &e.Email} {
		if secret != "" && len(secret) < minElsewhere && strings.Contains(*text, secret) {
			*text = h.without(*text, secret, h.all)
			continue
		}
		*text = h.shared(*text)
	}
	for _, text := range []*string{&e.File, &e.SymlinkFile, &e.Fingerprint, &e.Link} {
		*text = h.without(*text, "", h.random)
	}
	if e.Secret = h.mask(secret); secret == "" && h.percent < 100 {
		e.Secret = ""
	}
}

// shared hides the secrets that are hidden everywhere, in a text that other entries have, too.
func (h *hider) shared(s string) string {
	clean, ok := h.done[s]
	if !ok {
		clean = h.without(s, "", h.all)
		h.done[s] = clean
	}
	return clean
}

// mask is what stands in place of a secret in its own entry.
func (h *hider) mask(secret string) string {
	masked, ok := h.masks[secret]
	if !ok {
		masked = h.newMask(secret)
		h.masks[secret] = masked
	}
	return masked
}

func (h *hider) newMask(secret string) string {
	if h.percent >= 100 {
		return redacted
	}
	keep := int(math.RoundToEven(float64(len(secret)) * float64(100-h.percent) / 100))
	keep = runeStart(secret, min(keep, len(secret)-1), -1)
	for ; keep > 0; keep = runeStart(secret, keep-1, -1) {
		if masked := secret[:keep] + redaction; !strings.Contains(masked, secret) && len(h.find(secret[:keep], "", h.all)) == 0 {
			return masked
		}
	}
	return h.nothing()
}

// nothing is a mask that shows nothing.
func (h *hider) nothing() string {
	if h.percent >= 100 {
		return redacted
	}
	return redaction
}

// A part of a text is replaced by a mask.
type part struct {
	start, end int
	mask       string
}

// without replaces in a text a secret, which is "" for none, and those of a list. Of
// secrets that overlap nothing is shown, unless the first covers the others.
func (h *hider) without(s, secret string, list map[gram][]string) string {
	parts := h.find(s, secret, list)
	if len(parts) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for i := 0; i < len(parts); {
		p := parts[i]
		for i++; i < len(parts) && parts[i].start < p.end; i++ {
			if parts[i].end > p.end {
				p.end, p.mask = parts[i].end, h.nothing()
			}
		}
		b.WriteString(s[at:p.start] + p.mask)
		at = p.end
	}
	return b.String() + s[at:]
}

// find returns the parts of a text that are secrets, in order; of those that begin at the
// same byte the longest comes first.
func (h *hider) find(s, secret string, list map[gram][]string) (parts []part) {
	if secret != "" {
		for i := 0; ; i++ {
			next := strings.Index(s[i:], secret)
			if next < 0 {
				break
			}
			i += next
			parts = append(parts, part{i, i + len(secret), h.mask(secret)})
		}
	}
	if len(list) > 0 {
		for i := range len(s) - minElsewhere + 1 {
			for _, other := range list[gram([]byte(s[i:i+minElsewhere]))] {
				if other != secret && strings.HasPrefix(s[i:], other) {
					parts = append(parts, part{i, i + len(other), h.nothing()})
				}
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	return parts
}
