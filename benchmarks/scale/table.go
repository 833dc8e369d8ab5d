package main

import (
	"fmt"
	"strings"
)

// A row is what one command took on an input of some size.
type row struct {
	size      int
	name      string
	wall, cpu float64 // seconds
	anonymous int64   // bytes
}

// steep is the growth, for each time that the input has grown, that is marked.
const steep = 1.25

// leastCPU is how many seconds a command must take before its growth says anything.
const leastCPU = 0.05

// table shows rows in Markdown, the commands below each other and each from its smallest
// input to its largest.
func table(rows []row) string {
	var b strings.Builder
	b.WriteString("| command | size | CPU s | growth | wall s | RssAnon MB | growth |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	done := map[string]bool{}
	for _, first := range rows {
		if done[first.name] {
			continue
		}
		done[first.name] = true
		before := row{}
		for _, r := range rows {
			if r.name != first.name {
				continue
			}
			cpu, memory := "", ""
			if before.size > 0 {
				cpu, memory = growth(r.cpu, before.cpu, r, before), growth(float64(r.anonymous), float64(before.anonymous), r, before)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %.2f | %s | %.2f | %d | %s |\n", r.name, grouped(r.size), r.cpu, cpu, r.wall, r.anonymous>>20, memory)
			before = r
		}
	}
	return b.String()
}

// growth is how much a figure has grown for each time that the input has.
func growth(now, then float64, r, before row) string {
	if then <= 0 || r.size == before.size {
		return ""
	}
	g := now / then * float64(before.size) / float64(r.size)
	if g > steep && r.cpu > leastCPU {
		return fmt.Sprintf("**%.2f**", g)
	}
	return fmt.Sprintf("%.2f", g)
}

// grouped shows a number with commas.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
