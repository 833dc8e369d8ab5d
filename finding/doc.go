// Package finding holds the result of a scan: a [Report] with its findings, and
// the ledger of what was scanned and what was not. Package scan makes these
// types; everything that writes, judges or keeps reports reads them. Their JSON
// form is stable: docs/reference/report.md describes it.
//
// A finding is one secret seen by one rule, however many files and commits hold
// it, because it has to be revoked once. Its locations say where it is,
// and the [Provenance] of each location says who put it there.
//
// Severity, Confidence, Verification and Kind are words with an order of their
// own. A word that is none of the known ones, as an old or a hostile report may
// hold, ranks below all of them.
package finding
