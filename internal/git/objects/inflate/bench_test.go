package inflate_test

import (
	"bytes"
	stdzlib "compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zlib"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
)

// corpus returns Go's own sources, cut into pieces of about the given size and
// compressed each for itself, until there are 8 MB.
func corpus(b *testing.B, piece int) (streams [][]byte, sizes []int, total int) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		b.Skip("no go command here")
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "src", "*", "*.go"))
	if err != nil || len(files) == 0 {
		b.Skip("no Go sources here")
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		for len(content) > 0 && total < 8<<20 {
			part := content[:min(len(content), piece)]
			content = content[len(part):]
			streams = append(streams, deflate(b, part, stdzlib.DefaultCompression))
			sizes = append(sizes, len(part))
			total += len(part)
		}
	}
	return streams, sizes, total
}

func BenchmarkDecode(b *testing.B) {
	for _, piece := range []int{100, 1000, 10000, 1 << 20} {
		streams, sizes, total := corpus(b, piece)
		dst := make([]byte, piece+inflate.Slack)
		b.Run(fmt.Sprintf("piece=%d/decoder=own", piece), func(b *testing.B) {
			b.SetBytes(int64(total))
			var d inflate.Decoder
			for b.Loop() {
				for i, s := range streams {
					if _, err := d.Decode(dst, sizes[i], s); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		others := []struct {
			name string
			open func(io.Reader) (io.ReadCloser, error)
		}{{"klauspost", zlib.NewReader}, {"standard", stdzlib.NewReader}}
		for _, other := range others {
			b.Run(fmt.Sprintf("piece=%d/decoder=%s", piece, other.name), func(b *testing.B) {
				b.SetBytes(int64(total))
				r := bytes.NewReader(streams[0])
				z, err := other.open(r)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					for i, s := range streams {
						r.Reset(s)
						if err := z.(zlib.Resetter).Reset(r, nil); err != nil {
							b.Fatal(err)
						}
						if _, err := io.ReadFull(z, dst[:sizes[i]]); err != nil {
							b.Fatal(err)
						}
						if n, err := z.Read(dst[sizes[i]:]); n > 0 || err != io.EOF {
							b.Fatal(n, err)
						}
					}
				}
			})
		}
	}
}
