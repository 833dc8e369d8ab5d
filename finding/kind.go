package finding

// A Kind says what kind of text holds a secret.
type Kind string

// The kinds.
const (
	KindBlob          Kind = "blob"           // a file's content
	KindPath          Kind = "path"           // a file's path alone, without the content
	KindCommitMessage Kind = "commit-message" // a commit's message
	KindCommitHeader  Kind = "commit-header"  // the lines above a commit's message, without object ids and signatures
	KindTagMessage    Kind = "tag-message"    // an annotated tag's message
	KindTagHeader     Kind = "tag-header"     // the same lines of an annotated tag
	KindNote          Kind = "note"           // a git note
)

// Kinds lists the kinds: first those of files, then those of git's own texts.
func Kinds() []Kind {
	return []Kind{KindBlob, KindPath, KindCommitMessage, KindCommitHeader, KindTagMessage, KindTagHeader, KindNote}
}

// Compare orders kinds as Kinds does.
func (k Kind) Compare(l Kind) int { return compare(k, l, Kinds()) }

// InFile reports whether the text is a file's content or path. It is false for
// the texts that git keeps beside the files, and true for an unknown kind.
func (k Kind) InFile() bool {
	switch k {
	case KindCommitMessage, KindCommitHeader, KindTagMessage, KindTagHeader, KindNote:
		return false
	}
	return true
}
