// Package oid holds the names of git objects: one type for all who read a
// repository, scan it and report on it. Packs, trees and indexes store an id as
// raw bytes, and so does an ID; it is written in hexadecimal only where a person
// or another program reads it. A history has millions of ids.
package oid

import (
	"bytes"
	"encoding/hex"
	"fmt"
)

// maxSize is the size in bytes of the longest id.
const maxSize = 32

// An ID is the name of an object: the SHA-1 (20 bytes) or SHA-256 (32 bytes)
// of its header and content. IDs compare with ==. The zero ID names nothing.
type ID struct {
	sum [maxSize]byte
	n   uint8
}

// Make returns the id with these 20 or 32 bytes, and the zero ID for any
// other length.
func Make(raw []byte) ID {
	var id ID
	if isSize(len(raw)) {
		id.n = uint8(copy(id.sum[:], raw))
	}
	return id
}

// Parse reads an id of 40 or 64 hexadecimal digits. It allocates only for an
// error.
func Parse[T string | []byte](digits T) (ID, error) {
	var id ID
	var err error
	if len(digits)%2 == 0 && isSize(len(digits)/2) {
		var text [2 * maxSize]byte
		var n int
		n, err = hex.Decode(id.sum[:], text[:copy(text[:], digits)])
		id.n = uint8(n)
	} else if _, err = hex.DecodeString(string(digits)); err == nil {
		err = fmt.Errorf("%d digits, not 40 or 64", len(digits))
	}
	if err != nil {
		return ID{}, fmt.Errorf("parse object id: %w", err)
	}
	return id, nil
}

func isSize(n int) bool { return n == SHA1.Size() || n == SHA256.Size() }

// IsZero reports whether id is the zero ID.
func (id ID) IsZero() bool { return id.n == 0 }

// IsNull reports whether id names no object: it is the zero ID, or git's null
// id, whose bytes are all zero. Git writes the null id where a ref or an object
// does not exist. Make and Parse return it as it is.
func (id ID) IsNull() bool { return id.sum == [maxSize]byte{} }

// Bytes returns the raw bytes.
func (id ID) Bytes() []byte { return id.sum[:id.n] }

// String returns the id in hexadecimal, and "" for the zero ID.
func (id ID) String() string { return hex.EncodeToString(id.sum[:id.n]) }

// Compare orders ids by their bytes.
func (id ID) Compare(other ID) int { return bytes.Compare(id.Bytes(), other.Bytes()) }

// Len returns the length in bytes: 20 or 32, or 0 for the zero ID.
func (id ID) Len() int { return int(id.n) }

// MarshalText writes the id as String does; the zero ID is empty text.
func (id ID) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, id.sum[:id.n]), nil }

// UnmarshalText reads what MarshalText writes.
func (id *ID) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	*id, err = Parse(text)
	return err
}
