// Package gitleaks tells findings as gitleaks tells them, for people whose programs,
// ignore files and baselines were made for it.
//
// gitleaks has no findings with several places. It has an entry for every line that a
// commit adds, with names and ways of counting of its own. [Entries] makes such entries of
// a report; all else in this package works on them: they are filtered by ignore files and
// baselines, redacted, and written in the formats that gitleaks has.
//
// # Entries
//
// What the fields mean was found out by running gitleaks 8.30 on repositories made for that.
// It reads `git log -p -U0` of all commits that are no merges, and looks at fragments: of a commit
// the lines that it adds together, of a folder its files. So a line that a commit edits or
// moves has one more entry, although the file held the secret before: finding.Finding.Again
// has these places. Where a match is within its fragment decides its columns, see [HitOf];
// git is asked for the fragments, see source.Repeated.
//
// These facts have no better place:
//
//   - Match and columns are those of the whole match, Secret is a part of it.
//   - Of a secret that was decoded, the columns are those of the encoded word, and tags say which
//     encodings there were, in a fixed order.
//   - Entropy counts runes and divides by bytes, as a float32.
//   - Author and Email are as in the commit, Date is in UTC. In a repository, what is in no commit
//     has the date of the zero time and no author.
//   - A path that one rule refuses as a whole has an entry for each fragment of each commit
//     that changes the file, all of them equal. Here it is one for each commit.
//   - Of two places on one line each has an entry, and both have the same Fingerprint.
//   - The entries are in no order.
package gitleaks
