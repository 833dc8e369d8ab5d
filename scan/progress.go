package scan

import (
	"sync/atomic"

	"github.com/sluicesec/sluice/source"
)

// Progress says how far a running scan is. Its methods may be called at any time.
type Progress struct {
	secrets  atomic.Int64
	locating atomic.Bool
	ledger   atomic.Pointer[source.Ledger]
}

// Secrets returns the number of different secrets found so far. Some of them may
// not be reported, because their places are not known yet.
func (p *Progress) Secrets() int64 { return p.secrets.Load() }

// Locating reports whether everything was visited, and the scan finds out where the
// secrets are.
func (p *Progress) Locating() bool { return p.locating.Load() }

// Visited returns the number of objects, or files, visited so far, and the
// bytes of content in them.
func (p *Progress) Visited() (objects, bytes int64) {
	ledger := p.ledger.Load()
	if ledger == nil {
		return 0, 0
	}
	c := ledger.Counts()
	return int64(c.Blobs + c.Trees), c.Bytes
}
