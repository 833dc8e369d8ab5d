package remedy

import (
	"bufio"
	"fmt"
	"io"

	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report"
)

// WriteText writes for people which secrets are gone, and what holds the others.
func (r *Result) WriteText(out io.Writer, width int) error {
	w := &writer{bufio.NewWriter(out), width}
	there := 0
	for i := range r.found {
		l := &r.found[i]
		if len(l.places)+len(l.objects) == 0 {
			state := "gone"
			if l.unsure {
				state = "not certain"
			}
			fmt.Fprintf(w, "%-12s %s\n", state, plain.Text(l.shownName()))
			continue
		}
		there++
		fmt.Fprintf(w, "STILL THERE  %s\n", plain.Text(l.shownName()))
		w.held(l)
	}
	w.gap()
	switch n := len(r.found); {
	case there > 0:
		w.para("", fmt.Sprintf("%d of %s still there, in %s. Scanned were all objects, those that nothing leads to included, and the reflogs and other files of the git folder.", there, report.Count(n, "secret")+" "+english.PluralWord(there, "is", "are"), r.source))
	case r.Complete:
		w.para("", fmt.Sprintf("All gone: of %s nothing is left in %s. Scanned were all objects, those that nothing leads to included, and the reflogs and other files of the git folder.", report.Count(n, "secret"), r.source))
	default:
		w.para("", fmt.Sprintf("Nothing was found of %s in what was scanned of %s.", report.Count(n, "secret"), r.source))
	}
	if !r.Complete {
		w.gap()
		w.para("", "INCOMPLETE: not everything was scanned, so this is no all-clear.")
		for _, s := range r.problems {
			w.step(s)
		}
	}
	return w.Flush()
}

// held writes what holds a secret, a line and a remedy for each kind of place.
func (w *writer) held(l *left) {
	shown, said := map[where]int{}, map[string]bool{}
	for i := range l.places {
		at := &l.places[i]
		line := report.Place(at.Location) + at.holding()
		if said[line] { // another commit has it at the same place
			continue
		}
		said[line] = true
		shown[at.where]++
		switch n := shown[at.where]; {
		case n <= shownPlaces:
			w.para("   - ", line)
		case n == shownPlaces+1:
			w.para("   - ", "and more places of this kind")
		}
	}
	for i, id := range l.objects {
		if i == shownPlaces {
			w.para("   - ", fmt.Sprintf("and %s", report.Count(len(l.objects)-i, "more object")))
			break
		}
		w.para("   - ", fmt.Sprintf("object %s, which held it, is still here, although no place of it was found: it may be unreachable", abbreviate(id)))
	}
	if len(l.objects) > 0 && shown[unreachable] == 0 {
		w.command(gc)
	}
	for x := inHistory; x <= outside; x++ {
		for i := range l.places {
			at := &l.places[i]
			if at.where != x {
				continue
			}
			if x == inHistory {
				if at.holders&remote != 0 && at.holders&(branch|tag) == 0 {
					w.para("     ", "Only a remote-tracking ref leads there. Once the remote is rewritten, fetch it, and delete what is left:")
					w.command("git fetch --prune --force origin")
					w.command(gc)
				} else {
					w.para("     ", "A branch, a tag or another ref leads there. If the remote was rewritten, clone anew, or fetch and reset the branches as `sluice remediate` says; otherwise the history has to be rewritten.")
				}
				break
			}
			why, commands := removal(at)
			w.para("     ", why)
			for _, c := range commands {
				w.command(c)
			}
			break
		}
	}
}

// holding says which kind of ref leads to a place.
func (p *place) holding() string {
	if p.where != inHistory {
		return p.where.note()
	}
	for _, k := range []struct {
		holder holder
		name   string
	}{{branch, "a branch"}, {tag, "a tag"}, {remote, "a remote-tracking ref"}, {otherRef, "a ref"}} {
		if p.holders&k.holder != 0 {
			return " (" + k.name + " leads there)"
		}
	}
	return ""
}
