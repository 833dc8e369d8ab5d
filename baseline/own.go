package baseline

import "bytes"

// Own reports whether the bytes from start to end of a text are within a fingerprint or
// the key of a baseline. A scan finds the file that it is about to read, too, and both look
// like secrets: random digits, and beside a fingerprint the name of a service. Everything
// else in the file can hold a secret, such as a note.
//
// The text is a baseline if it begins with [Header], and the line must be one of a
// baseline.
func Own(text []byte, start, end int) bool {
	if !bytes.HasPrefix(bytes.TrimPrefix(text, []byte("\ufeff")), []byte(Header)) || start > end || end > len(text) {
		return false
	}
	begin := bytes.LastIndexByte(text[:start], '\n') + 1
	line, _, _ := bytes.Cut(text[begin:], []byte("\n"))
	start, end = start-begin, end-begin
	p := parser{file: &File{}}
	if p.line(string(bytes.TrimRight(line, " \t\r"))) != nil {
		return false
	}
	if p.file.Key != nil {
		const before = len("key ")
		return start >= before && end <= before+2*KeyLen
	}
	return len(p.file.Entries) == 1 && end <= fingerprintLen
}
