package decode

// Bytes returns the bytes that a run of data encodes, which is a word, and not more than some
// bytes of the run hold. What is compressed in them stays so.
func (r Run) Bytes(data []byte, most int) []byte {
	run := data[r.Start:min(r.End, r.Start+most)]
	if r.Kinds == Bytes {
		return numbers(run).Data
	}
	return wordBytes(r.Kinds, run).Data
}
