package check

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

// seeds is how many texts each notation is expanded to.
const seeds = 4

// A sample is one example or negative, and what the rules saw in the texts
// that it stands for.
type sample struct {
	rule     *rules.Rule
	number   int // among the examples or negatives of the rule, from 1
	notation string
	negative bool
	always   []string // ids of the rules that saw a secret in every text, or, if scored, in half of them, sorted
	ever     []string // in any text
	reported []string // those of them whose match a scan reports: where several saw the same secret, it is one
}

// String names the sample, as "2" or "2 (KEY=acme_{hex:20})". A notation that makes
// nothing at random is not shown: it may be a real secret.
func (s sample) String() string {
	if !strings.Contains(s.notation, "{") {
		return strconv.Itoa(s.number)
	}
	return fmt.Sprintf("%d (%s)", s.number, s.notation)
}

// samples expands and scans all examples and negatives of the rules, in their
// order.
func samples(ctx context.Context, d *engine.Detector, cfg *rules.Config) ([]sample, error) {
	var list []sample
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		examples := r.Examples
		if rules.IsGeneric(r.ID) && (len(cfg.Generic.IgnoreNames) > 0 || cfg.Generic.Threshold != nil) {
			examples = nil // their names may be ignored, and their scores too low
		}
		for n, notation := range examples {
			list = append(list, sample{rule: r, number: n + 1, notation: notation})
		}
		for n, notation := range r.Negatives {
			list = append(list, sample{rule: r, number: n + 1, notation: notation, negative: true})
		}
	}
	scanners := sync.Pool{New: func() any { return d.NewScanner() }} // a new one for each sample costs more than the scan
	p := pool.New().WithContext(ctx).WithCancelOnError().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	for i := range list {
		p.Go(func(ctx context.Context) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			scanner := scanners.Get().(*engine.Scanner)
			defer scanners.Put(scanner)
			return list[i].scan(d, scanner)
		})
	}
	if err := p.Wait(); err != nil {
		return nil, fmt.Errorf("check rules: %w", err)
	}
	return list, nil
}

func (s *sample) scan(d *engine.Detector, scanner *engine.Scanner) error {
	saw, reported := map[string]int{}, map[string]int{}
	for seed := range uint64(seeds) {
		text, err := example.Expand(s.notation, seed)
		if err != nil {
			return fmt.Errorf("%s: rule %q: %w", s.rule.Origin, s.rule.ID, err)
		}
		matches := scan(scanner, text, s.path())
		count(saw, matches)
		kept, _ := d.Resolve(matches, s.path(), "")
		count(reported, kept)
	}
	s.ever = slices.Sorted(maps.Keys(saw))
	s.reported = slices.Sorted(maps.Keys(reported))
	s.always = slices.DeleteFunc(slices.Clone(s.ever), func(id string) bool { return saw[id] < s.least(id) })
	return nil
}

// least is in how many of the texts a rule has to see its secret. A random token may
// look like a word by chance, so that the score denies a few.
func (s *sample) least(id string) int {
	if id == s.rule.ID && s.rule.Scored && s.rule.Regex != "" {
		return seeds / 2
	}
	return seeds
}

// path is the path of the file that a sample is, of a rule for whole files, and ""
// for any other text.
func (s *sample) path() string {
	if !s.rule.WholeFile || len(s.rule.ExamplePaths) == 0 {
		return ""
	}
	return s.rule.ExamplePaths[0]
}

// scan returns the matches in a text, before overlaps are resolved. With a path the
// text is a whole file.
func scan(s *engine.Scanner, text, path string) []engine.Match {
	var matches []engine.Match
	for v := range content.Views([]byte(text)) {
		raw := s.Raw(v.Data, v.Class)
		if path != "" {
			raw, _ = s.RawFile(context.Background(), v.Data, v.Class)
		}
		matches = append(matches, s.Finish(v.Data, raw)...)
	}
	return slices.DeleteFunc(matches, func(m engine.Match) bool {
		return m.Rule.WholeFile && !fits(m.Rule, path) || m.Rule.Scored && !m.Counts(path)
	})
}

// fits reports whether a path fits that of a rule, which compiles.
func fits(r *rules.Rule, path string) bool { return regexp.MustCompile(r.Path).MatchString(path) }

// count adds one for each rule that has a match.
func count(times map[string]int, matches []engine.Match) {
	seen := map[string]bool{}
	for _, m := range matches {
		if id := m.Rule.ID; m.Allowed == "" && !seen[id] {
			seen[id] = true
			times[id]++
		}
	}
}
