package gitrepo

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// Git takes any text for a date: what it does not know it reads as the present
// moment. So a date must have one of these forms; git then says what it means.
var (
	numericDate = lazyregexp.New(`^\d{4}([-/.])\d{1,2}([-/.])\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?( ?(Z|[-+]\d{2}:?\d{2}))?$|^@\d+( [-+]\d{4})?$`)
	dateWords   = lazyregexp.New(`(?i)^(\d{1,4}|\d{1,2}:\d{2}(:\d{2})?|[-+]\d{4}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|at|and|ago|last|am|pm|noon|midnight|` +
		`(second|minute|hour|day|week|month|year)s?|yesterday|today|` +
		`(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?|` +
		`jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t|tember)?|oct(ober)?|nov(ember)?|dec(ember)?)$`)
	calendarDay = lazyregexp.New(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})`)
	yearIn      = lazyregexp.New(`(^|[ .,/-])(\d{4})($|[ .,/-])`)
	dateAnchor  = lazyregexp.New(`(?i)(^|[ .,_])(ago|yesterday|today|noon|midnight|last|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`)
)

// IsDate reports whether a text has the form of a date as git reads it:
// "2026-01-31", "2 weeks ago", "yesterday", "31 Jan 2026 12:00".
func IsDate(text string) bool {
	if numericDate().MatchString(text) {
		return true
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" .,_", r) })
	for _, w := range words {
		if !dateWords().MatchString(w) {
			return false
		}
	}
	return dateAnchor().MatchString(text)
}

// isDay reports whether a text that begins with a year, a month and a day names a day of
// the calendar. Git takes 2026-02-31 for 3 March.
func isDay(text string) bool {
	m := calendarDay().FindStringSubmatch(text)
	if m == nil {
		return true
	}
	_, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	return err == nil
}

// ParseDate asks git which time a text with the form of a date means. A time that
// is not in the past is an error.
func (r *Repo) ParseDate(ctx context.Context, text string) (time.Time, error) {
	if !isDay(text) {
		return time.Time{}, fmt.Errorf("the date %q does not exist", text)
	}
	begin := time.Now()
	out, err := r.git(ctx, "", "rev-parse", "--since="+text)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the date %q: %w", text, err)
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(string(out)), "--max-age="), 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the date %q: git does not understand it", text)
	}
	t := time.Unix(n, 0)
	if !t.Before(begin.Add(-time.Second)) {
		return time.Time{}, fmt.Errorf("the date %q is not in the past: write it as 2026-01-31 or \"2 weeks ago\"", text)
	}
	if year := yearIn().FindStringSubmatch(text); year != nil {
		day := 48 * time.Hour // for the zones
		if y, _ := strconv.Atoi(year[2]); t.Add(-day).Year() != y && t.Add(day).Year() != y {
			return time.Time{}, fmt.Errorf("reading the date %q: git takes it for %s: write it as 2026-01-31", text, t.Format(time.DateOnly))
		}
	}
	return t, nil
}
