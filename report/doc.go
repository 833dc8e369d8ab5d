// Package report writes the outcome of a scan, one file a format.
//
// A format is a [Writer]: a function of a finding.Report and nothing else. It
// reads no clock, no environment and no file, so the same report always gives
// the same bytes. Secrets come already redacted; a format prints what it gets.
//
// Three promises hold for every format.
//
// No finding is lost. Formats made for lint results know only "a line in a
// file", and secrets also hide in commit messages, in objects that no ref
// reaches and in file names. Those get the nearest honest place that the
// format can say, never an empty list.
//
// A scan that is not complete says so in the format's own terms: a banner, a
// failed invocation, a test in error. Formats that are a bare list of findings
// (gitleaks, csv) have no room for it; there the exit code speaks alone.
//
// What was scanned cannot steer who reads. Paths, messages and names come from
// repositories that may be hostile. Control characters, terminal escapes and
// bidirectional overrides are written as escapes, in JSON by its own \u
// notation, so that a program reads the very same strings. Spreadsheet
// formulas are defused, and no scanned text enters a SARIF message, where it
// could pose as a link.
package report
