package history

import (
	"bytes"

	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/objects"
)

// words is a commit or an annotated tag as text. The ids that it begins with
// are left out: they are no text, and to a rule that takes any hexadecimal
// digits each of them would be a secret.
type words struct {
	id      objects.ID
	typ     objects.Type
	content []byte
	header  int // where in the content the headers with text start
	message int // where in the content the message starts
}

// visit visits the headers and then the message, each with its own lines: of a
// message they are counted from its start, as git log shows it, and of a header
// from the start of the object, as git cat-file does. Whoever commits may write
// what they like into a name or into a header that git does not know. Only
// signatures are left out.
func (w words) visit(worker int, ledger *source.Ledger, visit source.Visit) (found bool, err error) {
	header, message := source.KindCommitHeader, source.KindCommitMessage
	if w.typ == objects.Tag {
		header, message = source.KindTagHeader, source.KindTagMessage
	}
	counts := source.Counts{Blobs: 1}
	for _, part := range []struct {
		kind source.Kind
		text []byte // all that is numbered
		from int    // where what is visited starts
	}{{header, w.content[:w.message], w.header}, {message, w.content[w.message:], 0}} {
		for at, more := part.from, true; more; {
			from, to, ok := nextSignature(part.text[at:])
			if !ok {
				from, to = len(part.text)-at, len(part.text)-at
			}
			b := &source.Blob{
				ID: w.id.String(), Kind: part.kind, Data: part.text[at : at+from], Size: int64(from),
				LinesAbove: bytes.Count(part.text[:at], []byte("\n")),
			}
			r, err := visit(worker, b, nil)
			if err != nil {
				return found, err
			}
			found = found || r.Found
			counts.Bytes += b.Size
			if ok {
				ledger.Skip("signature", b.ID, int64(to-from))
			}
			at, more = at+to, ok
		}
	}
	ledger.Add(counts)
	return found, nil
}
