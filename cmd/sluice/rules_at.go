package main

import (
	"fmt"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// rulesAt returns the rules that a commit asks for, and the file that they are
// in: "" for the built-in rules, which also stand for those of no commit.
func rulesAt(store *objects.Store, commit string) (*rules.Config, string, error) {
	var id oid.ID
	if commit != "" {
		var err error
		if id, err = oid.Parse(commit); err != nil {
			return nil, "", err
		}
	}
	files, err := treefs.New(store, id)
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
