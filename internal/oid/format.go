package oid

import (
	"crypto/sha1"
	"crypto/sha256"
	"hash"
)

// A Format is the hash that names the objects of a repository, which its
// configuration says (extensions.objectFormat in git-config(1)). The zero value
// is SHA1: a repository whose configuration says nothing uses it.
type Format uint8

// The formats that git knows.
const (
	SHA1 Format = iota
	SHA256
)

// FormatNamed returns the format that git calls "sha1" or "sha256".
func FormatNamed(name string) (f Format, ok bool) {
	for f = SHA1; f <= SHA256; f++ {
		if f.String() == name {
			return f, true
		}
	}
	return SHA1, false
}

// String returns git's name for the format.
func (f Format) String() string {
	if f == SHA256 {
		return "sha256"
	}
	return "sha1"
}

// Size returns the size of an id in bytes.
func (f Format) Size() int {
	if f == SHA256 {
		return sha256.Size
	}
	return sha1.Size
}

// New starts a hash.
func (f Format) New() hash.Hash {
	if f == SHA256 {
		return sha256.New()
	}
	return sha1.New()
}
