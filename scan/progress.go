package scan

import "sync/atomic"

// Progress counts what a running scan has done. It may be read at any time.
type Progress struct {
	Blobs   atomic.Int64 // blobs visited
	Bytes   atomic.Int64 // bytes visited
	Secrets atomic.Int64 // different secrets so far, before allowlists for places are known
}
