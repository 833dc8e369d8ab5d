package baseline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A State says what people think of a finding.
type State string

// The states.
const (
	Known    State = "known"    // an old secret that is still to be replaced
	False    State = "false"    // no secret
	Test     State = "test"     // a secret of tests only: a deployed file that holds it is not covered
	Accepted State = "accepted" // a secret that may stay until a date
)

// States lists the states, the one that covers least first.
func States() []State { return []State{Test, Accepted, Known, False} }

// An Entry is a line of a baseline, about one finding.
type Entry struct {
	Fingerprint string // of the finding, 32 hexadecimal digits in lower case
	Rule        string // for people
	State       State
	Path        string // for people: a path that holds the secret, "" for none
	Until       string // the last day on which the entry counts, in UTC: 2026-01-31; "" for always
	Note        string // why, in one line; "" for nothing
}

// Check returns an error that says what is wrong with the entry.
func (e Entry) Check() error {
	switch {
	case !isFingerprint(e.Fingerprint):
		return fmt.Errorf("%q is no fingerprint: a fingerprint has %d digits of 0-9 and a-f", e.Fingerprint, fingerprintLen)
	case !slices.Contains(States(), e.State):
		return fmt.Errorf("the state %q is not known to this version of sluice: write known, false, test or accepted, or update sluice", string(e.State))
	case e.Until != "" && !isDay(e.Until):
		return fmt.Errorf("until=%s is no date: write it like until=2026-12-31", e.Until)
	case e.State == Accepted && e.Until == "":
		return fmt.Errorf("the state accepted needs a last day: add until=2026-12-31")
	}
	return nil
}

// Expired reports whether the last day of the entry is before a day.
func (e Entry) Expired(day string) bool { return e.Until != "" && day > e.Until }

// Covers reports whether the entry covers its finding on a day, so that a scan does not
// report it. deployed says that the secret has a place in a deployed file.
func (e Entry) Covers(day string, deployed bool) bool {
	return !e.Expired(day) && (e.State != Test || !deployed)
}

// Join returns the entry that covers what both of two entries about one finding cover:
// the earlier last day, the state that covers less, and both notes. It does not matter
// which of the two comes first.
func Join(a, b Entry) Entry {
	joined := a
	if slices.Index(States(), b.State) < slices.Index(States(), a.State) {
		joined.State = b.State
	}
	if a.Until == "" || b.Until != "" && b.Until < a.Until {
		joined.Until = b.Until
	}
	joined.Rule, joined.Path = least(a.Rule, b.Rule), least(a.Path, b.Path)
	joined.Note = joinNotes(a.Note, b.Note)
	return joined
}

// least returns the smaller of two texts, if both say something.
func least(a, b string) string {
	if a == "" || b == "" {
		return cmp.Or(a, b)
	}
	return min(a, b)
}

const betweenNotes = "; "

// joinNotes returns the different parts of two notes, sorted.
func joinNotes(a, b string) string {
	if a == b || a == "" || b == "" {
		return cmp.Or(a, b)
	}
	parts := slices.Concat(strings.Split(a, betweenNotes), strings.Split(b, betweenNotes))
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), betweenNotes)
}

// fingerprintLen is the number of digits of a fingerprint.
const fingerprintLen = 32

func isFingerprint(s string) bool { return len(s) == fingerprintLen && isHex(s) }

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
