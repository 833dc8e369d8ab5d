package migrate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Fate is what became of a line of another tool's file.
type Fate string

// The fates.
const (
	Kept       Fate = "kept"       // it means the same, as it is
	Translated Fate = "translated" // it is written in another way
	Idle       Fate = "idle"       // it covers nothing that sluice finds
	Left       Fate = "left"       // it has no counterpart
	ByHand     Fate = "by-hand"    // somebody has to change the place
)

// A Note says what became of a line. Was and Now may quote the file, and so a secret: hide it.
type Note struct {
	File        string `json:"file"`
	Line        int    `json:"line"` // 1-based; 0 for the file as a whole
	Was         string `json:"was"`
	Now         string `json:"now"` // "" for a remark
	Fate        Fate   `json:"fate"`
	Fingerprint string `json:"fingerprint,omitempty"` // of the finding that it is about

	last int // the last line, of a run of notes that say the same; 0 for one note
	run  int // how many notes
}

// String is a line of a report.
func (n Note) String() string {
	at, was, now := n.File, n.Was, n.Now
	if n.Line > 0 {
		at += ":" + strconv.Itoa(n.Line)
	}
	if n.run > 1 {
		at += "-" + strconv.Itoa(n.last)
		was += fmt.Sprintf(", and %d more", n.run-1)
	}
	if n.Fingerprint != "" {
		now += " (" + n.Fingerprint + ")"
	}
	if now == "" {
		return at + "  " + was
	}
	return at + "  " + was + " -> " + now
}

// least is the number of notes in a row that say the same and are written as one.
const least = 4

// Fold writes notes in a row as one if they are about idle lines of the same file, and say
// the same of them.
func Fold(notes []Note) (folded []Note) {
	for i := 0; i < len(notes); {
		n, end := notes[i], i+1
		for end < len(notes) && n.Fate == Idle && notes[end].File == n.File && notes[end].Now == n.Now && notes[end].Fate == Idle {
			end++
		}
		if end-i < least {
			folded = append(folded, notes[i:end]...)
		} else {
			n.run, n.last = end-i, notes[end-1].Line
			folded = append(folded, n)
		}
		i = end
	}
	return folded
}

// sortNotes sorts notes by file and line. Files stay in the order of their first notes, and
// what somebody has to change comes last.
func sortNotes(notes []Note) {
	order := map[string]int{}
	for _, n := range notes {
		if _, ok := order[n.File]; !ok {
			order[n.File] = len(order)
		}
	}
	byHand := func(n Note) int {
		if n.Fate == ByHand {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(notes, func(a, b Note) int {
		return cmp.Or(byHand(a)-byHand(b), order[a.File]-order[b.File], a.Line-b.Line)
	})
}

// HideIn hides the secrets that the texts of notes quote.
func HideIn(notes []Note, hide func(string) string) {
	texts := make([]string, 0, 2*len(notes))
	for _, n := range notes {
		texts = append(texts, oneLine(n.Was), oneLine(n.Now))
	}
	hidden := strings.Split(hide(strings.Join(texts, "\n")), "\n") // all at once is faster
	for i := range notes {
		if len(hidden) == len(texts) {
			notes[i].Was, notes[i].Now = hidden[2*i], hidden[2*i+1]
		} else { // a secret of several lines was hidden
			notes[i].Was, notes[i].Now = hide(texts[2*i]), hide(texts[2*i+1])
		}
	}
}

// oneLine is a text without what would break its line.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}
