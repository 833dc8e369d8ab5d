// Package baseline reads and writes the file in which a repository keeps what is
// already known of its secrets, so that a scan reports only what is new.
//
// A team that begins to scan finds years of old secrets. It cannot replace all of
// them on the first day, and a check that is always red is soon ignored. So the old
// findings are written down once, in a file called [Name] at the root of the
// repository, and everybody can see what it hides: each line names one finding, says
// what people think of it, and can have a note and a last day.
//
// # The file
//
//	# comment
//	version 1
//	key 0011…
//	0a1b2c3d4e5f60718293a4b5c6d7e8f9 generic-password known config/db.yml
//	5f60718293a4b5c6d7e8f90a1b2c3d4e acme-token accepted deploy.sh until=2026-12-31 # replaced with release 5
//
// A line has the fingerprint, the rule, the state and the path of a finding, then
// maybe its last day and a note. Only the fingerprint says which finding is meant: it
// does not depend on lines, dates or commits, so code that moves leaves the file as it
// is. Rule and path help people to read the file. A word that holds a space or a
// character that cannot be printed is quoted as in Go, so that no path and no note can
// begin a line of its own.
//
// Lines are sorted by fingerprint. Fingerprints are spread evenly, so two branches that
// each add a few lines rarely add them at the same spot, and git merges them. If both
// name the same finding in different lines, the two count as one that covers what both
// cover: see [Join].
//
// # The key
//
// The fingerprint of a password must not confirm a guess to whoever reads a report
// (docs/adr/0007-fingerprints.md). With a key that readers of a report do not have, it
// can depend on the password all the same. Then another password at the same place is
// another finding, and the baseline does not hide it. The key is in the file: whoever
// can read the repository can read its secrets anyway.
package baseline
