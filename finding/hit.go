package finding

// A Hit is what a rule matched at a location, as gitleaks tells it: the secret, and the text
// around it that the rule asks for.
type Hit struct {
	Text string // without line breaks at its ends; redacted as the finding is
	Span        // as gitleaks counts: columns count bytes, and the last one is that of the last byte

	// Message is the whole message of the commit, which the location may have cut. It is ""
	// if the messages of a report are very long together.
	Message string
}

// A Where is where a match is in a text. Lines count from 1, bytes from 0. It is zero for
// a match that is in no text, but in a path.
type Where struct {
	Line int // the line on which it begins
	Byte int // how many bytes of that line are before it

	// EndLine and EndByte say where a word ends that was decoded to get the match. Line and
	// Byte are then those of the word. They are zero if the match is in the file as it is: its
	// end follows from its beginning.
	EndLine int
	EndByte int

	Unended bool // it is on the last line of the text, and no line break follows
}

// A Hunk is lines of a file that follow each other, and that a commit added. They count
// from 1.
type Hunk struct{ First, Last int }
