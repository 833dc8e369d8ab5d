package main

import (
	"strings"
	"testing"
)

// A cost that quadruples where the input doubles is marked; one that doubles is not.
func TestTable(t *testing.T) {
	got := table([]row{
		{1000, "a", 0.2, 0.1, 10 << 20}, {1000, "b", 0.2, 0.1, 10 << 20},
		{2000, "a", 0.4, 0.2, 20 << 20}, {2000, "b", 0.8, 0.4, 10 << 20},
	})
	want := strings.Join([]string{
		"| command | size | CPU s | growth | wall s | RssAnon MB | growth |",
		"| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
		"| `a` | 1,000 | 0.10 |  | 0.20 | 10 |  |",
		"| `a` | 2,000 | 0.20 | 1.00 | 0.40 | 20 | 1.00 |",
		"| `b` | 1,000 | 0.10 |  | 0.20 | 10 |  |",
		"| `b` | 2,000 | 0.40 | **2.00** | 0.80 | 10 | 0.50 |",
		"",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
