package finding

import "slices"

// A Kind says what the text is that holds a secret.
type Kind string

// The kinds.
const (
	KindBlob          Kind = "blob"           // a file's content
	KindCommitMessage Kind = "commit-message" // a commit's message
	KindCommitHeader  Kind = "commit-header"  // what a commit says above its message, less ids and signatures
	KindTagMessage    Kind = "tag-message"    // an annotated tag's message
	KindTagHeader     Kind = "tag-header"     // likewise, of an annotated tag
	KindNote          Kind = "note"           // a git note
	KindPath          Kind = "path"           // a file's path alone, without the content
)

// Kinds lists them, files first.
func Kinds() []Kind {
	return []Kind{KindBlob, KindPath, KindCommitMessage, KindCommitHeader, KindTagMessage, KindTagHeader, KindNote}
}

// Compare orders kinds as Kinds does.
func (k Kind) Compare(l Kind) int { return compare(k, l, Kinds()) }

// InFile reports whether the text is a file's content or path, and not one that
// git keeps beside the files.
func (k Kind) InFile() bool { return !slices.Contains(Kinds()[2:], k) }
