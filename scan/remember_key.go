package scan

import (
	"crypto/sha256"
	"math"

	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/rules"
)

// key returns what decides what is found in a blob: the rules, and those of the options
// that have a say in it. Others, such as a baseline, judge what was found, in every scan.
func (s *Scanner) key(o Options) [32]byte {
	var w cache.Writer
	w.Uint(uint64(o.MaxFile))
	w.Uint(uint64(oneIf(o.Archives.Closed)))
	l := o.Archives.limits()
	for _, n := range []int64{l.Bytes, int64(l.Entries), l.Ratio, int64(l.Depth), int64(l.Whole), int64(l.Memory)} {
		w.Uint(uint64(n))
	}
	w.Uint(uint64(o.decodeDepth()))
	w.Uint(uint64(oneIf(o.NoInlineAllow)))
	// The built-in rules that are not read are part of the program, see Cache.
	list := s.config.Rules
	if n := s.config.Unread(); n > 0 {
		w.Uint(uint64(n))
		for i := range n {
			w.Int(oneIf(s.config.IsOff(i)))
		}
		for i, r := range s.config.Changed() {
			w.Uint(uint64(i) + 1)
			writeRule(&w, r)
		}
		list = s.config.Own()
	}
	w.Uint(0)
	w.Uint(uint64(len(list)))
	for i := range list {
		writeRule(&w, &list[i])
	}
	writeAllowlists(&w, s.config.Allowlists)
	writeAll(&w, s.config.Generic.IgnoreNames)
	if t := s.config.Generic.Threshold; t != nil {
		w.Uint(math.Float64bits(*t))
	}
	return sha256.Sum256(w.Data())
}

// writeRule writes all of a rule that has a say in what it finds, and more: what people
// read of it does no harm.
func writeRule(w *cache.Writer, r *rules.Rule) {
	for _, text := range [...]string{r.ID, r.Description, r.Provider, r.Regex, r.Path, r.Reader, string(r.Confidence), string(r.Severity), r.Proof, r.Can, r.Rotate} {
		w.String(text)
	}
	for _, list := range [...][]string{r.Aliases, r.Candidates, r.Keywords, r.Tags} {
		writeAll(w, list)
	}
	for _, n := range [...]int{r.SecretGroup, r.MinDigits, r.MinUpper, r.MinLower, r.Specificity} {
		w.Int(n)
	}
	for _, yes := range [...]bool{r.Scored, r.SkipReport, r.Identifier, r.Binary, r.WholeFile, r.Multiline, r.LikeGitleaks, r.FilesOnly, r.Placeholders} {
		w.Int(oneIf(yes))
	}
	w.Uint(math.Float64bits(r.Entropy))
	writeAllowlists(w, r.Allowlists)
	w.Uint(uint64(len(r.Parts)))
	for _, p := range r.Parts {
		w.String(p.ID)
		for _, n := range [...]int{p.WithinLines, p.WithinColumns, oneIf(p.Required)} {
			w.Int(n)
		}
	}
}

func writeAllowlists(w *cache.Writer, list []rules.Allowlist) {
	w.Uint(uint64(len(list)))
	for _, a := range list {
		for _, text := range [...]string{a.ID, a.Description, a.Condition, a.RegexTarget} {
			w.String(text)
		}
		for _, list := range [...][]string{a.Regexes, a.Paths, a.Commits, a.StopWords, a.TargetRules} {
			writeAll(w, list)
		}
	}
}

func writeAll(w *cache.Writer, list []string) {
	w.Uint(uint64(len(list)))
	for _, s := range list {
		w.String(s)
	}
}
