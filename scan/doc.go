// Package scan does the whole job: it reads blobs from a source, runs the rules
// over them, judges what they found, and returns a report.
//
// A scan has four steps:
//
//  1. The collector visits every blob once, without knowing its paths. It keeps a
//     hit for each match, and nothing else of the content.
//  2. The source says where the few blobs with hits are: their places. Proofs say
//     what the structure of each secret proves. Both are the evidence.
//  3. A row of stages judges the hits. Each text of a blob is judged once for
//     each of the blob's places; this is a sighting. A stage removes the hits that
//     are not to be reported there. The hits that are left become findings.
//  4. A second row of stages works on the whole report: it names the findings,
//     sorts them and hides the secrets.
//
// The file stage.go lists both rows and gives the reasons for their order.
//
// # Why places come last
//
// What a rule finds in a blob must not depend on the path that was met first, nor
// on the number of goroutines. So everything that asks for a path or a commit is
// judged after the walk, for each place by itself. It is also cheap: most blobs
// hold nothing, and never need a place. Rules that judge a path alone run on each
// path when the source meets it. A history meets paths only after the blobs, so
// the scan gives it before the walk the file names that matter. Rules for whole files
// (rules.Rule.WholeFile) judge content, and only that of files with certain paths.
// Where a source meets such a path after the blob, it visits the blob again, with the
// path; the hits of this visit replace those of the visit without one.
//
// # Severity
//
// A rule says how much harm its secrets do in a deployed file. A secret that is only in
// tests, examples, documents, vendored code or left-over objects does less, so its
// finding has a lower severity and says why. All its places count, also those that
// the report does not list. The file severity.go has the table.
//
// # Hiding values
//
// The last stage hides the values of secrets in all texts of the report. A redactor
// knows each value, its lines and what it encodes, and finds them as they are and
// encoded. It also runs the rules over each text, because a token may be in a place
// that is not scanned, such as the name of a branch. What it does not hide: values of
// less than 6 bytes, and ordinary words. See values.secret for the whole rule.
//
// # A new stage
//
// A stage is a small type in a file of its own. If it decides by the place or by
// the rule, such as another allowlist, it is a sightingStage. If it needs the
// fingerprint or the finding with all its locations, such as a baseline or a
// check whether a secret is live, it is a reportStage. A stage that suppresses
// something counts it, so that the ledger can say so.
//
// # Parts
//
// Some credentials have parts: a key and its id. The rules name them, the engine
// finds the parts near a match, and a location of the finding lists them. A part
// that is a secret by itself is a finding as well. A part that is only an
// identifier is folded: where both it and its secret would be reported, it is no
// finding of its own, and the location that lists it says so. It does not count
// as suppressed. Parts change neither what a finding is nor its fingerprint.
package scan
