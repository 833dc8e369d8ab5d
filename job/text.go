package job

import (
	"errors"
	"fmt"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/regular"
)

// errNoText is the error of a place whose text cannot be read by itself.
var errNoText = errors.New("the text of this place cannot be read again by itself")

// maxText bounds what Text reads, in bytes.
const maxText = 16 << 20

// Text reads the text that a location's line numbers refer to: its object, or the file
// outside a repository. It returns an error for a member of an archive, for decoded text,
// and for what git keeps beside files, such as messages.
func (j *Job) Text(l *finding.Location) ([]byte, error) {
	switch {
	case l.Kind != finding.KindBlob || l.InMember():
		return nil, errNoText
	case j.store != nil && !l.Blob.IsZero():
		_, text, err := j.store.Read(l.Blob)
		if err != nil {
			return nil, fmt.Errorf("reading blob %s: %w", l.Blob, err)
		}
		return text, nil
	case j.store == nil && l.Path != "":
		text, err := regular.ReadFile(l.Path, maxText)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", l.Path, err)
		}
		return text, nil
	}
	return nil, errNoText
}
