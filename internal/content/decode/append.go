package decode

import "bytes"

// appends are what a statement has between the name of a variable and the literal that it appends.
var appends = [...]string{"+=", ".=", "<<", ".append(", ".Append(", ".AppendLine(", ".WriteString(", ".push_str(", ".concat("}

// appended returns where the second of two literals goes on, if the first ends at an offset, and the
// statement on the next line appends the second to a variable that is named before the first. It
// is 0 otherwise. Both have what words do not have.
func appended(data []byte, at int) (next int) {
	end := min(len(data), at+widestSeam)
	i := at + 1
	for i < end && (data[i] == ')' || data[i] == ';' || data[i] == ' ' || data[i] == '\r') {
		i++
	}
	if i >= end || data[i] != '\n' {
		return 0
	}
	name := skipBlanks(data, i+1)
	if name >= end || (!isAlnum(data[name]) || isDigit(data[name])) && data[name] != '$' {
		return 0
	}
	for i = name + 1; i < end && (isAlnum(data[i]) || data[i] == '_'); {
		i++
	}
	variable := data[name:i]
	if next = behindAppend(data[:end], i); next == 0 || !isRandom(data, at, -1) || !isRandom(data, next-1, 1) {
		return 0
	}
	before := data[max(0, at-callReach):at]
	if !bytes.Contains(before[bytes.LastIndexByte(before, '\n')+1:], variable) {
		return 0
	}
	return next
}

// behindAppend returns where a literal goes on that a statement appends, which has its sign at an
// offset or behind blanks, and 0 if there is no such sign.
func behindAppend(data []byte, at int) int {
	at = skipBlanks(data, at)
	if at >= len(data) || data[at] != '+' && data[at] != '.' && data[at] != '<' {
		return 0
	}
	for _, sign := range appends {
		if !bytes.HasPrefix(data[at:], []byte(sign)) {
			continue
		}
		if at = skipBlanks(data, at+len(sign)); at < len(data) && (data[at] == '"' || data[at] == '\'') {
			return at + 1
		}
		return 0
	}
	return 0
}

// endsStatement reports whether a line whose last byte is at an offset ends with a literal and what
// closes a call or a statement, so that the next line may append to the same variable.
func endsStatement(data []byte, at int) bool {
	for n := 0; n < 2 && at > 0 && (data[at] == ';' || data[at] == ')'); n++ {
		at--
	}
	return at >= 0 && (data[at] == '"' || data[at] == '\'')
}
