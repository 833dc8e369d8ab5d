package measure

import (
	"fmt"
	"slices"
	"strings"
)

// Table returns a table in Markdown: what each command took, and how often that is what a
// base took, pair by pair. Bases are beginnings of names; the first command with such a
// name is the base, and a base that no command has gets no columns.
func Table(all []Figures, bases []string) string {
	var found []Figures
	head, rule := "| command | wall s | CPU s |", "| --- | ---: | ---: |"
	for _, base := range bases {
		i := slices.IndexFunc(all, func(f Figures) bool { return strings.HasPrefix(f.Name, base) })
		if i < 0 {
			continue
		}
		found = append(found, all[i])
		head += fmt.Sprintf(" wall x %s | CPU x %[1]s |", base)
		rule += " ---: | ---: |"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s RssAnon MB |\n%s ---: |\n", head, rule)
	for _, f := range all {
		fmt.Fprintf(&b, "| `%s` | %s | %s |", f.Name, SpreadOf(f.Wall), SpreadOf(f.CPU))
		for _, base := range found {
			fmt.Fprintf(&b, " %s | %s |", Ratios(f.Wall, base.Wall), Ratios(f.CPU, base.CPU))
		}
		fmt.Fprintf(&b, " %d |\n", f.Anonymous>>20)
	}
	return b.String()
}
