package finding

// A Kind says what kind of text holds a secret.
type Kind string

// The kinds.
const (
	KindBlob          Kind = "blob"           // a file's content
	KindPath          Kind = "path"           // a path alone, or the name of a file or folder at its end, without the content
	KindSymlink       Kind = "symlink"        // what a symbolic link in a folder names
	KindGitFile       Kind = "git-file"       // a file that git or a tool keeps in the git folder
	KindLFSObject     Kind = "lfs-object"     // content of Git LFS that no pointer file names
	KindLeftover      Kind = "leftover"       // an object that an interrupted git left in the object folder
	KindCommitMessage Kind = "commit-message" // a commit's message
	KindCommitHeader  Kind = "commit-header"  // the lines above a commit's message, without object ids and signatures
	KindTagMessage    Kind = "tag-message"    // an annotated tag's message
	KindTagHeader     Kind = "tag-header"     // the same lines of an annotated tag
	KindNote          Kind = "note"           // a git note
	KindRefName       Kind = "ref-name"       // the name of a ref, such as a branch
	KindReflog        Kind = "reflog"         // the reflog of a ref
)

// Kinds lists the kinds: first those of files, then those of git's own texts.
func Kinds() []Kind {
	return []Kind{
		KindBlob, KindPath, KindSymlink, KindGitFile, KindLFSObject, KindLeftover,
		KindCommitMessage, KindCommitHeader, KindTagMessage, KindTagHeader, KindNote, KindRefName, KindReflog,
	}
}

// Compare orders kinds as Kinds does.
func (k Kind) Compare(l Kind) int { return compare(k, l, Kinds()) }

// InFile reports whether the text is that of a file, whose path a location names. It
// is false for the texts that git keeps beside the files, and true for an unknown
// kind.
func (k Kind) InFile() bool {
	switch k {
	case KindCommitMessage, KindCommitHeader, KindTagMessage, KindTagHeader, KindNote, KindRefName, KindReflog:
		return false
	}
	return true
}

// InGitFolder reports whether the file is one of those in the git folder. None of
// them is a file of the project.
func (k Kind) InGitFolder() bool {
	switch k {
	case KindGitFile, KindLFSObject, KindLeftover:
		return true
	}
	return false
}
