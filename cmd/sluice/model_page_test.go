package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestModelIntervals: the shares and intervals in docs/explain/model.md follow from the counts
// beside them. The intervals are those of Wilson, "Probable Inference, the Law of Succession, and
// Statistical Inference" (1927), for 95 %.
func TestModelIntervals(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(documentRoot, "docs", "explain", "model.md"))
	if err != nil {
		t.Fatal(err)
	}
	short := func(x float64) string {
		if x >= 0.995 {
			return "1"
		}
		return strings.TrimPrefix(fmt.Sprintf("%.2f", x), "0")
	}
	all := regexp.MustCompile(`(\d+) of (\d+) \((\.\d+); (\S+) to ([^)]+)\)`).FindAllStringSubmatch(string(text), -1)
	for _, m := range all {
		hits, _ := strconv.ParseFloat(m[1], 64)
		n, _ := strconv.ParseFloat(m[2], 64)
		const z = 1.96
		share := hits / n
		middle := (share + z*z/(2*n)) / (1 + z*z/n)
		half := z * math.Sqrt(share*(1-share)/n+z*z/(4*n*n)) / (1 + z*z/n)
		if m[3] != short(share) || m[4] != short(middle-half) || m[5] != short(middle+half) {
			t.Errorf("%s: it is %s; %s to %s", m[0], short(share), short(middle-half), short(middle+half))
		}
	}
	if len(all) < 15 {
		t.Errorf("only %d shares", len(all))
	}
}
