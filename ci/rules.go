package ci

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/rules"
)

// Rules returns the rules that were in force before the commits of the range,
// and notes on what the range changes about them. name is the rule file that
// was asked for, slash-separated within the repository; "" for the one that is
// looked for.
func Rules(store *objects.Store, r Range, name string) (*rules.Config, []string, error) {
	before, err := treefs.New(store, r.Exclude)
	if err != nil {
		return nil, nil, err
	}
	var notes []string
	if after, err := treefs.New(store, r.Include); err == nil { // the range may be a tag of no commit
		if notes, err = changed(before, after, name); err != nil {
			return nil, nil, err
		}
	}
	if name == "" {
		if name, err = rules.FindFS(before); err != nil {
			return nil, nil, err
		}
	} else if _, err := fs.Stat(before, name); errors.Is(err, fs.ErrNotExist) {
		name = ""
	}
	if name == "" {
		cfg, err := rules.Builtin()
		return cfg, notes, err
	}
	cfg, err := rules.LoadFS(before, name)
	if err != nil {
		return nil, nil, fmt.Errorf("the rules of commit %s: %w", r.Exclude, err)
	}
	return cfg, notes, nil
}

// changed says which of the rule files differ.
func changed(before, after fs.FS, name string) ([]string, error) {
	names := rules.Names()
	if name != "" {
		names = []string{name}
	}
	var notes []string
	for _, name := range names {
		old, errOld := read(before, name)
		now, errNow := read(after, name)
		if err := errors.Join(errOld, errNow); err != nil {
			return nil, err
		}
		if !bytes.Equal(old, now) || (old == nil) != (now == nil) {
			notes = append(notes, fmt.Sprintf("%s changes in this range: the range is judged by the rules from before it", name))
		}
	}
	return notes, nil
}

// read returns the content of a file, nil when there is none.
func read(files fs.FS, name string) ([]byte, error) {
	text, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if text == nil && err == nil {
		text = []byte{}
	}
	return text, err
}
