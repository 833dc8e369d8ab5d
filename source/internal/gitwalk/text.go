package gitwalk

import (
	"bytes"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// Text is a commit or an annotated tag as text. The object ids in its first headers
// are left out: a rule for hexadecimal tokens would match each of them.
type Text struct {
	ID      oid.ID
	Type    objects.Type
	Content []byte
	Header  int // offset in the content of the headers that are scanned, in bytes
	Message int // offset in the content of the message, in bytes
}

// Visit visits the headers and then the message, each with its own line numbers: in
// a message they count from its start, as git log shows it, and in a header from the
// start of the object, as git cat-file shows it. An author may write anything into a
// name or into a header that git does not know, so only signatures are left out.
func (t Text) Visit(worker int, ledger *source.Ledger, visit source.Visit) (found bool, err error) {
	r, err := t.VisitCounted(worker, ledger, visit)
	return r.Found, err
}

// A TextResult says what the visit of a Text came to.
type TextResult struct {
	Found      bool
	Signatures int
	Bytes      int64 // of the text, signatures left out
}

// VisitCounted is Visit that returns what the ledger says of the text.
func (t Text) VisitCounted(worker int, ledger *source.Ledger, visit source.Visit) (result TextResult, err error) {
	header, message := finding.KindCommitHeader, finding.KindCommitMessage
	if t.Type == objects.Tag {
		header, message = finding.KindTagHeader, finding.KindTagMessage
	}
	counts := source.Counts{Blobs: 1, Bytes: int64(len(t.Content))} // ids and all
	for _, section := range []struct {
		kind finding.Kind
		text []byte // the lines that are numbered
		from int    // offset in text from which it is visited
	}{{header, t.Content[:t.Message], t.Header}, {message, t.Content[t.Message:], 0}} {
		for at, more := section.from, true; more; {
			from, to, ok := nextSignature(section.text[at:])
			if !ok {
				from, to = len(section.text)-at, len(section.text)-at
			}
			b := &source.Blob{
				ID: source.Object(t.ID), Kind: section.kind, Data: section.text[at : at+from], Size: int64(from),
				LinesAbove: bytes.Count(section.text[:at], []byte("\n")),
			}
			r, err := visit(worker, b, nil)
			if err != nil {
				return result, err
			}
			result.Found = result.Found || r.Found
			if ok {
				counts.Bytes -= int64(to - from)
				result.Signatures++
				ledger.Signature(t.ID.String(), int64(to-from))
			}
			at, more = at+to, ok
		}
	}
	ledger.Add(counts)
	result.Bytes = counts.Bytes
	return result, nil
}
