// Package gitleaks tells findings as gitleaks tells them, for people whose programs,
// ignore files and baselines were made for it.
//
// gitleaks has no findings with several places. It has an entry for every line that a
// commit adds, with names and ways of counting of its own. [Entries] makes such entries of
// a report; all else in this package works on them: they are filtered by ignore files and
// baselines, redacted, and written in the formats that gitleaks has.
//
// What the fields mean was found out by running gitleaks on repositories made for that.
package gitleaks
