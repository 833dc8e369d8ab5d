package archive

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// A failing file cannot be read behind a place.
type failing struct {
	*bytes.Reader
	left int
}

func (f *failing) Read(b []byte) (int, error) {
	if f.left == 0 {
		return 0, errors.New("the disk is broken")
	}
	n, err := f.Reader.Read(b[:min(len(b), f.left)])
	f.left -= n
	return n, err
}

// Files that are read as a whole say so if they cannot be.
func TestUnread(t *testing.T) {
	for _, kind := range []Kind{PDF, WOFF, Embedded} {
		file := &failing{bytes.NewReader(append([]byte("%PDF-1.4\n"), make([]byte, 4000)...)), 1000}
		missed := false
		err := Walk(t.Context(), kind, file, NewBudget(Defaults()), func(m *Member) error {
			missed = missed || m.Miss != nil
			if m.Reader != nil {
				_, _ = io.Copy(io.Discard, m.Reader)
			}
			return nil
		})
		if err != nil || !missed {
			t.Errorf("%s: %v, missed %v", kind, err, missed)
		}
	}
}
