package objects

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/sluicesec/sluice/internal/oid"
)

// ErrFormat is wrapped by the errors of ParseCommit, ParseTag and Entries.
var ErrFormat = errors.New("bad object format")

// A CommitInfo is what a commit says.
type CommitInfo struct {
	Tree      oid.ID
	Parents   []oid.ID
	Author    Signature
	Committer Signature
	Encoding  string // of the message, as the commit names it; "" means UTF-8
	Header    int    // offset in the content of what follows the headers with the tree and the parents, in bytes
	Message   int    // offset in the content of the message, in bytes
}

// A TagInfo is what an annotated tag says.
type TagInfo struct {
	Object  oid.ID
	Type    Type
	Name    string
	Tagger  Signature // zero in very old tags
	Header  int       // offset in the content of what follows the headers with the object and its type, in bytes
	Message int       // offset in the content of the message, in bytes
}

// A Signature says who did something, and when. History holds all sorts of
// broken signatures; what cannot be read stays zero.
type Signature struct {
	Name  string
	Email string
	Unix  int64 // seconds since 1970 in UTC
	Zone  int   // minutes east of UTC
}

// Time returns the time in the zone of the one who signed.
func (s Signature) Time() time.Time {
	return time.Unix(s.Unix, 0).In(time.FixedZone("", s.Zone*60))
}

// ParseCommit reads the content of a commit, as git-commit-tree(1) writes it.
// The tree and the parents must be whole; the other headers may be of any form.
func ParseCommit(content []byte) (CommitInfo, error) {
	var c CommitInfo
	h := headers{content: content}
	if !h.next() || string(h.key) != "tree" {
		return c, fmt.Errorf("%w: commit without a tree", ErrFormat)
	}
	var err error
	if c.Tree, err = oid.Parse(h.value); err != nil {
		return c, fmt.Errorf("%w: tree of a commit: %w", ErrFormat, err)
	}
	h.pass(&c.Header)
	for h.next() {
		switch string(h.key) {
		case "parent":
			parent, err := oid.Parse(h.value)
			if err != nil {
				return c, fmt.Errorf("%w: parent of a commit: %w", ErrFormat, err)
			}
			c.Parents = append(c.Parents, parent)
			h.pass(&c.Header)
		case "author":
			c.Author = parseSignature(h.value)
		case "committer":
			c.Committer = parseSignature(h.value)
		case "encoding":
			c.Encoding = string(h.value)
		}
	}
	c.Message = h.at
	return c, nil
}

// ParseTag reads the content of an annotated tag, as git-mktag(1) describes it.
func ParseTag(content []byte) (TagInfo, error) {
	var t TagInfo
	h := headers{content: content}
	for h.next() {
		switch string(h.key) {
		case "object":
			id, err := oid.Parse(h.value)
			if err != nil {
				return t, fmt.Errorf("%w: object of a tag: %w", ErrFormat, err)
			}
			t.Object = id
			h.pass(&t.Header)
		case "type":
			var ok bool
			if t.Type, ok = parseType(string(h.value)); ok {
				h.pass(&t.Header)
			}
		case "tag":
			t.Name = string(h.value)
		case "tagger":
			t.Tagger = parseSignature(h.value)
		}
	}
	if t.Object.IsZero() {
		return t, fmt.Errorf("%w: tag without an object", ErrFormat)
	}
	t.Message = h.at
	return t, nil
}

// headers reads the lines before a message: a key, a space and a value each.
// Lines that start with a space continue the value before; they are skipped,
// as no key that we read is continued.
type headers struct {
	content    []byte
	line, at   int // where the line that was read starts, and where the next one does
	key, value []byte
}

// next reads a line. It is false at the empty line before the message, which
// it skips, and at the end.
func (h *headers) next() bool {
	for h.at < len(h.content) {
		line, _, _ := bytes.Cut(h.content[h.at:], []byte("\n"))
		h.line, h.at = h.at, min(h.at+len(line)+1, len(h.content))
		if len(line) == 0 {
			return false
		}
		if line[0] == ' ' {
			continue
		}
		h.key, h.value, _ = bytes.Cut(line, []byte(" "))
		return true
	}
	return false
}

// pass moves an offset over the line that was read, if the line starts there.
func (h *headers) pass(offset *int) {
	if *offset == h.line {
		*offset = h.at
	}
}

// parseSignature reads "Name <email> seconds zone". Where names or addresses
// hold brackets it does as git does: the address ends at the first ">", the
// time starts after the last.
func parseSignature(line []byte) Signature {
	var s Signature
	name, rest, _ := bytes.Cut(line, []byte("<"))
	s.Name = string(bytes.TrimSpace(name))
	email, _, ok := bytes.Cut(rest, []byte(">"))
	if !ok {
		return s
	}
	s.Email = string(email)
	end := bytes.LastIndexByte(line, '>')
	when, zone, _ := bytes.Cut(bytes.TrimSpace(line[end+1:]), []byte(" "))
	if n, err := strconv.ParseInt(string(when), 10, 64); err == nil {
		s.Unix = n
	}
	if n, err := strconv.Atoi(string(bytes.TrimSpace(zone))); err == nil && -9999 <= n && n <= 9999 {
		s.Zone = n/100*60 + n%100
	}
	return s
}
