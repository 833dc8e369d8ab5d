package gitwalk

import (
	"time"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// Date is when something was signed, as RFC 3339 in the signer's zone, or "" if
// that is not known.
func Date(s objects.Signature) string {
	if s == (objects.Signature{}) {
		return ""
	}
	return s.Time().Format(time.RFC3339)
}
