package report

import "github.com/sluicesec/sluice/finding"

// Place names a location for people: "config/prod.yml:12:8", or "message of commit 1a2b3c4d5e:3".
func Place(l *finding.Location) string { return place(l) }

// Fate says whether a secret is still at a location; "" if there is nothing to say.
func Fate(l *finding.Location) string { return fate(l) }

// Origin says who brought a secret to a location, when and in which commit; "" outside git.
func Origin(l *finding.Location) string { return origin(l) }

// Advice says what to do about a finding, step by step, each a sentence.
func Advice(f *finding.Finding) []string { return advice(f) }
