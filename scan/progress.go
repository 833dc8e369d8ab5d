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

// A Phase is what a scan does, for people.
type Phase string

// The phases.
const (
	Files    Phase = "files"    // of folders, or of an index
	Objects  Phase = "contents" // of a repository
	Trees    Phase = "folders"  // of a repository: who holds these contents
	Locating Phase = "places"   // everything was visited; where are the secrets?
)

// Phase returns what the scan does now.
func (p *Progress) Phase() Phase {
	ledger := p.ledger.Load()
	if ledger == nil {
		return Objects
	}
	switch c := ledger.Counts(); {
	case p.locating.Load():
		return Locating
	case c.Trees > 0:
		return Trees
	case c.Files > 0:
		return Files
	}
	return Objects
}

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
