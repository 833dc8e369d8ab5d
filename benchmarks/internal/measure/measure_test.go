package measure

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		figures []float64
		want    Spread
		text    string
	}{
		{nil, Spread{}, ""},
		{[]float64{2}, Spread{2, 2, 2}, "2.00"},
		{[]float64{3, 1}, Spread{1.5, 2, 2.5}, "2.00 (1.50..2.50)"},
		{[]float64{5, 1, 4, 2, 3}, Spread{2, 3, 4}, "3.00 (2.00..4.00)"},
		{[]float64{0.01, 0.02, 0.03, 100}, Spread{0.0175, 0.025, 25.0225}, "0.025 (0.018..25.02)"},
	} {
		got := SpreadOf(c.figures)
		for _, pair := range [][2]float64{{got.Low, c.want.Low}, {got.Median, c.want.Median}, {got.High, c.want.High}} {
			if d := pair[0] - pair[1]; d > 1e-9 || d < -1e-9 {
				t.Errorf("SpreadOf(%v) = %v, want %v", c.figures, got, c.want)
			}
		}
		if got.String() != c.text {
			t.Errorf("%v shows as %q, want %q", c.figures, got, c.text)
		}
	}
}

// A round that took three times as long for all commands leaves their ratio as it is.
func TestRatiosArePaired(t *testing.T) {
	if got, want := Ratios([]float64{2, 6, 2.2}, []float64{1, 3, 1.1}), (Spread{2, 2, 2}); got != want {
		t.Errorf("Ratios = %v, want %v", got, want)
	}
	if got := Ratios([]float64{1}, []float64{0}); got != (Spread{}) {
		t.Errorf("a base of 0 gives %v", got)
	}
}

func TestTable(t *testing.T) {
	all := []Figures{
		{Command: Command{Name: "sluice dir"}, Wall: []float64{1, 1}, CPU: []float64{2, 2}, Anonymous: 30 << 20},
		{Command: Command{Name: "rg -F"}, Wall: []float64{0.5, 0.5}, CPU: []float64{1, 0.8}},
	}
	want := strings.Join([]string{
		"| command | wall s | CPU s | wall x sluice | CPU x sluice | wall x rg | CPU x rg | RssAnon MB |",
		"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
		"| `sluice dir` | 1.00 | 2.00 | 1.00 | 1.00 | 2.00 | 2.25 (2.12..2.38) | 30 |",
		"| `rg -F` | 0.50 | 0.90 (0.85..0.95) | 0.50 | 0.45 (0.43..0.47) | 1.00 | 1.00 | 0 |",
		"",
	}, "\n")
	if got := Table(all, []string{"sluice", "git cat-file", "rg"}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// All commands are run in each round, and processor time is that of their children, too.
func TestRounds(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	busy := "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"
	all, err := Rounds(t.Context(), []Command{
		{Name: "nothing", Argv: []string{"sh", "-c", "exit 1"}},
		{Name: "busy child", Argv: []string{"sh", "-c", "sh -c '" + busy + "'; exit 0"}},
	}, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if len(f.Wall) != 3 || len(f.CPU) != 3 {
			t.Errorf("%s has %d and %d rounds", f.Name, len(f.Wall), len(f.CPU))
		}
	}
	if least := (2 * time.Millisecond).Seconds(); SpreadOf(all[1].CPU).Median < least {
		t.Errorf("the child took %v", all[1].CPU)
	}
	if _, err := Rounds(t.Context(), []Command{{Name: "fails", Argv: []string{"sh", "-c", "exit 3"}}}, 1); err == nil {
		t.Error("exit code 3 is no failure")
	}
	if _, err := (Command{Argv: []string{"sh", "-c", "exit 2"}, Whole: true}).Once(t.Context()); err == nil {
		t.Error("exit code 2 is no failure where nothing may be missing")
	}
}

func TestAnonymous(t *testing.T) {
	if got := anonymous("VmRSS:\t  90 kB\nRssAnon:\t    5380 kB\nRssFile:\t 1 kB\n"); got != 5380<<10 {
		t.Errorf("anonymous = %d", got)
	}
	if got := anonymous("Name:\tkthreadd\n"); got != 0 {
		t.Errorf("without the line: %d", got)
	}
}
