package cache

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/sluicesec/sluice/internal/regular"
)

// An Entry is what is kept of one repository. It is for one scan.
type Entry struct {
	dir  *Dir
	path string
	err  error

	begun func() ([]byte, error) // see Begin; nil if nothing has begun
	used  string                 // the path, once Load has returned something
}

// magic is what a file begins with. Its number changes with the layout of the file and of
// all sections in it.
const magic = "sluice.cache/2\n"

// Err returns why the file could not be used or not be written, nil if nothing went wrong.
// That there is no file, or one for other rules, is nothing wrong.
func (e *Entry) Err() error { return e.err }

// Used returns the file that Load has taken something from; "" for none.
func (e *Entry) Used() string { return e.used }

// Load returns the sections that were saved under a key by the same program. They must not
// be changed. It returns nil if there are none, and then Err may say why.
func (e *Entry) Load(key [32]byte) map[string][]byte {
	sections, err := e.load(key)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		e.err = fmt.Errorf("the cache was not used: %w", err)
	}
	return sections
}

func (e *Entry) load(key [32]byte) (map[string][]byte, error) {
	read := e.read
	if e.begun != nil {
		read, e.begun = e.begun, nil
	}
	data, err := read()
	if err != nil {
		return nil, err
	}
	sections, err := split(data, e.dir.subkey(key))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.path, err)
	}
	if sections != nil {
		e.used = e.path
		now := time.Now()
		_ = os.Chtimes(e.path, now, now) // it was used; if that cannot be noted, it is removed too early
	}
	return sections, nil
}

// Begin begins to read the file in the background, for Load.
func (e *Entry) Begin() {
	type file struct {
		data []byte
		err  error
	}
	done := make(chan file, 1)
	go func() {
		data, err := e.read()
		done <- file{data, err}
	}()
	e.begun = func() ([]byte, error) {
		f := <-done
		return f.data, f.err
	}
}

// read reads the file and checks its code. It returns what is before the code.
func (e *Entry) read() ([]byte, error) {
	info, err := os.Lstat(e.path)
	if err != nil {
		return nil, err
	}
	if err := isOwn(e.path, info); err != nil {
		return nil, err
	}
	data, err := regular.ReadFile(e.path, e.dir.limit)
	if err != nil {
		return nil, err
	}
	if data, err = verified(data, e.dir.key); err != nil {
		return nil, fmt.Errorf("%s: %w", e.path, err)
	}
	return data, nil
}

// Save keeps sections in place of all that was kept of the repository.
func (e *Entry) Save(key [32]byte, sections map[string][]byte) {
	if err := e.save(key, sections); err != nil {
		e.err = fmt.Errorf("the cache was not written: %w", err)
	}
}

func (e *Entry) save(key [32]byte, sections map[string][]byte) error {
	parts := compose(e.dir.key, e.dir.subkey(key), sections)
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	if int64(size) > e.dir.limit {
		return fmt.Errorf("its %d MB would be more than the %d MB that all caches may take", size>>20, e.dir.limit>>20)
	}
	temp, err := e.dir.write(parts...)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, e.path); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return e.dir.evict(e.path)
}

// subkey joins a key and the program.
func (d *Dir) subkey(key [32]byte) []byte {
	h := sha256.New()
	h.Write(key[:])
	h.Write([]byte(d.program))
	return h.Sum(nil)
}

// compose returns the parts of a file, in their order.
func compose(secret, key []byte, sections map[string][]byte) [][]byte {
	var head Writer
	head.Raw([]byte(magic))
	head.Raw(key)
	head.Uint(uint64(len(sections)))
	names := slices.Sorted(maps.Keys(sections))
	for _, name := range names {
		head.String(name)
		head.Uint(uint64(len(sections[name])))
	}
	parts := [][]byte{head.Data()}
	for _, name := range names {
		parts = append(parts, sections[name])
	}
	return append(parts, sign(secret, parts...))
}

// sign returns the code of a file's parts.
func sign(secret []byte, parts ...[]byte) []byte {
	code := hmac.New(sha256.New, secret)
	for _, p := range parts {
		code.Write(p)
	}
	return code.Sum(nil)
}

// errDamaged is the error of a file whose code is wrong.
var errDamaged = errors.New("it is damaged, or was not written by you: the scan did all the work again")

// verified returns a file without its code, which must be right.
func verified(data, secret []byte) ([]byte, error) {
	n := len(data) - sha256.Size
	if n < len(magic) || string(data[:len(magic)]) != magic || !hmac.Equal(sign(secret, data[:n]), data[n:]) {
		return nil, errDamaged
	}
	return data[:n], nil
}

// split returns the sections of a file without its code; nil without an error if it has
// another key.
func split(data, key []byte) (map[string][]byte, error) {
	r := NewReader(data[len(magic):])
	if got := r.Raw(len(key)); r.Bad() {
		return nil, errDamaged
	} else if !hmac.Equal(got, key) {
		return nil, nil
	}
	var names []string
	var sizes []uint64
	for range r.Len(2) {
		names = append(names, r.String())
		sizes = append(sizes, r.Uint())
	}
	sections := map[string][]byte{}
	for i, name := range names {
		if sizes[i] > uint64(len(data)) {
			return nil, errDamaged
		}
		sections[name] = r.Raw(int(sizes[i]))
	}
	if !r.Done() {
		return nil, errDamaged
	}
	return sections, nil
}
