package gitrepo

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"

	"github.com/sluicesec/sluice/internal/oid"
)

// readPatches reads patches without context lines, each below a line with the id of its
// commit. It keeps of them the numbers of lines alone, and no more than one line in memory:
// a patch may add gigabytes.
func readPatches(r io.Reader, yield func(Added)) error {
	p := patchReader{r: bufio.NewReaderSize(r, 64<<10), yield: yield}
	for {
		line, err := p.line()
		if errors.Is(err, io.EOF) {
			return p.file()
		}
		if err != nil {
			return fmt.Errorf("reading what git says that commits add: %w", err)
		}
		if err := p.next(line); err != nil {
			return err
		}
	}
}

// A patchReader is the state of readPatches.
type patchReader struct {
	r      *bufio.Reader
	yield  func(Added)
	commit oid.ID
	header []byte // of the present file
	hunks  []Hunk
	left   int // lines of the present hunk that are not read yet
}

// mostHeader is more than a line of a header can have: two quoted paths, the longest that
// git can check out.
const mostHeader = 64 << 10

// line returns the next line with its line break, or the beginning of a long one.
func (p *patchReader) line() ([]byte, error) {
	line, err := p.r.ReadSlice('\n')
	for rest := []byte(nil); errors.Is(err, bufio.ErrBufferFull); {
		line = bytes.Clone(line) // the rest takes its place
		rest, err = p.r.ReadSlice('\n')
		if len(line) < mostHeader {
			line = append(line, rest...)
		}
	}
	if errors.Is(err, io.EOF) && len(line) > 0 {
		err = nil
	}
	return line, err
}

// next takes a line of the patches.
func (p *patchReader) next(line []byte) error {
	switch {
	case p.left > 0 && len(line) > 0 && (line[0] == '+' || line[0] == '-'):
		p.left--
		return nil
	case line[0] == '\\': // no line break at the end of the file
		return nil
	case bytes.HasPrefix(line, []byte("@@ ")):
		return p.hunk(line)
	case bytes.HasPrefix(line, []byte("diff --git ")):
		if err := p.file(); err != nil {
			return err
		}
		p.header = append(p.header, line...)
		return nil
	case len(p.header) > 0 && p.hunks == nil && !isID(line):
		p.header = append(p.header, line...)
		return nil
	}
	id, err := oid.Parse(string(bytes.TrimSuffix(line, []byte("\n"))))
	if err != nil {
		return fmt.Errorf("git wrote %.80q, which is no part of a patch", line)
	}
	if err := p.file(); err != nil {
		return err
	}
	p.commit = id
	return nil
}

// isID reports whether a line is the id of a commit. No line of a header is one.
func isID(line []byte) bool {
	_, err := oid.Parse(string(bytes.TrimSuffix(line, []byte("\n"))))
	return err == nil
}

// hunk reads the line above a hunk: "@@ -2,0 +3,2 @@ func f() {".
func (p *patchReader) hunk(line []byte) error {
	from, to := Hunk{}, Hunk{}
	fields := bytes.Fields(line)
	if len(fields) < 4 || !from.parse(fields[1], '-') || !to.parse(fields[2], '+') {
		return fmt.Errorf("git wrote %.80q, which is no hunk", line)
	}
	p.left = from.size() + to.size()
	if to.size() > 0 {
		p.hunks = append(p.hunks, to)
	} else if p.hunks == nil {
		p.hunks = []Hunk{} // the header has ended
	}
	return nil
}

// parse reads the lines of a hunk: "+3,2", or "+3" for one line.
func (h *Hunk) parse(text []byte, sign byte) bool {
	if len(text) == 0 || text[0] != sign {
		return false
	}
	from, count, several := strings.Cut(string(text[1:]), ",")
	first, err := strconv.Atoi(from)
	n := 1
	if err == nil && several {
		n, err = strconv.Atoi(count)
	}
	*h = Hunk{First: first, Last: first + n - 1}
	return err == nil && first >= 0 && n >= 0
}

func (h Hunk) size() int { return h.Last - h.First + 1 }

// file ends the present file.
func (p *patchReader) file() error {
	header, hunks := p.header, p.hunks
	p.header, p.hunks, p.left = p.header[:0], nil, 0
	if len(header) == 0 {
		return nil
	}
	files, _, err := gitdiff.Parse(bytes.NewReader(header))
	if err != nil || len(files) != 1 {
		return fmt.Errorf("git wrote a patch whose header cannot be read (%.200q): %w", header, err)
	}
	if f := files[0]; !f.IsDelete {
		p.yield(Added{Commit: p.commit, Path: f.NewName, Hunks: hunks})
	}
	return nil
}
