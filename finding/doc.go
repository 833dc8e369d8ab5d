// Package finding holds what a scan comes to: a [Report] with its findings,
// each one secret with all its locations, and the ledger of what was and was
// not looked at. Package scan makes these types; whoever writes, judges or
// keeps reports reads them. Their JSON form is stable.
//
// A finding is one secret seen by one rule, whatever number of files and
// commits hold it: what has to be done about it is done once. Where it stands
// is in its locations, and who put it there in the [Provenance] of each.
//
// Severity, Confidence, Verification and Kind are words with an order of their
// own. A word that is none of them, as an old report or a hostile one may hold,
// ranks below all that are.
package finding
