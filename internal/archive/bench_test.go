package archive

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkDetect: to look whether an ordinary text is a container costs next to nothing
// beside a scan of it.
func BenchmarkDetect(b *testing.B) {
	for _, size := range []int{1 << 10, 10 << 10, 100 << 10} {
		data := []byte(strings.Repeat("\tif err := Parse(Config{Path: path}); err != nil {\n\t\treturn err\n\t}\n", size/60+1)[:size])
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				Detect(data, data)
			}
		})
	}
}
