package objects

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"

	"github.com/klauspost/compress/zlib"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/internal/regular"
)

// looseList is the loose objects of all directories, in the order of their ids.
type looseList struct {
	size int
	ids  []byte
	dirs []uint16 // the directory of each
}

func (l *looseList) len() int        { return len(l.dirs) }
func (l *looseList) id(i int) []byte { return l.ids[i*l.size : (i+1)*l.size] }

func (l *looseList) find(id []byte) (int, bool) {
	return sort.Find(l.len(), func(i int) int { return bytes.Compare(id, l.id(i)) })
}

// drop removes the objects that are known from elsewhere.
func (l *looseList) drop(known func(id []byte) bool) {
	kept := 0
	for i := range l.len() {
		if known(l.id(i)) {
			continue
		}
		copy(l.id(kept), l.id(i))
		l.dirs[kept] = l.dirs[i]
		kept++
	}
	l.ids, l.dirs = l.ids[:kept*l.size], l.dirs[:kept]
}

// listLoose lists the loose objects in dirs, each once, also if several dirs hold it.
func listLoose(dirs []string, size int) (*looseList, []Problem) {
	type entry struct {
		id  oid.ID
		dir uint16
	}
	l := &looseList{size: size}
	var problems []Problem
	fans := make([]map[string]bool, len(dirs))
	for d, dir := range dirs {
		fans[d] = namesIn(dir)
	}
	for b := range 256 {
		fan := fmt.Sprintf("%02x", b)
		var found []entry
		for d, dir := range dirs {
			if fans[d] != nil && !fans[d][fan] {
				continue
			}
			files, err := os.ReadDir(filepath.Join(dir, fan))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				problems = append(problems, Problem{Reason: BadDirectory, Path: filepath.Join(dir, fan), Err: err})
			}
			for _, f := range files {
				// Other names are git's temporary files.
				raw, err := hex.DecodeString(fan + f.Name())
				if err == nil && len(raw) == size {
					found = append(found, entry{oid.Make(raw), uint16(d)})
				}
			}
		}
		slices.SortStableFunc(found, func(a, b entry) int { return a.id.Compare(b.id) })
		for _, e := range slices.CompactFunc(found, func(a, b entry) bool { return a.id == b.id }) {
			l.ids = append(l.ids, e.id.Bytes()...)
			l.dirs = append(l.dirs, e.dir)
		}
	}
	return l, problems
}

// namesIn returns the names in a folder, or nil if it cannot be listed. To ask for each of
// 256 folders by its name takes a millisecond, in which a hook is half done.
func namesIn(dir string) map[string]bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[e.Name()] = true
	}
	return names
}

// loosePath returns the path of a loose object in an object directory.
func loosePath(dir string, id []byte) string {
	name := hex.EncodeToString(id)
	return filepath.Join(dir, name[:2], name[2:])
}

// maxLooseFrame is more than zlib adds to content that it cannot compress, for
// each object that may be held in memory.
const maxLooseFrame = 1 << 20

var errLooseHeader = errors.New("no object header")

// maxLooseHeader is room for the longest type and the longest size.
const maxLooseHeader = 32

// parseLooseHeader reads the "type size NUL" at the start of a loose object's content.
func parseLooseHeader(content []byte) (t Type, size int64, header int, err error) {
	end := bytes.IndexByte(content[:min(len(content), maxLooseHeader)], 0)
	if end < 0 {
		return 0, 0, 0, errLooseHeader
	}
	name, digits, _ := bytes.Cut(content[:end], []byte(" "))
	t, ok := parseType(string(name))
	if !ok {
		return 0, 0, 0, errLooseHeader
	}
	n, err := strconv.ParseUint(string(digits), 10, 63)
	if err != nil {
		return 0, 0, 0, errLooseHeader
	}
	return t, int64(n), end + 1, nil
}

// looseHeader reads the header of the loose object at path, and the size of the file.
func looseHeader(path string) (t Type, size, stored int64, err error) {
	f, err := regular.Open(path)
	if err != nil {
		return 0, 0, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, 0, 0, err
	}
	z, err := zlib.NewReader(f)
	if err != nil {
		return 0, 0, 0, err
	}
	head := make([]byte, maxLooseHeader)
	n, err := io.ReadFull(z, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, 0, 0, err
	}
	t, size, _, err = parseLooseHeader(head[:n])
	return t, size, info.Size(), err
}

// readLoose reads the loose object at path whole and checks that its content
// is what its id says. The error is errTooLarge for one of more than limit bytes.
func (s *Store) readLoose(d *inflate.Decoder, path string, id []byte, limit int64) (Type, []byte, error) {
	stored, ok := regular.ReadSmall(path, nil, min(limit, largeResult))
	if !ok {
		t, size, _, err := looseHeader(path)
		if err == nil && size > limit {
			return t, nil, errTooLarge
		}
		stored, err = regular.ReadFile(path, limit+maxLooseFrame)
		if errors.Is(err, regular.ErrTooLarge) {
			err = errTooLarge
		}
		if err != nil {
			return 0, nil, err
		}
	}
	var head [maxLooseHeader]byte
	n, err := d.Prefix(head[:], stored)
	if err != nil {
		return 0, nil, err
	}
	t, size, header, err := parseLooseHeader(head[:n])
	if err != nil {
		return 0, nil, err
	}
	if err := fits(size, int64(len(stored)), limit); err != nil {
		return t, nil, err
	}
	content := make([]byte, header+int(size)+inflate.Slack)
	end, err := d.Decode(content, header+int(size), stored)
	if err != nil {
		return t, nil, err
	}
	if end != len(stored) {
		return t, nil, errors.New("bytes after the end")
	}
	h := s.options.Format.New()
	h.Write(content[:header+int(size)])
	if !bytes.Equal(h.Sum(nil), id) {
		return t, nil, errWrongID
	}
	return t, content[header : header+int(size) : header+int(size)], nil
}

// openLoose returns the content of the loose object at path as a stream.
func (s *Store) openLoose(path string, t Type, size int64, id []byte) (io.ReadCloser, error) {
	f, err := regular.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := s.stream(f, f, t, size, id, true)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return r, nil
}
