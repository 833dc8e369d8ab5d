package archive

import (
	"bytes"
	"encoding/binary"
	"strconv"
)

// pgDump visits the data of the tables in what pg_dump writes in its own format (-Fc). The data of
// a table is in chunks, each behind its length, and compressed over all of them. Names and
// statements are in the file as they are.
//
// Source: src/bin/pg_dump/pg_backup_custom.c of PostgreSQL. Numbers have the sign before four bytes.
func (w *walker) pgDump(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	for at := min(len(pgDumpMagic), len(data)); ; {
		i := bytes.IndexByte(data[at:], 0)
		if i < 0 {
			return unread
		}
		at += i
		packed, end := pgChunks(data, at)
		if end == 0 {
			at++
			continue
		}
		if _, err := w.content(&Member{Path: strconv.Itoa(at), Offset: int64(at)}, bytes.NewReader(packed), int64(len(packed))); err != nil {
			return err
		}
		at = end
	}
}

const pgDumpMagic = "PGDMP"

// pgChunks returns the compressed data in the chunks that begin at an offset, and where they end,
// which is 0 if there are none. Of a dump that was cut, it returns what is there.
func pgChunks(data []byte, at int) (packed []byte, end int) {
	const (
		head    = 1 + 4   // bytes before a chunk
		longest = 1 << 20 // bytes of a chunk; pg_dump makes smaller ones
	)
	for at+head <= len(data) && data[at] == 0 {
		size := int(binary.LittleEndian.Uint32(data[at+1:]))
		if at += head; size == 0 || size > longest {
			break
		}
		chunk := data[at:min(len(data), at+size)]
		if packed == nil && !isPgChunk(chunk) {
			return nil, 0
		}
		packed = append(packed, chunk...)
		at += len(chunk)
	}
	if packed == nil {
		return nil, 0
	}
	return packed, at
}

// isPgChunk reports whether data begins as what pg_dump compresses does.
func isPgChunk(data []byte) bool {
	const least = 8
	if len(data) < least {
		return false
	}
	switch byMagic(data) {
	case Zlib, Zstd, Lz4:
		return true
	}
	return data[0] == 0x78 && isZlibHeader(data) && data[2]&6 != 6 // of a short chunk no trial says more
}
