package hooks

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/source"
)

// scissors ends a line that `git commit -v` writes into the message, after a comment
// character (wt-status.c of git). The change is shown below that line, and git cuts
// off both. The change is no part of the message, and where a commit removes a
// secret, it shows that secret.
const scissors = " ------------------------ >8 ------------------------"

// A message is the source of a commit message that is about to be recorded.
type message struct {
	path  string
	whole bool // git cuts off nothing
}

// Message returns the source of the commit message in the file at path, which git
// gives a commit-msg hook. getenv reads the environment of the hook.
func Message(path string, getenv func(string) string) source.Source {
	// Git sets GIT_EDITOR to ":" when it opens no editor. Then it cuts off nothing,
	// even below a scissors line.
	return &message{path: path, whole: getenv("GIT_EDITOR") == ":"}
}

// maxMessage is the most bytes of a message that are read.
const maxMessage = source.MaxInMemory

// Name implements source.Source.
func (m *message) Name() string { return "commit message" }

// Walk implements source.Source.
func (m *message) Walk(_ context.Context, _ int, ledger *source.Ledger, visit source.Visit) error {
	text, err := regular.ReadFile(m.path, maxMessage)
	if err != nil {
		return fmt.Errorf("reading the commit message: %w", err)
	}
	if !m.whole {
		text = cut(text)
	}
	b := &source.Blob{ID: source.Named(m.path), Kind: finding.KindCommitMessage, Data: text, Size: int64(len(text))}
	if _, err := visit(0, b, nil); err != nil {
		return err
	}
	ledger.Add(source.Counts{Blobs: 1, Bytes: b.Size})
	return nil
}

// Locate implements source.Source.
func (m *message) Locate(_ context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := map[source.ID][]source.Place{}
	for id := range secrets {
		if id.Name != m.path {
			return nil, errors.New("locating a commit message: there is but one")
		}
		places[id] = []source.Place{{Provenance: finding.Provenance{Kind: finding.KindCommitMessage, Reachable: true}}}
	}
	return places, nil
}

// cut returns the message above the scissors line.
func cut(text []byte) []byte {
	end := 0
	for line := range bytes.Lines(text) {
		mark := bytes.TrimRight(line, "\r\n")
		if at := len(mark) - len(scissors); at > 0 && at <= maxCommentMark && string(mark[at:]) == scissors {
			return text[:end]
		}
		end += len(line)
	}
	return text
}

// maxCommentMark bounds the length of core.commentString, in bytes.
const maxCommentMark = 16
