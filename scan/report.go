package scan

import (
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

// newReport is a report without findings, with what the ledger says of a scan of
// the source with this name.
func newReport(tool finding.Tool, name string, l *source.Ledger) *finding.Report {
	counts := l.Counts()
	return &finding.Report{
		Schema: finding.SchemaV1, Tool: tool, Complete: l.Complete(),
		Ledger: finding.Ledger{
			Source: name, Commits: counts.Commits, Blobs: counts.Blobs, Files: counts.Files, Names: counts.Names, Bytes: counts.Bytes,
			Skipped: l.Skips(), Errors: l.Errors(), Notes: l.Notes(),
		},
	}
}
