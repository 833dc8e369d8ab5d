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
// can express. Where its reader takes no more than so many, the most urgent ones are
// written and the others counted.
//
// A scan that is not complete says so in the format's own terms: a banner, a
// failed invocation, a test with an error. Formats that are a plain list of
// findings (gitleaks, csv) have no room for it; there only the exit code says so.
//
// Scanned text cannot harm its reader. Paths, messages and names come from
// repositories that may be hostile. All of them pass package plain. Control
// characters, terminal escapes, bidirectional overrides and commands of CI systems are
// written as escapes. JSON has its own \u notation for them, so that a program reads the
// same strings. Formulas of spreadsheets are made harmless, in Markdown all scanned text
// is code, and none of it is part of a SARIF message, where it could pass as a link.
//
// A format for programs may have 100,000 findings to write. It makes and writes them one
// by one, or a batch at a time (encodeList), and never holds the whole document.
//
// To add a format, write it in a file of its own and name it in the map formats.
// The files whose names begin with text are the format for people. The other files hold
// what formats share: place, history, parts, phrase, advice and ledger put things into
// words; risk and locations order and list them; encode, escape and markdown_escape write
// them safely. A format that a user describes is a template.
package report
