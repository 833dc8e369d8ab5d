package report

import (
	"fmt"
	"strconv"

	"github.com/dustin/go-humanize"
)

// A chart is a timeline drawn at one width, in units of its viewBox. What came is above
// the axis, and what was removed below it.
type chart struct {
	About         string // what it shows, in words
	Width, Height int
	Left, Right   int     // where the axis begins and ends
	Axis          string  // its height
	Bars          []block // up and down
	Across, Up    []tick
}

// A block is a rectangle for a period.
type block struct {
	X, Y, Width, Height string
	Class               string // "introduced" or "removed"
	Title               string
	Filter              string // the state of the list that shows what it counts
}

// A tick is a label of an axis, at a distance from the left or from the top.
type tick struct{ At, Words string }

const (
	chartHeight = 230
	plotTop     = 12
	plotBottom  = chartHeight - 28 // below it are the labels of time
	plotLeft    = 40
	labelRoom   = 52 // between labels of time
)

func newChart(periods []period, about string, width int) chart {
	c := chart{About: about, Width: width, Height: chartHeight, Left: plotLeft, Right: width - 8}
	most, removed := 1, 0
	for _, p := range periods {
		most, removed = max(most, p.Introduced), max(removed, p.Removed)
	}
	unit := tickStep(max(most, removed))
	above, below := roundUp(most, unit), roundUp(removed, unit)
	scale := float64(plotBottom-plotTop) / float64(above+below)
	axis := plotTop + float64(above)*scale
	c.Axis = coordinate(axis)
	for n := -below; n <= above; n += unit {
		c.Up = append(c.Up, tick{coordinate(axis - float64(n)*scale), humanize.Comma(int64(max(n, -n)))})
	}

	slot := float64(c.Right-c.Left) / float64(len(periods))
	thick := min(slot*0.8, 36)
	free := 0.0 // up to where labels of time are
	for i, p := range periods {
		middle := float64(c.Left) + (float64(i)+0.5)*slot
		draw := func(n int, y float64, class, verb string) {
			if n > 0 {
				c.Bars = append(c.Bars, block{
					coordinate(middle - thick/2), coordinate(y), coordinate(thick), coordinate(float64(n) * scale),
					class, fmt.Sprintf("%s: %s %s", p.Name, plural(n, "secret"), verb), class + "=" + p.Name,
				})
			}
		}
		draw(p.Introduced, axis-float64(p.Introduced)*scale, "introduced", "added")
		draw(p.Removed, axis, "removed", "removed")
		if words := timeLabel(p.Name, len(periods), width); words != "" && middle-labelRoom/2 >= free-1 && middle+labelRoom/2 <= float64(width)+12 {
			c.Across = append(c.Across, tick{coordinate(middle), words})
			free = middle + labelRoom/2
		}
	}
	return c
}

// timeLabel is the label of a period. Of many months, only the first of each year has
// one.
func timeLabel(name string, periods, width int) string {
	if len(name) == len("2006-01") && periods > width/labelRoom {
		if name[5:] != "01" {
			return ""
		}
		return name[:4]
	}
	if len(name) == len("2006-01-02") {
		return name[5:]
	}
	return name
}

// tickStep is 1, 2 or 5 times a power of ten, with which an axis has about three labels
// up to n.
func tickStep(n int) int {
	for power := 1; ; power *= 10 {
		for _, digit := range []int{1, 2, 5} {
			if digit*power*3 >= n {
				return digit * power
			}
		}
	}
}

func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }

func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
