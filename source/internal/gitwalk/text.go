package gitwalk

import (
	"bytes"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// Text is a commit or an annotated tag as text. The ids that it begins with
// are left out: they are no text, and to a rule that takes any hexadecimal
// digits each of them would be a secret.
type Text struct {
	ID      oid.ID
	Type    objects.Type
	Content []byte
	Header  int // where in the content the headers with text start
	Message int // where in the content the message starts
}

// Visit visits the headers and then the message, each with its own lines: of a
// message they are counted from its start, as git log shows it, and of a header
// from the start of the object, as git cat-file does. Whoever commits may write
// what they like into a name or into a header that git does not know. Only
// signatures are left out.
func (t Text) Visit(worker int, ledger *source.Ledger, visit source.Visit) (found bool, err error) {
	header, message := finding.KindCommitHeader, finding.KindCommitMessage
	if t.Type == objects.Tag {
		header, message = finding.KindTagHeader, finding.KindTagMessage
	}
	counts := source.Counts{Blobs: 1}
	for _, part := range []struct {
		kind finding.Kind
		text []byte // all that is numbered
		from int    // where what is visited starts
	}{{header, t.Content[:t.Message], t.Header}, {message, t.Content[t.Message:], 0}} {
		for at, more := part.from, true; more; {
			from, to, ok := nextSignature(part.text[at:])
			if !ok {
				from, to = len(part.text)-at, len(part.text)-at
			}
			b := &source.Blob{
				ID: source.Object(t.ID), Kind: part.kind, Data: part.text[at : at+from], Size: int64(from),
				LinesAbove: bytes.Count(part.text[:at], []byte("\n")),
			}
			r, err := visit(worker, b, nil)
			if err != nil {
				return found, err
			}
			found = found || r.Found
			counts.Bytes += b.Size
			if ok {
				ledger.Skip("signature", t.ID.String(), int64(to-from))
			}
			at, more = at+to, ok
		}
	}
	ledger.Add(counts)
	return found, nil
}
