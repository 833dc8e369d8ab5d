package main

import (
	"fmt"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// rulesAt returns the rules that a commit asks for, and the file that they are
// in: "" for the built-in rules, which are also those of the zero ID.
func rulesAt(store *objects.Store, commit oid.ID) (*rules.Config, string, error) {
	files, err := treefs.New(store, commit)
	if err != nil {
		return nil, "", err
	}
	name, err := rules.FindFS(files)
	if err != nil {
		return nil, "", err
	}
	if name == "" {
		cfg, err := rules.Builtin()
		return cfg, "", err
	}
	cfg, err := rules.LoadFS(files, name)
	if err != nil {
		return nil, "", fmt.Errorf("the rules of commit %s: %w", commit, err)
	}
	return cfg, name, nil
}
