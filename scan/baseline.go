package scan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
)

// A Baseline is a file of known findings, and what a scan needs to judge by it.
type Baseline struct {
	File   *baseline.File
	Source string // what the ledger calls the file; "" if there is none
	Day    string // the day of the scan in UTC: 2026-01-31
	DaySet bool   // it is what the environment says, and not what the clock does
	Whole  bool   // the scan is of everything that the file is about: what it does not find is gone

	Ignored   []baseline.Ignore // lines of a file that people write by hand
	IgnoredBy string            // what the ledger calls that file
	Root      string            // the folder with which paths begin that Ignored and Lines mean from there on; "" for none

	Lines   *gitleaks.Ignore // lines of files that a file of gitleaks names; nil for none
	LinesBy string           // what the ledger calls that file
}

// listed is the stage that removes the findings which the baseline covers, counts them by
// the state of their entries, and accounts for the baseline in the ledger.
//
// An entry names a finding by any of the fingerprints that the finding goes by. If there
// are entries for two of them, the one that depends on the secret decides.
//
// Where a secret is not reported, neither are the identifiers that the stage fold has
// made parts of it: they belong to the same key, which is known. The exception is a
// secret that is none (baseline.False). Then an identifier beside it stands for itself,
// and is reported.
type listed struct {
	with  *Baseline
	names fingerprints
	all   *findings
	below map[secretOf]bool // what was found, and is less sure than was asked for
}

func (st listed) apply(_ context.Context, r *finding.Report) error {
	numbers, used := st.names.numbers(), map[string]bool{}
	hand := newIgnored(st.with, st.all.unlisted)
	count := counted(r)
	byPlace := map[string]bool{} // the entries that name a place, and cover what is there
	covered := func(f *finding.Finding) (baseline.State, bool) {
		for i, name := range st.names.names(numbers, secretOf{f.RuleID, f.Secret}) {
			if e, ok := st.with.File.Get(name); ok {
				used[name] = true
				covers := e.Covers(st.with.Day, f.Deployed())
				if covers && (i > 0 || st.names.of(f.Secret) == finding.PrintOfPlace) {
					byPlace[name] = true
				}
				return e.State, covers
			}
		}
		return "", false
	}
	alone, removed := identifiers{}, map[secretOf]bool{}
	remove := func(f *finding.Finding, state baseline.State) {
		if s := (secretOf{f.RuleID, f.Secret}); !removed[s] {
			removed[s] = true
			count[by(state)]++
		}
	}
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool {
		state, ok := covered(&f)
		if ok {
			remove(&f, state)
		} else if ok = hand.covers(&f, st.names.names(numbers, secretOf{f.RuleID, f.Secret})); ok {
			count[st.with.IgnoredBy]++
		}
		alone.add(&f, ok, state)
		return ok
	})
	kept := joined{list: r.Findings}
	for _, f := range alone.findings(st.all.folded) {
		f.Fingerprint, f.PrintOf = st.names.names(numbers, secretOf{f.RuleID, f.Secret})[0], st.names.of(f.Secret)
		if state, ok := covered(&f); ok {
			remove(&f, state)
		} else {
			kept.add(f)
		}
	}
	r.Findings = kept.list
	r.Ledger.Suppressed = count.list()
	if st.with.Source != "" || len(st.with.File.Entries) > 0 {
		r.Ledger.Baseline = st.account(used, st.unsure(numbers), r.Complete)
		r.Ledger.Notes = append(r.Ledger.Notes, notes(r.Ledger.Baseline)...)
	}
	if n := st.dated(); n > 0 && st.with.DaySet {
		r.Ledger.Notes = append(r.Ledger.Notes, fmt.Sprintf("the day of this scan is %s, because SOURCE_DATE_EPOCH says so: last days that have not passed on it: %d", st.with.Day, n))
	}
	if len(byPlace) > 0 {
		r.Ledger.Baseline.ByPlace = len(byPlace)
		r.Ledger.Notes = append(r.Ledger.Notes, st.notePlaces(byPlace))
	}
	r.Ledger.Notes = append(r.Ledger.Notes, hand.notes(r.Complete)...)
	r.Ledger.Notes = append(r.Ledger.Notes, st.with.noteLines(r.Complete)...)
	return nil
}

// dated counts what covers something up to a day that has not passed.
func (st listed) dated() (n int) {
	for _, e := range st.with.File.Entries {
		if e.Until != "" && !e.Expired(st.with.Day) {
			n++
		}
	}
	for _, i := range st.with.Ignored {
		if i.Until != "" && i.Until >= st.with.Day {
			n++
		}
	}
	return n
}

// by is the reason that the ledger gives for what an entry of a state covers.
func by(s baseline.State) string { return "baseline: " + string(s) }

// mostEntries is how many entries of a baseline the ledger lists.
const mostEntries = 20

// unsure are the fingerprints of what was found with too little confidence. It is not
// gone.
func (st listed) unsure(numbers map[secretOf]int) map[string]bool {
	all := map[string]bool{}
	for s := range st.below {
		all[st.names.names(numbers, s)[0]] = true
	}
	return all
}

// account says what became of the baseline. used are the entries that name a finding, and
// unsure those that name what is not reported for its confidence.
func (st listed) account(used, unsure map[string]bool, complete bool) *finding.Baseline {
	b := &finding.Baseline{Source: st.with.Source, Entries: len(st.with.File.Entries), Used: len(used)}
	add := func(list *[]finding.BaselineEntry, n *int, e baseline.Entry) {
		*n++
		if len(*list) < mostEntries {
			*list = append(*list, finding.BaselineEntry{Fingerprint: e.Fingerprint, RuleID: e.Rule, State: string(e.State), Path: e.Path, Until: e.Until})
		}
	}
	for _, e := range st.with.File.Entries {
		if st.with.Whole && complete && !used[e.Fingerprint] && !unsure[e.Fingerprint] {
			add(&b.Stale, &b.StaleCount, e)
		}
		if e.Expired(st.with.Day) {
			add(&b.Expired, &b.ExpiredCount, e)
		}
	}
	return b
}

// notes says which entries of a baseline somebody should look at.
func notes(b *finding.Baseline) (notes []string) {
	if n := b.ExpiredCount; n > 0 {
		notes = append(notes, fmt.Sprintf("%s: the last day of %s has passed, so their findings are reported: %s", b.Source, english.Plural(n, "entry", ""), namesOf(b.Expired, n)))
	}
	if n := b.StaleCount; n > 0 {
		notes = append(notes, fmt.Sprintf("%s: no finding for %s, which `sluice baseline prune` takes out: %s", b.Source, english.Plural(n, "entry", ""), namesOf(b.Stale, n)))
	}
	return notes
}

// notePlaces says which entries cover a secret by its place alone. The digits come before
// the word password: behind it they would look like one.
func (st listed) notePlaces(byPlace map[string]bool) string {
	var list []finding.BaselineEntry
	for _, print := range slices.Sorted(maps.Keys(byPlace)) {
		list = append(list, finding.BaselineEntry{Fingerprint: print})
	}
	verb := "name"
	if len(list) == 1 {
		verb = "names"
	}
	return fmt.Sprintf("%s: %s %s a place, and would cover another password there, too; `sluice baseline prune` mends that",
		st.with.Source, namesOf(list, len(list)), verb)
}

const (
	mostNamed   = 5  // entries in a note
	shortDigits = 12 // of a fingerprint in a note
)

func namesOf(list []finding.BaselineEntry, n int) string {
	var names []string
	for _, e := range list[:min(len(list), mostNamed)] {
		names = append(names, strings.TrimSpace(e.Fingerprint[:shortDigits]+" "+e.Path))
	}
	if more := n - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}
