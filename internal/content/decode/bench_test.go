package decode

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkFind looks for encoded text in texts of several kinds that have none, as most have.
func BenchmarkFind(b *testing.B) {
	for _, kind := range [...]struct{ name, line string }{
		{"code", "\t\tif err := readHeader%[1]d(ctx, buffer[:%[1]d], 0x%[1]x85); err != nil { // see section %[1]d.5\n\t\t\treturn fmt.Errorf(\"read %%q: %%w\", name, err)\n\t\t}\n"},
		{"json", "    { \"path\": \"src/components/TableOfContents%[1]d/__snapshots__/index%[1]d.test.tsx.snap\", \"size\": %[1]d, \"isGeneratedFromTemplate\": true },\n"},
		{"minified", "function e%[1]d(t,n){return t?n[\"m%[1]d\"]=t+n:(t=n||{},e%[1]d.call(this,t&&n?5:85,\"x\"))}var MutationObserver%[1]d=t(%[1]d),"},
		{"po", "#: lib/widgets/MainWindowToolbar.cpp:%[1]d\nmsgid \"Move the %[1]d selected items to \\\"%%s\\\"?\"\nmsgstr \"Déplacer les %[1]d éléments vers « %%s » ?\"\n\n"},
	} {
		b.Run(kind.name, func(b *testing.B) {
			var text strings.Builder
			for i := 0; text.Len() < 1<<20; i++ {
				fmt.Fprintf(&text, kind.line, i*7919%10007)
			}
			data := []byte(text.String())
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if runs := Find(nil, data, 0, len(data)); len(runs) > len(data) {
					b.Fatal(len(runs))
				}
			}
		})
	}
}
