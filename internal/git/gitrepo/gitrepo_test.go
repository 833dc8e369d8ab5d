package gitrepo

import (
	"os"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
)

// openRepo opens the repository of the sandbox's folder.
func openRepo(s gittest.Sandbox) *Repo {
	s.Helper()
	r, err := Open(s.Dir, os.Environ())
	if err != nil {
		s.Fatal(err)
	}
	return r
}

// parse reads an id that git has printed.
func parse(t testing.TB, digits string) oid.ID {
	t.Helper()
	id, err := oid.Parse(digits)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
