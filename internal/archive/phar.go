package archive

import (
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"io"
)

// pharStub ends the program that an archive of PHP begins with.
const pharStub = "__HALT_COMPILER();"

// pharManifest returns where the manifest of an archive of PHP begins, 0 if data is none.
func pharManifest(head []byte) int {
	if !bytes.HasPrefix(head, []byte("<?php")) && !bytes.HasPrefix(head, []byte("#!")) {
		return 0
	}
	i := bytes.Index(head, []byte(pharStub))
	if i < 0 {
		return 0
	}
	at := i + len(pharStub)
	for _, end := range [...]string{" ?>", "?>", "\r\n", "\n"} {
		at += len(head[at:]) - len(bytes.TrimPrefix(head[at:], []byte(end)))
		if end == "\r\n" && head[at-1] == '\n' {
			break
		}
	}
	const fixed = 18 // bytes of a manifest before its names
	if len(head) < at+fixed {
		return 0
	}
	size, files := binary.LittleEndian.Uint32(head[at:]), binary.LittleEndian.Uint32(head[at+4:])
	if size < fixed-4 || size > maxPharManifest || files == 0 || files > size/24 || head[at+8]&0xf0 != 0x10 {
		return 0
	}
	return at
}

const maxPharManifest = 16 << 20

// phar visits the files of an archive of PHP.
//
// Source: the PHP manual, Phar file format.
func (w *walker) phar(in *input) error {
	c := &counter{r: in}
	head, err := io.ReadAll(io.LimitReader(c, HeadLen))
	if err != nil {
		return err
	}
	at := pharManifest(head)
	rest := &counter{r: io.MultiReader(bytes.NewReader(head[at:]), c)}
	var fixed [4]byte
	if _, err := io.ReadFull(rest, fixed[:]); err != nil {
		return err
	}
	size := int64(binary.LittleEndian.Uint32(fixed[:]))
	if miss := w.allocate(size); miss != nil {
		return miss
	}
	manifest := make([]byte, size)
	if _, err := io.ReadFull(rest, manifest); err != nil {
		return err
	}
	m := cursor{data: manifest}
	u4 := func() int {
		if b := m.take(4); b != nil {
			return int(binary.LittleEndian.Uint32(b))
		}
		return 0
	}
	files := u4()
	m.take(6)    // version, flags
	m.take(u4()) // alias
	meta := u4() // serialized objects, which the blob shows
	m.take(meta)
	for ; files > 0 && !m.cut; files-- {
		name := string(m.take(u4()))
		m.take(8) // size, time
		packed := int64(u4())
		m.take(4) // checksum
		flags := u4()
		m.take(u4())
		if m.cut {
			break
		}
		part := io.LimitReader(rest, packed)
		stated := int64(-1)
		content, member := part, &Member{Path: name, Offset: int64(at) + rest.n}
		switch flags & 0xf000 {
		case 0x1000:
			content = w.inflate(part)
		case 0x2000:
			content = bzip2.NewReader(part)
		default:
			member.Verbatim, stated = true, packed
		}
		if _, err := w.content(member, content, stated); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, part); err != nil {
			return err
		}
	}
	if m.cut {
		return io.ErrUnexpectedEOF
	}
	return nil
}
