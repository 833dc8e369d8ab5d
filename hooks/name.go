package hooks

import (
	"fmt"
	"slices"
	"strings"
)

// A Name is the name of a hook as in githooks(5).
type Name string

// The hooks that can judge something.
const (
	PreCommit      Name = "pre-commit"
	PreMergeCommit Name = "pre-merge-commit"
	CommitMsg      Name = "commit-msg"
	PrePush        Name = "pre-push"
	PreReceive     Name = "pre-receive"
	Update         Name = "update"
)

// All returns every hook that can judge something.
func All() []Name {
	return []Name{PreCommit, PreMergeCommit, CommitMsg, PrePush, PreReceive, Update}
}

// Default returns the hooks that are installed unless the user names others.
// Nobody commits in a bare repository, but pushes arrive there.
func Default(bare bool) []Name {
	if bare {
		return []Name{PreReceive}
	}
	return []Name{PreCommit, PreMergeCommit, CommitMsg, PrePush}
}

// ParseName returns the hook of that name.
func ParseName(s string) (Name, error) {
	if slices.Contains(All(), Name(s)) {
		return Name(s), nil
	}
	var names []string
	for _, n := range All() {
		names = append(names, string(n))
	}
	return "", fmt.Errorf("no hook %q: it is one of %s", s, strings.Join(names, ", "))
}

// OnServer reports whether the hook runs where pushes arrive.
func (n Name) OnServer() bool { return n == PreReceive || n == Update }

// readsStdin reports whether git writes the hook's work to its standard input.
func (n Name) readsStdin() bool { return n == PrePush || n == PreReceive }
