package archive

import (
	"cmp"
	"io"
)

// gif shows the comments of a GIF, and what programs have put into its other extensions. They
// are cut into blocks of 255 bytes, each with its length before it. What is behind the end of
// the picture is a member. All else is in the file as it is.
//
// Source: GRAPHICS INTERCHANGE FORMAT(sm), Version 89a.
func (w *walker) gif(in *input) error {
	c := &counter{r: in}
	head := make([]byte, 13)
	if _, err := io.ReadFull(c, head); err != nil {
		return cmp.Or(ofStop(err), w.zipBehind())
	}
	if err := skip(c, colors(head[10])); err != nil {
		return cmp.Or(ofStop(err), w.zipBehind())
	}
	for {
		kind, err := c.ReadByte()
		if err != nil {
			return cmp.Or(ofStop(err), w.zipBehind())
		}
		switch kind {
		case ',': // a picture
			if _, err := io.ReadFull(c, head[:9]); err != nil {
				return cmp.Or(ofStop(err), w.zipBehind())
			}
			if err := skip(c, colors(head[8])+1); err != nil {
				return cmp.Or(ofStop(err), w.zipBehind())
			}
			if _, err := io.Copy(io.Discard, &gifBlocks{c: c}); err != nil {
				return cmp.Or(ofStop(err), w.zipBehind())
			}
		case '!':
			label, err := c.ReadByte()
			if err != nil {
				return cmp.Or(ofStop(err), w.zipBehind())
			}
			name, shown := gifExtensions[label]
			blocks := &gifBlocks{c: c}
			if shown {
				m := &Member{Path: name, Offset: c.n}
				if _, err := w.content(m, blocks, -1); err != nil {
					return err
				}
			}
			if _, err := io.Copy(io.Discard, blocks); err != nil {
				return cmp.Or(ofStop(err), w.zipBehind())
			}
		case ';':
			return w.rest(c, c.n)
		default:
			return w.zipBehind()
		}
	}
}

// gifExtensions are the labels of extensions that may have text.
var gifExtensions = map[byte]string{0xfe: "comment", 0xff: "application", 0x01: "text"}

// colors returns how many bytes a table of colors has, by the flags before it.
func colors(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// gifBlocks reads blocks as one, up to the empty block at their end.
type gifBlocks struct {
	c    *counter
	left int
	over bool
}

func (g *gifBlocks) Read(p []byte) (int, error) {
	if g.over {
		return 0, io.EOF
	}
	if g.left == 0 {
		n, err := g.c.ReadByte()
		if err != nil || n == 0 { // a file that is cut has nothing more to hide
			g.over = true
			if stopped := ofStop(err); stopped != nil {
				return 0, stopped
			}
			return 0, io.EOF
		}
		g.left = int(n)
	}
	n, err := g.c.Read(p[:min(len(p), g.left)])
	g.left -= n
	if err == io.EOF {
		g.over = true
	}
	return n, err
}
