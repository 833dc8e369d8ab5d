package objects_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/objects"
)

const (
	id1 = "0123456789012345678901234567890123456789"
	id2 = "abcdefabcdefabcdefabcdefabcdefabcdefabcd"
)

func TestParseCommit(t *testing.T) {
	content := "tree " + id1 + "\nparent " + id2 + "\nparent " + id1 + "\n" +
		"author A \"B\" <c> d <a@example.com> 1234567890 -0330\n" +
		"committer Ö <o@example.com> 1234567891 +0545\n" +
		"encoding ISO-8859-1\n" +
		"gpgsig -----BEGIN-----\n parent of nothing\n \n -----END-----\n" +
		"\nsubject\n\nbody\n"
	c, err := objects.ParseCommit([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	if c.Tree.String() != id1 || len(c.Parents) != 2 || c.Parents[0].String() != id2 || c.Parents[1].String() != id1 {
		t.Errorf("tree %s, parents %v", c.Tree, c.Parents)
	}
	if !strings.HasPrefix(content[c.Header:], "author ") {
		t.Errorf("the header starts at %q", content[c.Header:])
	}
	if content[c.Message:] != "subject\n\nbody\n" || c.Encoding != "ISO-8859-1" {
		t.Errorf("message %q, encoding %q", content[c.Message:], c.Encoding)
	}
	if c.Author.Name != `A "B"` || c.Author.Email != "c" {
		t.Errorf("author %+v", c.Author)
	}
	if got := c.Author.Time().Format(time.RFC3339); got != "2009-02-13T20:01:30-03:30" {
		t.Errorf("author's time %s", got)
	}
	if got := c.Committer.Time().Format(time.RFC3339); got != "2009-02-14T05:16:31+05:45" {
		t.Errorf("committer's time %s", got)
	}
	for _, bad := range []string{"", "tree\n", "parent " + id1 + "\n", "tree " + id1 + "\nparent 12\n", "tree " + strings.ToUpper(id2[:39]) + "\n"} {
		if _, err := objects.ParseCommit([]byte(bad)); !errors.Is(err, objects.ErrFormat) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// What git has accepted over the years in place of a signature.
func TestBrokenSignatures(t *testing.T) {
	for line, want := range map[string]objects.Signature{
		"":                              {},
		"only a name":                   {Name: "only a name"},
		"A <a@example.com>":             {Name: "A", Email: "a@example.com"},
		"<> 12 +0000":                   {Unix: 12},
		"A <a@b> 99999999999999999 +99": {Name: "A", Email: "a@b", Unix: 99999999999999999, Zone: 99},
		"A <a> -5 -99999":               {Name: "A", Email: "a", Unix: -5},
		"A <a> soon":                    {Name: "A", Email: "a"},
		"A > b < 5 +0100":               {Name: "A > b"},
	} {
		c, err := objects.ParseCommit([]byte("tree " + id1 + "\nauthor " + line + "\n\n"))
		if err != nil || c.Author != want {
			t.Errorf("%q: %+v, %v", line, c.Author, err)
		}
	}
}

func TestParseTag(t *testing.T) {
	content := "object " + id1 + "\ntype tree\ntag v1\ntagger T <t@example.com> 5 +0000\n\nnews\n"
	tag, err := objects.ParseTag([]byte(content))
	if err != nil || tag.Object.String() != id1 || tag.Type != objects.Tree || tag.Name != "v1" || tag.Tagger.Unix != 5 || content[tag.Message:] != "news\n" {
		t.Errorf("%+v, %v", tag, err)
	}
	if !strings.HasPrefix(content[tag.Header:], "tag v1\n") {
		t.Errorf("the header starts at %q", content[tag.Header:])
	}
	if _, err := objects.ParseTag([]byte("type tree\n\n")); !errors.Is(err, objects.ErrFormat) {
		t.Errorf("no object: %v", err)
	}
}

// What the parsers say of real objects is what git says of them.
func TestParseAgainstGit(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		r := newRepo(t, format)
		r.fill(rand.New(rand.NewPCG(14, 14)), 12)
		for id, o := range r.objects() {
			var got bytes.Buffer
			switch o.typ {
			case "tree":
				for e, err := range objects.Entries(o.content, r.open(objects.Options{}).IDSize()) {
					if err != nil {
						t.Fatal(err)
					}
					kind := "blob"
					if e.Mode.IsDir() {
						kind = "tree"
					}
					for range 6 - len(octal(e.Mode)) {
						got.WriteByte('0')
					}
					got.WriteString(octal(e.Mode) + " " + kind + " " + e.ID.String() + "\t" + string(e.Name) + "\x00")
				}
				if want := r.git(nil, "ls-tree", "-z", id); !bytes.Equal(got.Bytes(), want) {
					t.Errorf("tree %s:\n%q\nwant\n%q", id, got.Bytes(), want)
				}
			case "commit":
				c, err := objects.ParseCommit(o.content)
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range c.Parents {
					got.WriteString(p.String() + "\n")
				}
				got.WriteString(c.Tree.String() + "\n" + c.Committer.Name + "\n" + c.Committer.Email + "\n" +
					c.Committer.Time().Format(time.RFC3339) + "\n" + string(o.content[c.Message:]))
				want := r.git(nil, "log", "-1", "--format=%P%n%T%n%cn%n%ce%n%cI%n%B", id)
				if strings.TrimSpace(got.String()) != strings.TrimSpace(string(want)) {
					t.Errorf("commit %s:\n%s\nwant\n%s", id, got.Bytes(), want)
				}
			}
		}
	}
}

func octal(m objects.Mode) string {
	var out []byte
	for ; m > 0; m >>= 3 {
		out = append([]byte{'0' + byte(m&7)}, out...)
	}
	return string(out)
}

func TestEntriesBroken(t *testing.T) {
	good := append([]byte("100644 name\x00"), make([]byte, 20)...)
	for _, bad := range []string{"x", "100644", "100644 ", "100644 name", "100644 name\x00short", "100a44 name\x00aaaaaaaaaaaaaaaaaaaa", " name\x00aaaaaaaaaaaaaaaaaaaa", "77777777 n\x00aaaaaaaaaaaaaaaaaaaa"} {
		n, failed := 0, false
		for _, err := range objects.Entries(append(bytes.Clone(good), bad...), 20) {
			if err != nil {
				failed = errors.Is(err, objects.ErrFormat)
				continue
			}
			n++
		}
		if n != 1 || !failed {
			t.Errorf("%q: %d entries, failed %v", bad, n, failed)
		}
	}
}

// onlyIDs are the headers of commits and tags in which nothing else can be written.
var onlyIDs = regexp.MustCompile(`(?m)^(?:(?:tree|parent|object) [0-9a-fA-F]{40,64}|type (?:commit|tree|blob|tag))(?:\n|\z)`)

func FuzzParse(f *testing.F) {
	f.Add([]byte("tree " + id1 + "\nparent " + id2 + "\nauthor A <a> 1 +0100\n\nm"))
	f.Add([]byte("tree " + id1 + "\n more\nparent " + id2 + "\n\nm"))
	f.Add([]byte("object " + id1 + "\ntype of my own\n\nm"))
	f.Add([]byte("object " + id1 + "\ntype blob\ntagger <>\n\n"))
	f.Add(append([]byte("40000 a\x00"), make([]byte, 32)...))
	f.Fuzz(func(t *testing.T, content []byte) {
		if c, err := objects.ParseCommit(content); err == nil {
			if c.Header > c.Message || c.Message > len(content) || c.Tree.IsZero() {
				t.Errorf("%+v", c)
			}
			if ids := onlyIDs.ReplaceAll(content[:c.Header], nil); len(ids) > 0 {
				t.Errorf("%q is left out of the header of %q", ids, content)
			}
		}
		if tag, err := objects.ParseTag(content); err == nil {
			if tag.Header > tag.Message || tag.Message > len(content) || tag.Object.IsZero() {
				t.Errorf("%+v", tag)
			}
			if ids := onlyIDs.ReplaceAll(content[:tag.Header], nil); len(ids) > 0 {
				t.Errorf("%q is left out of the header of %q", ids, content)
			}
		}
		for _, size := range []int{20, 32} {
			total := 0
			for e, err := range objects.Entries(content, size) {
				if err == nil {
					total += len(octal(e.Mode)) + len(e.Name) + size
				}
			}
			if total > len(content) {
				t.Errorf("entries of %d bytes in %d", total, len(content))
			}
		}
	})
}
