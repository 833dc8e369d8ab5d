package delta

import "bytes"

// Common returns the runs that data has in common with its base: the bytes
// before the first difference and those after the last.
func Common(base, data []byte) []Copy {
	start := commonPrefix(base, data)
	end := commonSuffix(base[start:], data[start:])
	var copies []Copy
	if start > 0 {
		copies = append(copies, Copy{Len: start})
	}
	if end > 0 {
		copies = append(copies, Copy{Base: len(base) - end, At: len(data) - end, Len: end})
	}
	return copies
}

// stride is how many bytes are compared at once: a compare of whole strides
// runs at the speed of memory.
const stride = 256

func commonPrefix(a, b []byte) int {
	n, i := min(len(a), len(b)), 0
	for i+stride <= n && bytes.Equal(a[i:i+stride], b[i:i+stride]) {
		i += stride
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

func commonSuffix(a, b []byte) int {
	n, i := min(len(a), len(b)), 0
	for i+stride <= n && bytes.Equal(a[len(a)-i-stride:len(a)-i], b[len(b)-i-stride:len(b)-i]) {
		i += stride
	}
	for i < n && a[len(a)-1-i] == b[len(b)-1-i] {
		i++
	}
	return i
}
