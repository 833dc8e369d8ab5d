// Package oid holds the names of git objects: one type for all who read a
// repository, scan it and report on it, so that an id is written in
// hexadecimal only where a person or a program reads it. A history has a
// million of them.
package oid

import (
	"bytes"
	"encoding/hex"
	"fmt"
)

// An ID is the name of an object: the SHA-1 (20 bytes) or SHA-256 (32 bytes)
// of its header and content. IDs compare with ==. The zero ID names nothing.
type ID struct {
	sum [32]byte
	n   uint8
}

// Make returns the id with these 20 or 32 bytes, and the zero ID for any
// other length.
func Make(raw []byte) ID {
	var id ID
	if len(raw) == 20 || len(raw) == 32 {
		id.n = uint8(copy(id.sum[:], raw))
	}
	return id
}

// Parse reads an id of 40 or 64 hexadecimal digits.
func Parse(digits string) (ID, error) {
	raw, err := hex.DecodeString(digits)
	if err != nil {
		return ID{}, fmt.Errorf("parse object id: %w", err)
	}
	id := Make(raw)
	if id.IsZero() {
		return ID{}, fmt.Errorf("parse object id: %d digits, not 40 or 64", len(digits))
	}
	return id, nil
}

// IsZero reports whether id is the zero ID. (An id of 20 zero bytes, which git
// uses for "no object", is not.)
func (id ID) IsZero() bool { return id.n == 0 }

// Bytes returns the raw bytes.
func (id ID) Bytes() []byte { return id.sum[:id.n] }

// String returns the id in hexadecimal.
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
	*id, err = Parse(string(text))
	return err
}
