// Package detect finds secrets in bytes: the engine of Sluice for use in other
// programs. It knows nothing of git, of files or of reports.
//
//	cfg, err := rules.Builtin() // or rules of your own, see rules.Parse
//	d, err := detect.New(cfg)
//	for m, err := range d.Scan(ctx, "config/prod.env", data) {
//		fmt.Println(m.Rule.ID, m.Span.StartLine, m.Secret)
//	}
//
// [Detector.Scan] takes bytes in memory, [Detector.ScanReader] a stream of any
// length. Both do everything that a rule asks for: filters, allowlists, parts,
// comments that allow a secret, and one match for each secret that several rules
// saw. What something allows is left out.
//
// Content is recognised by its bytes, not by its name. UTF-16 and UTF-32 are decoded.
// Binary content is scanned by the rules that say that their secrets identify
// themselves, and for names with values in runs of characters.
//
// Archives are not opened: what is in them has paths of its own and needs limits, and
// some of it may be missing, which these functions could not say. Package scan opens
// them, with a ledger of what it could not read.
//
// To make a [Detector] takes some milliseconds for the built-in rules; make one,
// and use it from any number of goroutines.
//
// Whole folders, git histories and reports are the business of package scan. It
// works on the engine itself and not on this package: versions of a file share
// the work that was done for one of them, and to say so takes more than a path
// and bytes.
package detect
