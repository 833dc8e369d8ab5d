package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A count is one figure of one scan.
type count struct {
	scan, what string
	n          int64
}

// Counts are the figures of all scans, and on what they were counted.
type counts struct {
	made string // the version of Go and the kind of processor
	list []count
}

// instructions is the figure that depends on the processor.
const instructions = "instructions"

// String is the text of the file: a line for each figure.
func (c counts) String() string {
	var b strings.Builder
	b.WriteString("# The work of benchmarks/work. Renew it with: go run ./benchmarks/work -renew\n")
	fmt.Fprintf(&b, "made %s\n", c.made)
	for _, one := range c.list {
		fmt.Fprintf(&b, "%s %s %d\n", one.scan, one.what, one.n)
	}
	return b.String()
}

// parse reads what String writes.
func parse(text string) (c counts, err error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if made, ok := strings.CutPrefix(line, "made "); ok {
			c.made = made
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		var one count
		if _, err := fmt.Sscanf(line, "%s %s %d", &one.scan, &one.what, &one.n); err != nil {
			return c, fmt.Errorf("%q is no count: %w", line, err)
		}
		c.list = append(c.list, one)
	}
	if len(c.list) == 0 {
		return c, errors.New("it has no counts")
	}
	return c, nil
}

// allowed is by how many percent a figure may grow.
const allowed = 3

// compare returns a table of both, and names the figures that have grown by more than is
// allowed, or that are counted no more.
func compare(before, now counts) (table string, grown []string) {
	var b strings.Builder
	if before.made != now.made {
		fmt.Fprintf(&b, "counted before with %s, now with %s\n", before.made, now.made)
	}
	for _, one := range now.list {
		i := slices.IndexFunc(before.list, func(c count) bool { return c.scan == one.scan && c.what == one.what })
		if i < 0 {
			fmt.Fprintf(&b, "%-10s %-16s %12s %12d\n", one.scan, one.what, "", one.n)
			continue
		}
		old := before.list[i].n
		note := ""
		switch {
		case one.what == instructions && before.made != now.made:
			note = "not compared"
		case one.n*100 > old*(100+allowed):
			note = "GROWN"
			grown = append(grown, fmt.Sprintf("%s %s by %.1f %%", one.scan, one.what, percent(one.n, old)))
		case one.n*100 < old*(100-allowed):
			note = "less: renew the file to keep it so"
		}
		fmt.Fprintf(&b, "%-10s %-16s %12d %12d %+6.1f %% %s\n", one.scan, one.what, old, one.n, percent(one.n, old), note)
	}
	for _, old := range before.list {
		if old.what != instructions && !slices.ContainsFunc(now.list, func(c count) bool { return c.scan == old.scan && c.what == old.what }) {
			grown = append(grown, fmt.Sprintf("%s %s is not counted any more", old.scan, old.what))
		}
	}
	return b.String(), grown
}

func percent(now, before int64) float64 {
	if before == 0 {
		return float64(now) * 100
	}
	return float64(now-before) * 100 / float64(before)
}
