package gitrepo

import "testing"

// What git would silently read as the present moment is no date.
func TestIsDate(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-01-31": true, "2026/01/31": true, "2026-01-31T12:00:00Z": true, "2026-01-31 12:00": true, "2026-01-31 12:00:00 +0100": true,
		"2 weeks ago": true, "2.weeks.ago": true, "a month ago": true, "yesterday": true, "yesterday noon": true, "last friday": true,
		"Jan 5 2026": true, "Thu, 07 Apr 2005 22:13:13 +0200": true, "@1700000000": true,
		"": false, "mian": false, "main": false, "v1.0": false, "2": false, "20260131": false, "now": false, "never": false,
		"HEAD~3": false, "2 weeks": false, "release 2 weeks ago": false, "deadbeef": false,
	} {
		if got := IsDate(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}
