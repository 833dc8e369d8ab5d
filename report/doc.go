// Package report writes the result of a scan, in one file for each format.
//
// A format is a [Writer]: a function of a finding.Report and nothing else. It
// reads no clock, no environment and no file, so the same report always gives
// the same bytes. The secrets in a report are already redacted; a format writes
// them as it gets them.
//
// Three promises hold for every format.
//
// No finding is lost. Formats made for the results of linters know only "a line
// in a file", but secrets are also in commit messages, in objects that no ref
// leads to, and in file names. A format gives them the nearest true place that it
// can express.
//
// A scan that is not complete says so in the format's own terms: a banner, a
// failed invocation, a test with an error. Formats that are a plain list of
// findings (gitleaks, csv) have no room for it; there only the exit code says so.
//
// Scanned text cannot harm its reader. Paths, messages and names come from
// repositories that may be hostile. All of them pass package plain. Control characters, terminal escapes and
// bidirectional overrides and commands of CI systems are written as escapes. JSON has its own \u notation
// for them, so that a program reads the same strings. Spreadsheet formulas are
// made harmless, and no scanned text is part of a SARIF message, where it could
// pass as a link.
//
// To add a format, write it in a file of its own and name it in the map formats.
// The files whose names begin with text are the format for people. The other files hold
// what formats share: place, history, parts, advice and ledger put things into words;
// risk and locations order and list them; encode and escape write them safely.
package report
