package scan

import (
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/source"
)

// held returns the secrets of a blob and the lines that they are on. What is in a member
// of a container, or in content that Git LFS keeps elsewhere, is on no line of the blob.
func (e *evidence) held(blob source.ID) []source.Held {
	f := e.found[blob]
	if f == nil {
		return nil
	}
	var all []source.Held
	for _, t := range f.texts {
		if t.lfs || t.inside != nil && t.inside.path != "" {
			continue
		}
		for _, h := range t.placed() {
			all = append(all, source.Held{Key: e.secrets.key(&h), Lines: linesOf(&h)})
		}
	}
	return all
}

// linesOf returns the lines that a commit must add to add the hit: those of the match,
// without blank space at its ends. They are zero for a hit that is the path.
func linesOf(h *hit) source.Lines {
	at := h.Where
	if at.Line == 0 {
		return source.Lines{}
	}
	if at.EndLine > 0 {
		return source.Lines{First: at.Line, Last: at.EndLine}
	}
	behind := strings.TrimLeftFunc(h.Text, unicode.IsSpace)
	first := at.Line + strings.Count(h.Text[:len(h.Text)-len(behind)], "\n")
	return source.Lines{First: first, Last: first + strings.Count(strings.TrimRightFunc(behind, unicode.IsSpace), "\n")}
}

// hitIn describes a hit at a place whose commit adds hunks. It is nil for a hit that is in
// no text.
func hitIn(h *hit, hunks []source.Lines) *finding.Hit {
	if h.Where.Line == 0 {
		return nil
	}
	k, _ := hunkOf(h, hunks)
	at := gitleaks.HitOf(h.Text, h.Where, finding.Hunk(k))
	return &at
}

// hunkOf returns which of the hunks has the lines of a hit.
func hunkOf(h *hit, hunks []source.Lines) (source.Lines, bool) {
	at := linesOf(h)
	for _, k := range hunks {
		if at.Within(k) {
			return k, true
		}
	}
	return source.Lines{}, false
}

// everywhere gives all places of a finding.
func everywhere(f *finding.Finding) iter.Seq[*finding.Location] {
	return func(yield func(*finding.Location) bool) {
		for _, list := range [][]finding.Location{f.Locations, f.Again} {
			for i := range list {
				if !yield(&list[i]) {
					return
				}
			}
		}
	}
}

// addAgain adds the place of a sighting at which a commit adds a line with a secret again.
func (fs *findings) addAgain(s *sighting) {
	s.keep(func(h sighted) bool {
		_, added := hunkOf(h.hit, s.place.Hunks)
		return added || h.Where.Line == 0
	})
	fs.later.add(s)
	if !fs.hits {
		return
	}
	for _, h := range s.hits {
		who := identify(h.hit)
		if len(fs.again[who]) == fs.most {
			fs.cutAgain = true
			continue
		}
		fs.again[who] = append(fs.again[who], fs.location(s, h.hit))
		if fs.alone != nil && fs.alone[who] == nil {
			f := fs.finding(h.hit)
			f.Confidence = proved(h.confidence, fs.proofs.of(h.hit))
			fs.alone[who] = f
		}
	}
}

// againAlone returns the findings whose secrets were at no place before, in no order.
func (fs *findings) againAlone() (list []finding.Finding) {
	for who, f := range fs.alone {
		if fs.all[who] == nil {
			f.Again = fs.again[who]
			list = append(list, *f)
		}
	}
	return list
}

// everyFinding gives the findings of a report, also those that were added again alone.
func everyFinding(r *finding.Report) iter.Seq[*finding.Finding] {
	return func(yield func(*finding.Finding) bool) {
		for _, list := range [][]finding.Finding{r.Findings, r.Again} {
			for i := range list {
				if !yield(&list[i]) {
					return
				}
			}
		}
	}
}

// charEntropy is finding.Finding.CharEntropy.
func charEntropy(secret string) float64 {
	var ascii [utf8.RuneSelf]int
	var others map[rune]int
	for _, r := range secret {
		if r < utf8.RuneSelf {
			ascii[r]++
			continue
		}
		if others == nil {
			others = map[rune]int{}
		}
		others[r]++
	}
	sum := 0.0
	add := func(n int) {
		if n > 0 {
			share := float64(n) / float64(len(secret))
			sum -= share * math.Log2(share)
		}
	}
	for _, n := range ascii {
		add(n)
	}
	for _, r := range slices.Sorted(maps.Keys(others)) { // the same sum every time
		add(others[r])
	}
	return sum
}
