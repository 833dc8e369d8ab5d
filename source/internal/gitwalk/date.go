package gitwalk

import (
	"time"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// Date returns the time of a signature in the form of RFC 3339, in the zone of the
// signature; "" if it is not known.
func Date(s objects.Signature) string {
	if s == (objects.Signature{}) {
		return ""
	}
	return s.Time().Format(time.RFC3339)
}
