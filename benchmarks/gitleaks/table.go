package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// A row is what one target gave.
type row struct {
	name   string
	wall   [2]time.Duration // of gitleaks and of sluice
	cpu    [2]time.Duration
	result result
}

// A summary is what all targets gave.
type summary struct{ rows []row }

func (s *summary) add(name string, runs [2][]took, r result) {
	one := row{name: name, result: r}
	for i := range runs {
		one.wall[i] = medianOf(runs[i], func(t took) time.Duration { return t.wall })
		one.cpu[i] = medianOf(runs[i], func(t took) time.Duration { return t.cpu })
	}
	s.rows = append(s.rows, one)
}

// write prints the tables in Markdown.
func (s *summary) write(w io.Writer, o options) error {
	rules := "the rules that each tool brings"
	if o.config != "" {
		rules = filepath.Base(o.config)
	}
	out := &printer{w: w}
	out.line("%s/%s, %d cores, %s; rules: %s; runs: %d\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), rules, o.runs)
	s.times(out)
	s.counts(out)
	s.causes(out, "Entries that gitleaks has and sluice does not report", func(r *result) []unmatched { return r.lost })
	s.causes(out, "Entries that sluice reports and gitleaks does not have", func(r *result) []unmatched { return r.more })
	s.fields(out)
	if o.list {
		s.list(out, o.showSecrets)
	}
	return out.err
}

func (s *summary) times(out *printer) {
	out.line("| target | gitleaks wall s | sluice wall s | ratio | gitleaks CPU s | sluice CPU s | ratio |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, r := range s.rows {
		out.line("| %s | %.2f | %.2f | %.1f | %.2f | %.2f | %.1f |", r.name,
			r.wall[0].Seconds(), r.wall[1].Seconds(), ratio(r.wall), r.cpu[0].Seconds(), r.cpu[1].Seconds(), ratio(r.cpu))
	}
	out.line("")
}

func ratio(of [2]time.Duration) float64 { return of[0].Seconds() / max(of[1].Seconds(), 1e-3) }

func (s *summary) counts(out *printer) {
	out.line("| target | entries of gitleaks | entries of sluice | shared | values of gitleaks | of them reported |\n| --- | ---: | ---: | ---: | ---: | ---: |")
	for _, r := range s.rows {
		x := r.result
		out.line("| %s | %d | %d | %d | %d | %d |", r.name, x.theirs, x.ours, x.shared, x.values, x.found)
	}
	out.line("")
}

// causes prints how many entries, and how many different values of a target, have each
// cause.
func (s *summary) causes(out *printer, title string, of func(*result) []unmatched) {
	entries, values := map[string]int{}, map[string]int{}
	for i := range s.rows {
		seen := map[[2]string]bool{}
		for _, u := range of(&s.rows[i].result) {
			entries[u.cause]++
			if key := [2]string{u.cause, u.Secret}; !seen[key] {
				seen[key] = true
				values[u.cause]++
			}
		}
	}
	out.line("### %s\n\n| cause | entries | values |\n| --- | ---: | ---: |", title)
	most := func(a, b string) int { return cmp.Or(cmp.Compare(entries[b], entries[a]), cmp.Compare(a, b)) }
	for _, cause := range slices.SortedFunc(maps.Keys(entries), most) {
		out.line("| %s | %d | %d |", cause, entries[cause], values[cause])
	}
	out.line("")
}

func (s *summary) fields(out *printer) {
	equal, shared := map[string]int{}, 0
	for _, r := range s.rows {
		shared += r.result.shared
		for name, n := range r.result.equal {
			equal[name] += n
		}
	}
	out.line("### Fields of the %d shared entries\n\n| field | equal | different |\n| --- | ---: | ---: |", shared)
	for _, name := range slices.Sorted(maps.Keys(equal)) {
		out.line("| %s | %d | %d |", name, equal[name], shared-equal[name])
	}
	out.line("")
}

// list prints what only one of the tools reports, each value of a target once for each
// cause.
func (s *summary) list(out *printer, clear bool) {
	for _, r := range s.rows {
		for _, side := range []struct {
			tool string
			all  []unmatched
		}{{"gitleaks", r.result.lost}, {"sluice", r.result.more}} {
			seen := map[[2]string]bool{}
			for _, u := range side.all {
				if key := [2]string{u.cause, u.Secret}; !seen[key] {
					seen[key] = true
					out.line("%s only in %s: %s: %s %s: %s", r.name, side.tool, u.cause, u.RuleID, where(u.place), shown(u.Secret, clear))
				}
			}
		}
	}
}

func where(p place) string {
	const digits = 10
	at := fmt.Sprintf("%q:%d", p.File, p.StartLine)
	if len(p.Commit) > digits {
		return p.Commit[:digits] + ":" + at
	}
	return at
}

// shown is a value as it may be printed.
func shown(secret string, clear bool) string {
	if clear {
		return fmt.Sprintf("%q", secret)
	}
	return fmt.Sprintf("a value of %d bytes", len(secret))
}

// A printer keeps the first error of writing.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

// medianOf returns the median of values by a key.
func medianOf[T any, K cmp.Ordered](all []T, key func(T) K) K {
	var keys []K
	for _, v := range all {
		keys = append(keys, key(v))
	}
	slices.Sort(keys)
	return keys[len(keys)/2]
}
