// Package migrate turns what people wrote for gitleaks, detect-secrets and trufflehog into
// the files of sluice: a .sluice.toml of their configurations, and a .sluice-baseline of
// their ignore files, baselines and reports.
//
// It works in three steps. [Read] reads the files of the other tools and translates what
// can be translated without looking at the repository. Then the caller scans the repository
// by the rules of [Plan.Probe]. Last, [Plan.Settle] says for each line of the files what
// became of it, with what the scan has found.
//
// # The law
//
// A scan with the written files reports what a scan with the old files does. So the text of
// a .gitleaks.toml stays as it is, comments included, but for what means something else in
// a .sluice.toml, or is not known there. Patterns of files and lines become allowlists, and
// what a tool knows one by one becomes an entry of the baseline.
//
// A pattern that covers nothing is named: sluice finds nothing there, or an entry before it
// covers the same. It stays unless the caller wants it gone, because it may be there for
// what comes.
//
// # Values
//
// An allowlist that quotes a secret shows it to everybody who reads the file. Such entries
// become entries of the baseline, which name the secret by its fingerprint. The state of
// what is taken over is "known", a secret that is still to be replaced, because none of the
// tools asks what it is. Only an audit of detect-secrets does, and "false" comes from
// there.
//
// # Comments
//
// "pragma: allowlist secret" of detect-secrets and "trufflehog:ignore" allow nothing in a
// scan by sluice, while its own "sluice:allow" and "gitleaks:allow" do. A comment hides a
// finding, so a reviewer must know the words. A team that does not use detect-secrets would
// not look for its words in a change, and in its repository they are copied from elsewhere.
// A team that does use it runs sluice migrate once: each finding that such comments mark
// wherever it is becomes an entry of the baseline, which a reviewer sees. New comments say
// "sluice:allow".
package migrate
